import TandemTensors

@testable import TandemLearning

/// A probe of quadratic losses, `½ Σᵢ aₖᵢ (θᵢ − cₖᵢ)²`, with shared parameters and one own for each task.
///
/// Those of the validation split have centers of their own. It stands at `point`, which tests may move.
final class QuadraticProbe: GradientProbe {
  let sharedCount: Int
  let taskCount: Int
  let curvatures: [[Double]]
  let centers: [[Double]]
  let validationCenters: [[Double]]
  /// The tasks whose labels the validation rows lack.
  var unlabelled: Set<Int> = []
  var point: [Double]
  private(set) var requestCount = 0
  var trainedCount: Int { sharedCount + taskCount }

  init(taskCount: Int, sharedCount: Int = 4, seed: UInt64, shift: Double = 0.3) {
    self.taskCount = taskCount
    self.sharedCount = sharedCount
    var generator = Generator(seed: seed)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    let width = sharedCount + taskCount
    curvatures = (0..<taskCount).map { task in
      (0..<width).map { $0 < sharedCount || $0 == sharedCount + task ? 0.5 + uniform() / 3 : 0 }
    }
    let centers = (0..<taskCount).map { _ in (0..<width).map { _ in uniform() * 2 } }
    self.centers = centers
    validationCenters = centers.map { $0.map { $0 + shift * uniform() } }
    point = (0..<width).map { _ in uniform() }
  }

  func gradients(_ request: ProbeRequest) -> ProbedGradients {
    requestCount += 1
    var place = point
    for (index, way) in (request.displacement ?? []).enumerated() { place[index] += way }
    let isValidation = request.rows == .validation
    let width = request.includesOwn ? trainedCount : sharedCount
    var found = ProbedGradients(losses: [], jacobian: [])
    for task in 0..<taskCount {
      let isOut = isValidation && unlabelled.contains(task)
      let center = isValidation ? validationCenters[task] : centers[task]
      let row = place.indices.map { isOut ? 0 : curvatures[task][$0] * (place[$0] - center[$0]) }
      let loss = place.indices.reduce(0) { $0 + row[$1] * (place[$1] - center[$1]) / 2 }
      found.losses.append(loss)
      found.jacobian += row.prefix(width)
    }
    return found
  }

  /// What a step is given here.
  func step(epoch: Int = 1) -> TaskGradients {
    let found = gradients(ProbeRequest(.batch))
    let rows = (0..<taskCount).map {
      Array(found.jacobian[$0 * sharedCount..<($0 + 1) * sharedCount])
    }
    let names = rows.indices.map { "t\($0)" }
    return TaskGradients(
      rows: rows, signals: StepSignals(tasks: names, losses: found.losses, epoch: epoch))
  }

  /// The losses on the validation rows after a move.
  func validationLosses(_ displacement: [Double]) -> [Double] {
    gradients(ProbeRequest(.validation, displacement: displacement)).losses
  }

  /// Moves against a direction, the tasks' own parameters against their gradients times factors, or
  /// against the direction too where it has numbers for them.
  func move(against answer: Combination, rate: Double) {
    let found = gradients(ProbeRequest(.batch, includesOwn: true))
    var way: [Double]
    switch answer.direction {
    case .weights(let weights):
      way = Rows.sum(found.jacobian, weights: weights, width: trainedCount)
    case .vector(let numbers): way = numbers
    }
    if way.count == sharedCount || answer.ownFactors != nil {
      for task in 0..<taskCount {
        let own = sharedCount + task
        let slope = found.jacobian[task * trainedCount + own]
        way =
          Array(way.prefix(own)) + [slope * (answer.ownFactors?[task] ?? 1)]
          + way.dropFirst(own + 1)
      }
    }
    for index in point.indices { point[index] -= rate * way[index] }
  }
}
