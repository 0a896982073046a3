import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

@Suite struct ComparisonTests {
  private func request(seeds: [Int], epochs: Int = 3) throws -> ComparisonRequest {
    let heads = Value.record(
      Record([.init("up", try TrainingCases.layers("dense 4", "tanh"))]))
    return ComparisonRequest(
      settings: try TrainingCases.settings(epochs: epochs),
      architectures: [.init("trunk", try TrainingCases.hard(heads: heads))],
      weightings: [
        .init("equal", try TrainingCases.weighting("equal")),
        .init("surgery", try TrainingCases.weighting("pcgrad")),
      ], seeds: seeds)
  }

  @Test("every mix and every task alone is trained with every seed")
  func whole() throws {
    let flag = InterruptFlag()
    let reports = StopAfter(-1, flag)
    let comparison = try Comparison.run(
      request(seeds: [1, 2, 5]), interrupt: flag, observer: reports)
    #expect(comparison.ending == .finished)
    #expect(comparison.rows.map(\.weighting) == ["equal", "surgery"])
    #expect(comparison.baselines.count == 3)
    for row in comparison.rows + comparison.baselines {
      #expect(row.runs.map(\.settings.seed) == [1, 2, 5])
    }
    // Alone, a task has the inputs that it has among the others.
    #expect(comparison.baselines[1].runs[0].tasks.map(\.name) == ["up"])
    #expect(comparison.baselines[1].runs[0].inputColumns(ofTask: 0) == ["x0", "x1", "x2", "x3"])
    #expect(reports.reports.last?.run == 15 && reports.reports.last?.runCount == 15)
    #expect(reports.reports.last?.title == "trunk · surgery · seed 5")
    #expect(reports.reports.first?.title == "kind alone · seed 1")
    // A run of a comparison is the run that `train` gives.
    var settings = try request(seeds: []).settings
    settings.architecture = try request(seeds: []).architectures[0].method
    settings.weighting = try TrainingCases.weighting("equal")
    settings.seed = 2
    let alone = try TrainingCases.train(settings)
    #expect(alone.state.parameters == comparison.rows[0].runs[1].state.parameters)
  }

  @Test("an interrupted comparison keeps the runs that were finished")
  func interrupted() throws {
    let flag = InterruptFlag()
    // Each run has 18 steps: three alone and one mix are done, the second mix has begun.
    let comparison = try Comparison.run(
      request(seeds: [1, 2]), interrupt: flag, observer: StopAfter(80, flag))
    #expect(comparison.ending == .interrupted)
    #expect(comparison.baselines.map(\.runs.count) == [1, 1, 1])
    #expect(comparison.rows.map(\.runs.count) == [1])
    #expect(comparison.rows[0].runs[0].ending == .finished)
    #expect(comparison.deltaM(in: comparison.rows[0]).deviation == nil)
  }

  @Test("a mix that diverges costs only its own run")
  func failures() throws {
    var request = try request(seeds: [1])
    let wild = try TrainingCases.weighting("fixed", [("up", .number(1e30))])
    request.weightings[1] = .init("wild", wild)
    request.settings.optimizer = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
    let comparison = try Comparison.run(request, interrupt: InterruptFlag())
    #expect(comparison.rows.map(\.runs.count) == [1, 0])
    #expect(comparison.rows[1].failures.map(\.seed) == [1])
    #expect(comparison.deltaM(in: comparison.rows[1]).mean.isNaN)
    #expect(comparison.transfer(ofTask: 0, in: comparison.rows[1]) == .none)
  }

