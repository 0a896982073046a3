import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// Gradients on other rows and at other parameters, and losses after the update.
@Suite struct TrainingProbeTests {
  private static func settings(
    _ choice: WeightingChoice, missing: Bool = false, accumulate: Int = 1, batch: Int = 20,
    layers: String...
  ) throws -> TrainingSettings {
    let row =
      layers.isEmpty
      ? try TrainingCases.layers("dense 8", "batch_norm", "tanh", "dropout 0.3")
      : try TrainingCases.layers(layers[0], layers[1])
    var settings = try TrainingCases.settings(
      tasks: TrainingCases.tasks(of: TrainingCases.table(missing: missing)),
      architecture: TrainingCases.hard(row), weighting: choice, epochs: 2, batch: batch)
    settings.tasks[2].weight = 0.5
    settings.accumulate = accumulate
    return settings
  }

  private static func spy(_ rows: String, own: Bool = false, at site: String = "shared") throws
    -> WeightingChoice
  {
    try SpyMethod.choice([
      ("probes", .text(rows)), ("own", .truth(own)), ("at", .text(site)),
    ])
  }

  @Test(
    "a probe of the step's rows finds the step's losses and gradients", arguments: [1, 3],
    [false, true])
  func batch(accumulate: Int, missing: Bool) throws {
    let weighting = try TrainingCases.weighting(
      "fixed", [("kind", .number(0.5)), ("up", .number(2))])
    let run = try TrainingCases.train(
      Self.settings(
        .combining(weighting, Self.spy("batch")), missing: missing, accumulate: accumulate))
    let seen = run.state.gradientMethodMemory.vectors
    expectClose(seen["probed losses"] ?? [], seen["losses"] ?? [1], tolerance: 1e-5)
    expectClose(seen["probed"] ?? [], seen["jacobian"] ?? [1], tolerance: 1e-4)
  }

  @Test(
    "gradients are the slopes of the losses at displaced parameters",
    arguments: ["batch", "sample", "validation"])
  func slopes(rows: String) throws {
    let run = try TrainingCases.train(Self.settings(Self.spy(rows, own: true)))
    let seen = run.state.gradientMethodMemory.vectors
    let jacobian = try #require(seen["probed"])
    let width = jacobian.count / 3
    #expect(width == run.model.parameterCount)
    let direction = (0..<width).map { Double(($0 * 37) % 11) / 11 - 0.5 }
    let products = (0..<3).map { task in
      (0..<width).reduce(0) { $0 + jacobian[task * width + $1] * direction[$1] }
    }
    expectClose(seen["slopes"] ?? [], products, tolerance: 0.02, scale: 0.1)
  }

