import TandemCatalog
import TandemData
import Testing

@testable import TandemLearning

/// Tasks: what targets they take, how these are coded, and which errors say that one does not fit.
@Suite struct TaskTests {
  private static let table = Table(
    [
      ("digit", .numbers([7, 2, .nan, 7, 0])),
      ("size", .numbers([1.5, 2, .nan, -3, 2])),
      ("color", .categories(codes: [2, 0, -1, 2, 0], levels: ["red", "green", "blue"])),
      ("sick", .truths([1, 0, .nan, 1, 1])),
      ("flag", .numbers([0, 1, 1, .nan, 0])),
      ("same", .numbers([4, 4, .nan, 4, 4])),
      ("empty", .numbers([.nan, .nan, .nan, .nan, .nan])),
      ("endless", .numbers([1, .infinity, 2, 3, 4])),
      ("image", .arrays(values: Array(repeating: 1, count: 20), sizes: [1, 2, 2])),
    ], rowCount: 5)
  private let data = Dataset(table, sourceText: "csv(\"a.csv\")")

  private func column(_ name: String) throws -> Column { try #require(data.column(name)) }

  private func make(
    _ kind: String, _ target: Value, _ rest: [WrittenArgument] = []
  ) throws -> LearningTask {
    let entry = try #require(Tasks.all.first { $0.descriptor.name == kind })
    let bound = try entry.descriptor.bind([WrittenArgument(target)] + rest)
    guard case .object(let object) = try entry.make(bound) else {
      throw WeightingLaws.MissingChoice()
    }
    return try #require(object as? LearningTask)
  }

  private func make(
    _ kind: String, _ columns: String..., with rest: [WrittenArgument] = []
  ) throws -> LearningTask {
    let objects = try columns.map { Value.object(try column($0)) }
    return try make(kind, objects.count == 1 ? objects[0] : .list(objects), rest)
  }

  /// Codes with NaN as −1, so that they compare.
  private func codes(_ values: [Float]) -> [Float] { values.map { $0.isNaN ? -1 : $0 } }

  @Test func `classes are the distinct values, in order`() throws {
    let digit = try make("classify", "digit")
    #expect(digit.method.levels == ["0", "2", "7"])
    #expect(digit.method.outputSize == 3 && digit.method.targetSize == 1)
    #expect(codes(try digit.codedTargets()) == [2, 1, -1, 2, 0])
    let color = try make("classify", "color")
    #expect(color.method.levels == ["red", "blue"])
    #expect(codes(try color.codedTargets()) == [1, 0, -1, 1, 0])
    let sick = try make("classify", "sick")
    #expect(sick.method.levels == ["false", "true"])
    #expect(codes(try sick.codedTargets()) == [1, 0, -1, 1, 1])
  }

  @Test func `predictions are of the target's own type`() throws {
    let scores: [Float] = [0, 1, 3, 5, 1, 1]
    #expect(try make("classify", "digit").method.decode(scores) == .numbers([7, 0]))
    #expect(
      try make("classify", "color").method.decode([2, 1, 0, 4])
        == .categories(codes: [0, 1], levels: ["red", "blue"]))
    #expect(try make("classify", "sick").method.decode([2, 1, 0, 4]) == .truths([0, 1]))
    #expect(try make("regress", "size").method.decode([1.5, -2]) == .numbers([1.5, -2]))
  }

  @Test func `defaults are those of the kind of task`() throws {
    let classify = try make("classify", "digit")
    #expect(classify.loss.sourceText == "cross_entropy()")
    #expect(classify.metrics.map(\.sourceText) == ["accuracy()"])
    let regress = try make("regress", "size")
    #expect(regress.loss.sourceText == "mean_squared()")
    #expect(regress.metrics.map(\.sourceText) == ["rmse()", "r2()"])
    let labels = try make("multilabel", "sick", "flag")
    #expect(labels.loss.sourceText == "binary_cross_entropy()")
    #expect(labels.metrics.map(\.sourceText) == ["f1()", "auc()"])
    #expect(classify.name == "digit" && classify.weight == 1 && classify.inputs == nil)
  }