  @Test("a mix that cannot be trained is found before any run")
  func checkedFirst() throws {
    var request = try request(seeds: [1])
    request.weightings.append(
      .init("odd", try TrainingCases.weighting("fixed", [("ink", .number(1))])))
    let flag = InterruptFlag()
    let reports = StopAfter(-1, flag)
    #expect(throws: WeightingError.unknownTask("ink", tasks: ["kind", "up", "down"])) {
      try Comparison.run(request, interrupt: flag, observer: reports)
    }
    #expect(reports.reports.isEmpty)
  }

  /// A comparison of two tasks, accuracy and rmse, with given figures.
  private func comparison(mixed: [[Double]], alone: [[Double]]) throws -> Comparison {
    let names = ["accuracy", "rmse"]
    var template = try TrainingCases.train(TrainingCases.settings(epochs: 0))
    func run(_ figures: [(Int, Double)]) -> Run {
      template.test = figures.map { task, value in
        TaskScores(
          task: names[task], rowCount: 9, loss: 0,
          metrics: [.init(name: names[task], value: value, isHigherBetter: task == 0)])
      }
      return template
    }
    let rows = Comparison.Row(
      architecture: "a", weighting: "w", runs: mixed.map { run(Array($0.enumerated())) })
    let baselines = (0..<2).map { task in
      Comparison.Row(
        architecture: "a", weighting: "alone", runs: alone.map { run([(task, $0[task])]) })
    }
    return Comparison(
      tasks: ["digit", "ink"], seeds: [1, 2, 3], rows: [rows], baselines: baselines,
      ending: .finished, time: .zero, sourceText: "")
  }

  @Test("Δm, deviations and negative transfer are what their formulas say")
  func statistics() throws {
    let comparison = try comparison(
      mixed: [[0.90, 2.2], [0.92, 2.0], [0.94, 2.4]],
      alone: [[0.80, 2.0], [0.80, 1.9], [0.80, 2.1]])
    let row = comparison.rows[0]
    let digit = comparison.summary(ofTask: 0, in: row)
    #expect(abs(digit.mean - 0.92) < 1e-12)
    #expect(abs((digit.deviation ?? 0) - 0.02) < 1e-12)
    #expect(abs((digit.standardError ?? 0) - 0.02 / 3.0.squareRoot()) < 1e-12)
    // Run by run: (0.125 − 0.1) / 2, (0.15 − 0) / 2, (0.175 − 0.2) / 2.
    let delta = comparison.deltaM(in: row)
    #expect(abs(delta.mean - (0.0125 + 0.075 - 0.0125) / 3) < 1e-12)
    #expect(delta.count == 3 && delta.deviation != nil)
    #expect(comparison.transfer(ofTask: 0, in: row) == .none)
    // Worse by 0.2; the difference's standard error is √(0.04 / 3 + 0.01 / 3) = 0.129.
    #expect(comparison.transfer(ofTask: 1, in: row) == .stronglyNegative)
  }

  @Test("less than a standard error is negative, not strongly so; a single seed is never strong")
  func transfer() throws {
    let close = try comparison(
      mixed: [[0.79, 2], [0.81, 2], [0.77, 2]], alone: [[0.80, 2], [0.82, 2], [0.78, 2]])
    #expect(close.transfer(ofTask: 0, in: close.rows[0]) == .negative)
    #expect(close.transfer(ofTask: 1, in: close.rows[0]) == .none)
    let one = try comparison(mixed: [[0.2, 9]], alone: [[0.9, 1]])
    #expect(one.transfer(ofTask: 0, in: one.rows[0]) == .negative)
    #expect(one.summary(ofTask: 0, in: one.rows[0]).deviation == nil)
  }

  @Test("a task that is 0 or undefined alone is left out of Δm, and named")
  func zeroBaseline() throws {
    let zero = try comparison(mixed: [[0.6, 1], [0.6, 1]], alone: [[0.5, 0], [0.5, 0]])
    #expect(abs(zero.deltaM(in: zero.rows[0]).mean - 0.2) < 1e-12)
    #expect(zero.tasksWithoutChange == ["ink"])
    #expect(zero.transfer(ofTask: 1, in: zero.rows[0]) == .stronglyNegative)
    let none = try comparison(mixed: [[0.6, 1]], alone: [[.nan, 0]])
    #expect(none.deltaM(in: none.rows[0]).mean.isNaN)
    #expect(none.deltaM(in: none.rows[0]).count == 0)
  }
}
