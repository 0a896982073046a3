import TandemCatalog
import TandemData
import TandemTensors
import Testing

@testable import TandemLearning

/// Losses that look at their targets: weights by class, ignored classes, counts.
@Suite struct WeightedLossTests {
  private static let rows = 120
  private static let counts = (0..<rows).map { Double($0 % 5) }

  /// 'kind' is a word in three rows of four: ten 'a', the rest 'b' and 'c' by turns; 'count' counts.
  private static func table() -> Dataset {
    var generator = Generator(seed: 8)
    let codes = (0..<rows).map { $0 % 4 == 3 ? -1 : ($0 < 12 ? 0 : 1 + $0 % 2) }
    let x = codes.map { code in
      Double(code) + 0.3 * Double(generator.nextUniform())
    }
    let table = Table(
      [
        ("x", .numbers(x)), ("kind", .categories(codes: codes, levels: ["a", "b", "c"])),
        ("count", .numbers(counts)), ("debt", .numbers(counts.map { 2 - $0 })),
      ], rowCount: rows)
    var data = Dataset(table, sourceText: "table()")
    data.split = Split(
      train: Array(0..<80), validation: Array(80..<100), test: Array(100..<rows))
    return data
  }

  private static func loss(_ name: String, _ label: String? = nil, _ value: Value = .none) throws
    -> Value
  {
    let arguments = label.map { [($0 as String?, value)] } ?? []
    return .object(try TrainingCases.make(Losses.all, name, arguments, as: (any Loss).self))
  }

  private static func task(
    _ kind: String = "classify", _ column: String = "kind", _ loss: Value? = nil
  ) throws -> LearningTask {
    try TrainingCases.task(kind, table().column(column), loss.map { [("loss", $0)] } ?? [])
  }