  @Test func `a task is written as the call that makes it again`() throws {
    #expect(try make("classify", "digit").sourceText == "classify(csv(\"a.csv\").digit)")
    let options: [WrittenArgument] = [
      .init(label: "loss", .object(HuberLoss(delta: 0.1))),
      .init(label: "metrics", .list([.object(MeanAbsoluteDeviation()), .object(Determination())])),
      .init(label: "from", .object(try column("image"))), .init(label: "weight", .number(2)),
    ]
    let task = try make("regress", "size", with: options)
    #expect(
      task.sourceText(target: "rows.size")
        == "regress(rows.size, loss: huber(0.1), metrics: [mae(), r2()], weight: 2)")
    #expect(task.sourceText.hasSuffix("from: [csv(\"a.csv\").image], weight: 2)"))
    let labels = try make("multilabel", "sick", "flag")
    #expect(labels.sourceText == "multilabel([csv(\"a.csv\").sick, csv(\"a.csv\").flag])")
  }

  @Test func `a classification needs two classes`() throws {
    #expect(
      throws: TaskError.tooFewClasses(column: "same", classes: ["4"], missing: 1)
    ) { try make("classify", "same") }
    #expect(
      throws: TaskError.tooFewClasses(column: "empty", classes: [], missing: 5)
    ) { try make("classify", "empty") }
  }

  @Test func `numbers that are no classes are refused`() throws {
    #expect(throws: TaskError.fractionalClass(column: "size", value: 1.5)) {
      try make("classify", "size")
    }
    #expect(throws: TaskError.notFinite(column: "endless", row: 1)) {
      try make("classify", "endless")
    }
    let many = Dataset(
      Table([("id", .numbers((0..<1001).map(Double.init)))], rowCount: 1001), sourceText: "many")
    let ids = Value.object(try #require(many.column("id")))
    #expect(throws: TaskError.tooManyClasses(column: "id", count: 1001, limit: 1000)) {
      try make("classify", ids)
    }
  }

  @Test func `a target of the wrong type is refused`() throws {
    #expect(
      throws: TaskError.unsuitableTarget(
        kind: "classify", column: "image", holds: .arrays([1, 2, 2]))
    ) { try make("classify", "image") }
    #expect(
      throws: TaskError.unsuitableTarget(kind: "regress", column: "color", holds: .categories)
    ) { try make("regress", "color") }
    #expect(
      throws: TaskError.unsuitableTarget(kind: "multilabel", column: "color", holds: .categories)
    ) { try make("multilabel", "sick", "color") }
    #expect(throws: TaskError.notBinary(column: "digit", value: 7)) {
      try make("multilabel", "digit")
    }
    #expect(throws: TaskError.noValues(column: "empty")) { try make("regress", "empty") }
    #expect(throws: TaskError.noValues(column: "empty")) { try make("multilabel", "empty") }
    #expect(throws: TaskError.notFinite(column: "endless", row: 1)) {
      try make("regress", "endless")
    }
    #expect(throws: TaskError.noColumns(kind: "multilabel")) { try make("multilabel", .list([])) }
    #expect(throws: TaskError.repeatedColumn(column: "sick")) {
      try make("multilabel", "sick", "sick")
    }
  }

  @Test func `losses and metrics must suit the kind of task`() throws {
    #expect(
      throws: TaskError.unsuitableLoss(
        kind: "classify", loss: "huber", origin: nil,
        suitable: ["cross_entropy", "focal", "kl", "cosine_distance"])
    ) { try make("classify", "digit", with: [.init(label: "loss", .object(HuberLoss()))]) }
    #expect(
      throws: TaskError.unsuitableMetric(
        kind: "regress", metric: "f1", origin: nil, suitable: ["rmse", "mae", "r2"])
    ) { try make("regress", "size", with: [.init(label: "metrics", .object(F1()))]) }
  }

  @Test func `target and inputs are of the same rows`() throws {
    let other = Dataset(Table([("x", .numbers([1, 2]))], rowCount: 2), sourceText: "other")
    let x = Value.object(try #require(other.column("x")))
    #expect(
      throws: TaskError.differentData(first: "csv(\"a.csv\").digit", second: "other.x")
    ) { try make("classify", "digit", with: [.init(label: "from", x)]) }
    #expect(throws: TaskError.self) {
      try make("multilabel", .list([.object(try column("sick")), x]))
    }
  }

  @Test func `other rows are coded by value, and an unknown class is an error`() throws {
    let task = try make("classify", "color")
    func column(_ codes: [Int], _ levels: [String]) throws -> Column {
      let table = Table(
        [("color", .categories(codes: codes, levels: levels))], rowCount: codes.count)
      return try #require(Dataset(table, sourceText: "new").column("color"))
    }
    #expect(codes(try task.method.encode([column([1, 0, -1], ["blue", "red"])])) == [0, 1, -1])
    #expect(
      throws: TaskError.unknownClass(
        column: "color", value: "green", row: 1, known: ["red", "blue"])
    ) { try task.method.encode([column([0, 1], ["red", "green"])]) }
    #expect(throws: TaskError.self) { try task.method.encode([try self.column("digit")]) }
  }

  @Test func `labels are columns side by side, each with its own missing cells`() throws {
    let task = try make("multilabel", "sick", "flag")
    #expect(task.method.levels == ["sick", "flag"])
    #expect(task.method.outputSize == 2 && task.method.targetSize == 2)
    #expect(codes(try task.codedTargets()) == [1, 0, 0, 1, -1, 1, 1, -1, 1, 0])
    #expect(
      task.method.decode([1, 1, -1, 2, 3, 0.5, -1, 0])
        == .categories(codes: [0, 1, 0, 2], levels: ["sick, flag", "flag", "none"]))
  }

  @Test func `the summary counts classes, labels and missing rows`() throws {
    let digit = try make("classify", "digit").targetSummary()
    #expect(digit.balance.map(\.name) == ["0", "2", "7"])
    #expect(digit.balance.map(\.count) == [1, 1, 2])
    #expect(digit.rowCount == 5 && digit.missingCount == 1 && digit.spread == nil)
    let labels = try make("multilabel", "sick", "flag").targetSummary()
    #expect(labels.balance.map(\.count) == [3, 2])
    #expect(labels.missingCount == 0)
    let size = try #require(try make("regress", "size").targetSummary().spread)
    #expect(size.mean == 0.625 && size.smallest == -3 && size.largest == 2)
    expectClose([size.deviation], [2.4281337140555627], tolerance: 1e-12)
  }
}
