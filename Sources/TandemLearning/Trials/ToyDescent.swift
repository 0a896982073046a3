import TandemCatalog

/// A method's way down the toy: Adam on the direction that it gives, from one start.
package struct ToyDescent {
  package let problem: ToyProblem
  package private(set) var point: ToyProblem.Point
  package private(set) var stepCount = 0
  /// Adam's learning rate.
  package var rate: Double
  /// The largest norm that the direction may have.
  package var clip: Double?
  /// By what the direction is multiplied before all else: codes differ in sums and means.
  package var factor = 1.0
  package private(set) var notes: [MethodNote] = []

  /// What the toy's tasks are called.
  package static let tasks = ["L1", "L2"]

  private var trial: MethodTrial
  private var adam: AdamVector
  private var here: ToyProblem.Evaluation

  /// Creates a descent before its first step.
  package init(
    _ choice: WeightingChoice, on problem: ToyProblem, from start: ToyProblem.Point,
    rate: Double = 1e-3, clip: Double? = nil, stepCount: Int, seed: UInt64 = 0
  ) {
    self.problem = problem
    self.rate = rate
    self.clip = clip
    point = start
    here = problem.evaluate(start)
    trial = MethodTrial(
      choice, tasks: Self.tasks, stepCount: stepCount, seed: seed, learningRate: rate)
    adam = AdamVector([start.x, start.y])
  }

  package var losses: [Double] { here.losses }

  /// Does a step.
  /// - Throws: `WeightingError`.
  package mutating func step() throws {
    let probe =
      trial.choice.needs.contains(.probe) ? ToyProbe(problem, at: point) : nil
    let decided = try trial.step(losses: here.losses, jacobian: here.jacobian, probe: probe)
    for note in decided.notes where !notes.contains(note) { notes.append(note) }
    var direction = decided.direction
    var size = factor
    if let clip {
      let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot() * factor.magnitude
      if norm > clip { size *= clip / norm }
    }
    if size != 1 { for place in direction.indices { direction[place] *= size } }
    adam.step(direction, rate: rate)
    point = ToyProblem.Point(adam.values[0], adam.values[1])
    here = problem.evaluate(point)
    trial.learn(from: here.losses)
    stepCount += 1
  }
}

/// The toy's gradients anywhere; it has no random samples, so that all rows are the same.
final class ToyProbe: GradientProbe {
  private let problem: ToyProblem
  private let point: ToyProblem.Point
  var sharedCount: Int { 2 }
  var trainedCount: Int { 2 }

  init(_ problem: ToyProblem, at point: ToyProblem.Point) {
    self.problem = problem
    self.point = point
  }

  func gradients(_ request: ProbeRequest) -> ProbedGradients {
    var place = point
    if let displacement = request.displacement, displacement.count == 2 {
      place += ToyProblem.Point(displacement[0], displacement[1])
    }
    let found = problem.evaluate(place)
    return ProbedGradients(losses: found.losses, jacobian: found.jacobian)
  }
}
