import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

/// A gradient method that gives every gradient a weight, or their sum as a direction.
private struct PlainSum: GradientMethod {
  static let descriptor = MethodDescriptor(
    "plain_sum", gives: .weighting, needs: [.gramian, .jacobian], "the sum",
    [.truth("direction", default: false, "whether it gives the direction itself")])
  let arguments: Arguments
  var origin: ValueOrigin?

  init(_ arguments: Arguments) { self.arguments = arguments }

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard arguments["direction"] == true else {
      return .weights(gradients.signals.ones)
    }
    let size = gradients.jacobian.count / gradients.taskCount
    return .vector(
      (0..<size).map { i in
        (0..<gradients.taskCount).reduce(0) { $0 + gradients.jacobian[$1 * size + i] }
      })
  }
}

/// A gradient method that looks at nothing but inner products, and weighs every gradient alike.
private struct PlainWeights: GradientMethod {
  static let descriptor = MethodDescriptor(
    "plain_weights", gives: .weighting, needs: .gramian, "the sum", [])
  let arguments = Arguments([:])
  var origin: ValueOrigin?

  init(_ arguments: Arguments = Arguments([:])) {}

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  { .weights(gradients.signals.ones) }
}

@Suite struct TrainingGradientTests {
  /// The parameters after one epoch of plain gradient descent, in batches of 20.
  private func trained(
    _ choice: WeightingChoice, missing: Bool, architecture: (any Architecture)? = nil
  ) throws -> Run {
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
    return try TrainingCases.train(
      TrainingCases.settings(
        tasks: TrainingCases.tasks(of: TrainingCases.table(missing: missing)),
        architecture: architecture, weighting: choice, epochs: 1, batch: 20, optimizer: sgd))
  }

  private func plainSum(direction: Bool, with weighting: WeightingChoice) -> WeightingChoice {
    var choice = weighting
    choice.gradientMethod = PlainSum(Arguments(["direction": .truth(direction)]))
    return choice
  }

  private func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test(
    "the sum of the tasks' gradients is the gradient of the sum, missing targets or not",
    arguments: [false, true], ["hard", "mmoe"])
  func sum(missing: Bool, name: String) throws {
    let expert = try TrainingCases.layers("dense 8", "relu")
    let architecture =
      name == "hard"
      ? try TrainingCases.hard()
      : try TrainingCases.make(
        Architectures.all, "mmoe", [("experts", .number(3)), ("expert", expert)],
        as: (any Architecture).self)
    let weighting = try TrainingCases.weighting(
      "fixed", [("kind", .number(0.5)), ("up", .number(2))])
    let summed = try trained(weighting, missing: missing, architecture: architecture)
    for direction in [false, true] {
      let separate = try trained(
        plainSum(direction: direction, with: weighting), missing: missing,
        architecture: architecture)
      let difference = largestDifference(summed.state.parameters, separate.state.parameters)
      #expect(difference < 1e-5, "\(name), direction \(direction)")
      #expect(summed.history.losses.count == separate.history.losses.count)
    }
  }

  // Layers so wide that their gradients are not multiplied out; those of two data sets are.
  @Test(
    "weights of gradients that are not multiplied out", arguments: [false, true], [false, true])
  func products(missing: Bool, severalSets: Bool) throws {
    let encoder = try TrainingCases.layers("dense 160", "relu", "dense 96", "tanh", "dropout 0.2")
    var tasks = try TrainingCases.tasks(of: TrainingCases.table(missing: missing))
    if severalSets {
      let other = TrainingCases.table(rows: 90, missing: missing, seed: 4)
      tasks[1] = try TrainingCases.tasks(of: other)[1]
    }
    func trained(_ choice: WeightingChoice) throws -> Run {
      let sgd = try TrainingCases.make(
        Optimizers.all, "sgd", [(nil, .number(0.01))], as: (any Optimizer).self)
      return try TrainingCases.train(
        TrainingCases.settings(
          tasks: tasks, architecture: TrainingCases.hard(encoder), weighting: choice, epochs: 2,
          batch: 20, optimizer: sgd))
    }
    let weighting = try TrainingCases.weighting(
      "fixed", [("kind", .number(0.5)), ("up", .number(2))])
    var separate = weighting
    separate.gradientMethod = PlainWeights()
    let (a, b) = (try trained(weighting), try trained(separate))
    #expect(largestDifference(a.state.parameters, b.state.parameters) < 1e-5)
    // All but the steps after the first of an epoch are measured beside as by the method.
    #expect(a.history.gradientNorms.count == b.history.gradientNorms.count)
    #expect(b.history.gradientNorms.joined().allSatisfy { $0 > 0 })
  }

