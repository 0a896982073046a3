import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Methods that remember losses, metrics or draws, by numbers from their definitions.
@Suite struct LossWeightingHistories {
  private var context: MethodContext { MethodContext(generator: Generator(seed: 3)) }

  private func step(_ losses: [Double], epoch: Int = 1, of indices: [Int]? = nil) -> StepSignals {
    let places = indices ?? Array(losses.indices)
    return StepSignals(
      tasks: places.map { "t\($0)" }, indices: places, runTaskCount: 3, losses: losses,
      epoch: epoch)
  }

  @Test func `lbtw weighs what is left of an epoch's first loss`() throws {
    var (weighting, context) = (try LossBalancedTaskWeighting.made(), context)
    #expect(weighting.weights(for: step([4, 2, 1]), in: &context).weights == [1, 1, 1])
    // √(1/4), √(1/2)², √1 of what they began with.
    let second = weighting.weights(for: step([1, 2, 1]), in: &context).weights
    expectClose(second, [0.6, 1.2, 1.2], tolerance: 1e-14)
    // A new epoch begins anew, for a task that comes late with its own first loss.
    let third = weighting.weights(for: step([1, 1], epoch: 2, of: [0, 2]), in: &context).weights
    #expect(third == [1, 1])
    let fourth = weighting.weights(for: step([0.25, 9, 1], epoch: 2), in: &context).weights
    expectClose(fourth, [0.6, 1.2, 1.2], tolerance: 1e-14)
    let fifth = weighting.weights(for: step([-1, 9, 1], epoch: 2), in: &context).weights
    expectClose(fifth, [0, 1.5, 1.5], tolerance: 1e-14)
    #expect(
      context.notes == [
        MethodNote(finding: .nonpositiveLoss(task: "t0"), response: .tookNearest)
      ])
  }

  @Test func `dtp weighs by the focal loss of the averaged metric`() throws {
    var (weighting, context) = (try DynamicTaskPrioritization.made(), context)
    var signals = step([1, 1, 1])
    signals.forms = [.classes, .labels, .numbers]
    #expect(weighting.weights(for: signals, in: &context).weights == [1, 1, 1])
    signals.epoch = 2
    (signals.metrics, signals.validationLosses) = ([0.5, 1, 0.1], [1, 1, 0.75])
    // −(1 − κ) log κ at κ = ½, 1 and 1 − 0.75 / 1.
    let second = [0.34657359027997264, 0, 1.0397207708399179]
    expectClose(
      weighting.weights(for: signals, in: &context).weights, second, tolerance: 1e-14)
    // Within an epoch nothing is measured.
    signals.metrics = [0.1, 0.1, 0.1]
    expectClose(
      weighting.weights(for: signals, in: &context).weights, second, tolerance: 1e-14)
    signals.epoch = 3
    signals.metrics[0] = 0.9
    // κ̄ = (0.5 + 0.9) / 2, (1 + 0.1) / 2.
    let third = weighting.weights(for: signals, in: &context).weights
    expectClose(third, [0.10700248318161968, 0.26902665034002916, second[2]], tolerance: 1e-13)
  }

  @Test func `dtp by losses, scaled to the number of tasks`() throws {
    var context = context
    var weighting = try DynamicTaskPrioritization.made(with: [
      "kpi": .text("loss"), "gamma": .number(0), "alpha": .number(1), "normalize": .truth(true),
    ])
    #expect(weighting.needs == .losses)
    #expect(try DynamicTaskPrioritization.made().needs.contains(.validation))
    var signals = step([0.5, 0.75, 2])
    signals.initialLosses = [1, 1, 1]
    // κ = ½, ¼ and 1e-6, the least there is: −log κ goes as 1 : 2 : 19.93.
    let parts = [1, 2, 19.931568569324174]
    let scale = 3 / parts.reduce(0, +)
    expectClose(
      weighting.weights(for: signals, in: &context).weights, parts.map { $0 * scale },
      tolerance: 1e-13)
  }

  @Test func `go4align puts tasks of like losses into a group`() throws {
    var context = context
    var weighting = try GroupAlignment.made(with: ["beta": .number(0)])
    let weights = weighting.weights(for: step([1, 1.25, 10]), in: &context).weights
    // 12.25 / L / 3, the two near ones by their mean.
    let near = (12.25 / 3 + 9.8 / 3) / 2
    expectClose(weights, [near, near, 1.225 / 3], tolerance: 1e-14)
    var alike = try GroupAlignment.made(with: ["groups": .number(1)])
    let same = alike.weights(for: step([1, 1, 1]), in: &context).weights
    expectClose(same, [1, 1, 1], tolerance: 1e-14)
  }

  @Test func `go4align remembers the losses of all steps`() throws {
    var context = context
    var weighting = try GroupAlignment.made(with: ["beta": .number(0.5), "groups": .number(3)])
    _ = weighting.weights(for: step([1, 2, 4]), in: &context)
    let weights = weighting.weights(for: step([1, 1, 1]), in: &context).weights
    // Q by the sums 2, 3 and 5 of the losses.
    let powers = [exponential(-1), exponential(-1.5), exponential(-2.5)]
    let sum = powers.reduce(0, +)
    expectClose(weights, powers.map { 3 * $0 / sum }, tolerance: 1e-14)
  }

  @Test func `dwa's windows of steps stand for epochs`() throws {
    var context = context
    var weighting = try DynamicWeightAverage.made(
      with: ["window": .number(2), "temperature": .number(1)])
    let losses: [[Double]] = [[4, 1, 0], [2, 1, 0], [1, 1, 0], [2, 1, 0], [7, 3, 1]]
    for loss in losses.prefix(4) {
      #expect(weighting.weights(for: step(loss), in: &context).weights == [1, 1, 1])
    }
    // (1 + 2) / (4 + 2), 1, and a loss that was 0 as unchanged.
    let ratios = [0.5, 1, 1]
    let fifth = weighting.weights(for: step(losses[4]), in: &context).weights
    expectClose(fifth, normalizedExponentials(ratios).map { $0 * 3 }, tolerance: 1e-14)
    // (2 + 7) / (2 + 1), (1 + 3) / 2, and 1 / 0.
    let sixth = weighting.weights(for: step([1, 1, 1]), in: &context).weights
    expectClose(sixth, normalizedExponentials([3, 2, 1]).map { $0 * 3 }, tolerance: 1e-14)
    // Long past the first round of its ring.
    for _ in 0..<20 { _ = weighting.weights(for: step([2, 2, 2]), in: &context) }
    #expect(weighting.weights(for: step([1, 1, 1]), in: &context).weights == [1, 1, 1])
  }

  @Test func `prefer weighs in the proportions of its numbers`() throws {
    var context = context
    var weighting = try PreferenceWeighting.made(with: [
      "t0": .number(0.7), "t1": .number(0.3), "t2": .number(0),
    ])
    #expect(weighting.namedTasks == ["t0", "t1", "t2"])
    #expect(weighting.sourceText == "prefer(t0: 0.7, t1: 0.3, t2: 0)")
    expectClose(
      try weighting.weights(for: step([1, 1, 1]), in: &context).weights, [2.1, 0.9, 0],
      tolerance: 1e-14)
    // A task that takes no part leaves the others as they were.
    expectClose(
      try weighting.weights(for: step([1], of: [1]), in: &context).weights, [0.9],
      tolerance: 1e-14)
    var missing = try PreferenceWeighting.made(with: ["t0": .number(1)])
    #expect(throws: WeightingError.self) {
      try missing.weights(for: step([1, 1, 1]), in: &context)
    }
    #expect(throws: WeightingError.invalidPreference([0])) {
      try PreferenceWeighting.made(with: ["t0": .number(0)])
    }
  }

  @Test func `prefer is what a method's preference takes`() throws {
    var context = context
    let preferring = WeightingChoice(
      weighting: try PreferenceWeighting.made(with: ["t0": .number(1), "t1": .number(4)]))
    var method = try Tchebycheff.made(with: ["preference": .object(preferring)])
    #expect(method.namedTasks == ["t0", "t1"])
    let weights = try method.weights(for: step([3, 1], of: [0, 1]), in: &context).weights
    #expect(weights == [0, 4])
  }
}