  @Test("a probe of validation rows sees which of their targets are missing")
  func validationGaps() throws {
    // Every second validation row lacks its number; no training row does.
    let data = TrainingCases.table()
    let split = try data.effectiveSplit
    guard case .numbers(let numbers)? = data.column("up")?.values else { return }
    let gaps = Set(split.validation.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
    let missing = numbers.enumerated().map { gaps.contains($0.offset) ? .nan : $0.element }
    func probed(_ numbers: [Double], _ rows: [Int]) throws -> [Double] {
      var other = try data.with([
        ("up", Column(label: "up", values: .numbers(numbers), of: data))
      ])
      other.split = Split(train: split.train, validation: rows, test: split.test)
      let settings = try TrainingCases.settings(
        tasks: TrainingCases.tasks(of: other), weighting: Self.spy("validation"), epochs: 1,
        batch: 84)
      return try TrainingCases.train(settings)
        .state.gradientMethodMemory.vectors["probed losses"] ?? []
    }
    let found = try probed(missing, split.validation)
    let others = try probed(numbers, split.validation.filter { !gaps.contains($0) })
    #expect(abs(found[1] - others[1]) < 1e-5 * others[1])
    #expect(try abs(found[0] - probed(numbers, split.validation)[0]) < 1e-6)
  }

  @Test(
    "a probe changes nothing of the run", arguments: ["batch", "sample", "validation"],
    ["shared", "representation"])
  func unchanged(rows: String, site: String) throws {
    for (missing, accumulate) in [(false, 1), (true, 1), (true, 3)] {
      func run(_ rows: String) throws -> Run {
        try TrainingCases.train(
          Self.settings(Self.spy(rows, at: site), missing: missing, accumulate: accumulate))
      }
      let (plain, probed) = (try run("nothing"), try run(rows))
      #expect(plain.state.parameters == probed.state.parameters)
      #expect(plain.state.statistics == probed.state.statistics)
      #expect(plain.state.optimizer == probed.state.optimizer)
      #expect(plain.history.losses == probed.history.losses)
    }
  }

  @Test("samples are other batches in every step, and the same after a resume")
  func samples() throws {
    for rows in ["sample", "validation"] {
      let settings = try Self.settings(Self.spy(rows))
      let whole = try TrainingCases.train(settings)
      let trace = try #require(whole.state.gradientMethodMemory.vectors["trace"])
      #expect(trace.count == 30 && Set(trace).count == 30)
      let flag = InterruptFlag()
      let half = try Trainer.train(settings, interrupt: flag, observer: StopAfter(4, flag))
      let resumed = try Trainer.resume(half, interrupt: InterruptFlag())
      #expect(resumed.state.comparable == whole.state.comparable)
      if rows == "sample" {
        let seen = whole.state.gradientMethodMemory.vectors
        #expect(seen["other losses"] != seen["probed losses"])
      }
    }
  }

  @Test("without labelled validation rows a method that needs them is refused")
  func noValidation() throws {
    var data = TrainingCases.table()
    data.split = Split(train: Array(0..<100), validation: [], test: Array(100..<120))
    var settings = try Self.settings(Self.spy("validation"))
    settings.tasks = try TrainingCases.tasks(of: data)
    #expect(throws: TrainingError.noValidationRows(argument: "weighting")) {
      try TrainingCases.train(settings)
    }
    settings.weighting = try Self.spy("sample")
    #expect(try TrainingCases.train(settings).state.step == 10)
    // One data set of two has some: the others' tasks have no gradient there.
    settings.weighting = try Self.spy("validation")
    settings.tasks[1] = try TrainingCases.tasks(of: TrainingCases.table(seed: 8))[1]
    let losses = try #require(
      TrainingCases.train(settings).state.gradientMethodMemory.vectors["probed losses"])
    #expect(losses[0] == 0 && losses[1] > 0 && losses[2] == 0)
  }

  @Test("losses after the update are those that the next look at the same rows finds")
  func updated() throws {
    for (batch, accumulate) in [(84, 1), (24, 4)] {
      for method in [nil, try SpyMethod.choice().gradientMethod] {
        var choice = try SpyWeighting.choice([("sees", .text("updates"))])
        choice.gradientMethod = method
        // All rows are in each step; without dropout, a step begins where the last one ended.
        var settings = try Self.settings(
          choice, accumulate: accumulate, batch: batch, layers: "dense 8", "tanh")
        settings.epochs = 4
        let seen = try TrainingCases.train(settings).state.weightingMemory.vectors
        let (before, after) = (seen["losses"] ?? [], seen["updated"] ?? [])
        #expect(before.count == 12 && after.count == 12)
        expectClose(Array(before.dropFirst(3)), Array(after.dropLast(3)), tolerance: 1e-5)
      }
    }
  }

  @Test("looking at updated losses changes nothing of the run", arguments: [1, 3])
  func updatedChangesNothing(accumulate: Int) throws {
    func run(_ sees: String) throws -> Run {
      try TrainingCases.train(
        Self.settings(SpyWeighting.choice([("sees", .text(sees))]), accumulate: accumulate))
    }
    let (plain, looking) = (try run("nothing"), try run("updates"))
    #expect(plain.state.parameters == looking.state.parameters)
    #expect(plain.state.statistics == looking.state.statistics)
    // With the step's own masks: a loss falls in most steps.
    let seen = looking.state.weightingMemory.vectors
    let falls = zip(seen["losses"] ?? [], seen["updated"] ?? []).filter { $0 > $1 }.count
    #expect(falls * 3 > (seen["losses"] ?? []).count * 2)
  }

  @Test("an answer that is no number ends the run and names the method")
  func notFinite() throws {
    #expect(throws: WeightingError.notFinite(method: "spy", step: 1)) {
      try TrainingCases.train(Self.settings(SpyMethod.choice([("gives", .text("nan"))])))
    }
    #expect(throws: WeightingError.notFinite(method: "spy_weights", step: 1)) {
      try TrainingCases.train(
        Self.settings(SpyWeighting.choice([("nan", .truth(true)), ("sees", .text("nothing"))])))
    }
  }

  @Test("a step whose loss is no number afterwards leaves the parameters as they were")
  func rolledBack() throws {
    var settings = try Self.settings(
      SpyWeighting.choice([("sees", .text("updates"))]), layers: "dense 8", "relu")
    settings.optimizer = try TrainingCases.make(Optimizers.all, "sgd", [(nil, .number(1e30))])
    let loop = try TrainingLoop(settings)
    let start = loop.snapshot
    #expect(throws: TrainingError.self) { try loop.step() }
    #expect(loop.snapshot.parameters == start.parameters)
    #expect(loop.snapshot.step == 0)
  }
}