  @Test("norms and cosines measured beside a run are those that gradient methods see")
  func measured() throws {
    // One step an epoch: the first step of the epoch is all of it.
    func run(_ choice: WeightingChoice) throws -> Run {
      try TrainingCases.train(TrainingCases.settings(weighting: choice, epochs: 1, batch: 200))
    }
    let beside = try run(WeightingChoice())
    let seen = try run(plainSum(direction: false, with: WeightingChoice()))
    for (a, b) in zip(beside.normCurves.series, seen.normCurves.series) {
      #expect(abs(a.values[0] - b.values[0]) < 1e-5 * b.values[0])
    }
    for (a, b) in zip(beside.conflictCurves.series, seen.conflictCurves.series) {
      #expect(abs(a.values[0] - b.values[0]) < 1e-5)
    }
  }

  @Test("rows without a target do not touch the task's loss or gradient")
  func masked() throws {
    // Training on all rows with gaps is training on the rows that have a target.
    let gaps = TrainingCases.table(missing: true)
    let full = TrainingCases.table(missing: false)
    let split = try gaps.effectiveSplit
    func run(_ data: Dataset, train rows: [Int]) throws -> Run {
      var data = data
      data.split = Split(train: rows, validation: split.validation, test: split.test)
      data.standardizesInputs = false
      let from = Value.list(
        try ["x0", "x1", "x2", "x3"].map { .object(try data.requireColumn($0)) })
      let other = try TrainingCases.task("classify", data.column("kind"), [("from", from)])
      var task = try TrainingCases.task("regress", data.column("up"), [("from", from)])
      task.name = "up"
      let sgd = try TrainingCases.make(
        Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
      var settings = try TrainingCases.settings(
        tasks: [task, other], epochs: 1, batch: 200, optimizer: sgd)
      settings.weighting = try TrainingCases.weighting("fixed", [("kind", .number(0))])
      return try TrainingCases.train(settings)
    }
    // 'kind' has all rows and weighs nothing; without it, rows without 'up' would be left out.
    let masked = try run(gaps, train: split.train)
    let labelled = try run(full, train: split.train.filter { $0 % 3 != 0 })
    #expect(abs(masked.history.losses[0][0] - labelled.history.losses[0][0]) < 1e-6)
    #expect(largestDifference(masked.state.parameters, labelled.state.parameters) < 1e-6)
    #expect(masked.history.losses[1][0] != labelled.history.losses[1][0])
  }

  @Test(
    "gradient methods learn with targets that are never in one row", arguments: ["pcgrad", "mgda"])
  func disjoint(name: String) throws {
    let run = try TrainingCases.train(
      TrainingCases.settings(
        tasks: TrainingCases.tasks(of: TrainingCases.table(rows: 400, missing: true)),
        weighting: TrainingCases.weighting(name), epochs: 60))
    #expect(run.test[1]["r2"] ?? 0 > 0.7)
    #expect(run.test[2]["r2"] ?? 0 > 0.7)
    #expect(run.state.parameters.allSatisfy { $0.isFinite })
  }

  @Test("uncertainty's own parameters move with the network's")
  func learned() throws {
    let run = try TrainingCases.train(
      TrainingCases.settings(weighting: TrainingCases.weighting("uncertainty"), epochs: 20))
    #expect(run.state.parameters.count == run.model.parameterCount + 3)
    #expect(run.state.parameters.suffix(3).allSatisfy { $0 != 0 && $0.isFinite })
    // The smaller a loss, the larger its weight.
    let weights = run.weightCurves.series.map { $0.values.last ?? 0 }
    #expect(weights.allSatisfy { $0 > 0.2 })
    #expect(Set(weights).count == 3)
  }
}