  @Test func `balanced classes weigh n over C n_c, counted in the training rows`() throws {
    let task = try Self.task(
      "classify", "kind", Self.loss("cross_entropy", "weights", .text("balanced")))
    #expect(task.loss.sourceText == "cross_entropy(weights: balanced)")
    let data = try Preparation(tasks: [task], excludedInputs: [])
    // Of rows 0..<80 sixty have a word: 9 'a', the others 17 'b' and 34 'c'.
    let weights = (0..<3).map { data.tasks[0].loss.weight(ofTarget: Float($0)) }
    let found = weights.map { 60 / (3 * Double($0)) }
    #expect(found.map { $0.rounded() } == [9, 34, 17])
    #expect(
      data.targets[0].isMasked
        && data.targets[0].counts?.prefix(4) == [weights[0], weights[0], weights[0], 0])
  }

  @Test func `the mean of a batch is by weight, without the rows that lack a target`() throws {
    let weights = Value.list([.number(2), .number(0.5), .number(0)])
    let task = try Self.task("classify", "kind", Self.loss("cross_entropy", "weights", weights))
    let target = try CodedTarget(task, task.targets, rows: Array(0..<80))
    // Two of 'a', one missing, one of 'c' (weight 0), one of 'b'.
    let rows = [0, 1, 3, 13, 12]
    #expect(rows.map { target.values[$0] }.map { $0.isNaN ? -1 : $0 } == [0, 0, -1, 2, 1])
    let input = TargetInput(target, rowCount: rows.count)
    let scores = Tensor((0..<15).map { Float($0 % 4) }, [5, 3])
    let plan = Plan(stages: [[.init(try input.loss(task.loss, of: scores))]])
    #expect(input.fill(rows, of: target))
    plan.run()
    let plain = try CrossEntropy().values(
      outputs: scores, targets: Tensor([0, 0, 0, 2, 1], [5, 1])
    ).values.map(Double.init)
    let mean = (2 * plain[0] + 2 * plain[1] + 0.5 * plain[4]) / 4.5
    expectClose([Double(plan.result(0).pointer[0])], [mean], tolerance: 1e-6)
    // Alone, rows that count nothing are as a batch without targets.
    #expect(!input.fill([3, 13, 3, 13, 3], of: target))
  }

  @Test func `an ignored class is missing in the loss, in metrics and in new rows`() throws {
    let task = try Self.task(
      "classify", "kind", Self.loss("cross_entropy", "ignore", .text("b")))
    let target = try CodedTarget(task, task.targets)
    #expect(target.values[12].isNaN && target.values[13] == 2 && task.loss.isIgnored(1))
    let settings = try TrainingCases.settings(tasks: [task], epochs: 30, batch: 8)
    let run = try TrainingCases.train(settings)
    let labelled = (80..<100).filter { $0 % 4 != 3 && $0 % 2 == 1 }
    #expect(run.validation[0].rowCount == labelled.count)
    #expect(run.validation[0].metrics[0].value == 1)
    let all = try Trainer.evaluate(run, on: Self.table()).scores[0]
    #expect(all.rowCount == (0..<Self.rows).count { !target.targets($0).contains { $0.isNaN } })
  }

  @Test func `weights by name, and what does not suit the classes`() throws {
    func classWeights(_ value: Value, argument: String = "weights") throws -> [Float] {
      let task = try Self.task(
        "classify", "kind", Self.loss("cross_entropy", argument, value))
      return (0..<3).map { task.loss.weight(ofTarget: Float($0)) }
    }
    func record(_ entries: [(String, Double)]) -> Value {
      .record(Record(entries.map { .init($0.0, .number($0.1)) }))
    }
    #expect(try classWeights(record([("b", 3), ("else", 0.5)])) == [0.5, 3, 0.5])
    func problem(_ problem: WeightProblem, _ argument: String = "weights") -> TaskError {
      .unsuitableWeights(
        problem, argument: argument, levels: ["a", "b", "c"], form: .classes, origin: nil)
    }
    #expect(throws: problem(.count(given: 2))) {
      try classWeights(.list([.number(1), .number(2)]))
    }
    #expect(throws: problem(.unknown(name: "d"))) { try classWeights(record([("d", 1)])) }
    #expect(throws: problem(.missing(level: "b"))) { try classWeights(record([("a", 1)])) }
    #expect(throws: problem(.unknown(name: "d"), "ignore")) {
      try classWeights(.text("d"), argument: "ignore")
    }
    #expect(throws: problem(.oneForAll, "alpha")) {
      try Self.task("classify", "kind", Self.loss("focal", "alpha", .number(0.25)))
    }
  }

  @Test func `poisson predicts counts, and takes nothing below 0`() throws {
    let loss = try Self.loss("poisson")
    let run = try TrainingCases.train(
      TrainingCases.settings(tasks: [Self.task("regress", "count", loss)], epochs: 40))
    // 'debt' tells the count; scored by the outputs themselves, its logarithm, this would be above 1.
    let prediction = try Trainer.predict(run, task: "count", rows: Self.table())
    guard case .numbers(let numbers) = prediction.values else { return }
    #expect(zip(numbers, Self.counts).allSatisfy { abs($0 - $1) < 1 })
    #expect(try #require(run.test[0].metrics.first).value < 0.5)
    #expect(throws: TaskError.negativeCount(loss: "poisson", value: -1, origin: nil)) {
      try Self.task("regress", "debt", loss)
    }
  }

  @Test func `losses of whole rows take rows that have all their targets`() throws {
    let labels = Value.list(
      try ["a", "b"].map { name in
        .object(try #require(Self.labels.column(name)))
      })
    let task: LearningTask = try TrainingCases.make(
      Tasks.all, "multilabel", [(nil, labels), ("loss", Self.loss("dice", "smooth", .number(1)))])
    let target = try CodedTarget(task, task.targets, rows: [0, 1, 2])
    #expect(target.lossSize == 1 && target.counts == [1, 0, 1, 1])
    let outputs = Tensor([3, -3, 1, 1, -2, 2], [3, 2])
    let input = TargetInput(target, rowCount: 3)
    let plan = Plan(stages: [[.init(try input.loss(task.loss, of: outputs))]])
    #expect(input.fill([0, 1, 2], of: target))
    plan.run()
    let values = try task.loss.values(
      outputs: outputs, targets: Tensor([1, 0, 1, 0, 0, 1], [3, 2])
    ).values
    expectClose(
      [Double(plan.result(0).pointer[0])], [Double(values[0] + values[2]) / 2], tolerance: 1e-6)
    let scores = try task.scores(
      outputs: outputs.values, targets: target, rows: [0, 1, 2], metricLimit: 0)
    expectClose([scores.loss], [Double(values[0] + values[2]) / 2], tolerance: 1e-6)
  }

  private static let labels = Dataset(
    Table(
      [
        ("a", .numbers([1, 1, 0, 1])), ("b", .numbers([0, .nan, 1, 1])),
        ("x", .numbers([1, 2, 3, 4])),
      ],
      rowCount: 4), sourceText: "labels()")
}
