import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

@Suite struct TrainingErrorTests {
  @Test("what does not fit is found before the first step")
  func before() throws {
    let data = TrainingCases.table()
    let kind = try TrainingCases.task("classify", data.column("kind"))
    #expect(throws: TrainingError.noTasks) {
      try TrainingCases.train(TrainingCases.settings(tasks: []))
    }
    #expect(throws: TrainingError.repeatedTask("kind")) {
      try TrainingCases.train(TrainingCases.settings(tasks: [kind, kind]))
    }
    var settings = try TrainingCases.settings(tasks: [kind])
    settings.weighting = try TrainingCases.weighting("fixed", [("digit", .number(1))])
    #expect(throws: WeightingError.unknownTask("digit", tasks: ["kind"])) {
      try TrainingCases.train(settings)
    }
    let heads = Value.record(Record([.init("ink", try TrainingCases.layers("relu"))]))
    settings = try TrainingCases.settings(
      tasks: [kind], architecture: TrainingCases.hard(heads: heads))
    #expect(throws: ArchitectureError.unknownHead("ink", tasks: ["kind"])) {
      try TrainingCases.train(settings)
    }
    settings.knownTasks = ["ink", "kind"]
    #expect(try TrainingCases.train(settings).state.epoch == 4)
    settings = try TrainingCases.settings(tasks: [kind])
    settings.excludedInputs = Set(data.columnNames)
    #expect(throws: TrainingError.noInputs(task: "kind")) { try TrainingCases.train(settings) }
  }

  @Test("classes and targets must be in the training split")
  func trainingSplit() throws {
    var data = TrainingCases.table()
    guard case .numbers(let kinds)? = data.column("kind")?.values else { return }
    let ones = kinds.indices.filter { kinds[$0] == 1 }
    let zeros = kinds.indices.filter { kinds[$0] == 0 }
    data.split = Split(train: ones, validation: zeros, test: [])
    let kind = try TrainingCases.task("classify", data.column("kind"))
    #expect(throws: TrainingError.classMissingFromTraining(task: "kind", level: "0")) {
      try TrainingCases.train(TrainingCases.settings(tasks: [kind]))
    }
    var gaps = TrainingCases.table(missing: true)
    let rows = Array(0..<120)
    gaps.split = Split(
      train: rows.filter { $0 % 3 == 0 }, validation: rows.filter { $0 % 3 != 0 }, test: [])
    let up = try TrainingCases.task("regress", gaps.column("up"))
    #expect(throws: TrainingError.noTrainingTarget(task: "up")) {
      try TrainingCases.train(TrainingCases.settings(tasks: [up]))
    }
  }

  @Test("a part that several tasks share needs inputs of one shape")
  func shapes() throws {
    let data = TrainingCases.table()
    let inputs = Value.list(try ["x0", "x1"].map { .object(try data.requireColumn($0)) })
    let tasks = try [
      TrainingCases.task("classify", data.column("kind")),
      TrainingCases.task("regress", data.column("up"), [("from", inputs)]),
    ]
    #expect(throws: ArchitectureError.self) {
      try TrainingCases.train(TrainingCases.settings(tasks: tasks))
    }
    // Alone, each takes what it has.
    let single = try TrainingCases.make(
      Architectures.all, "single", [("encoder", TrainingCases.layers("dense 4", "relu"))],
      as: (any Architecture).self)
    let run = try TrainingCases.train(
      TrainingCases.settings(tasks: tasks, architecture: single, epochs: 1))
    #expect(run.encoders.map(\.columnNames) == [["x0", "x1", "x2", "x3", "down"], ["x0", "x1"]])
    #expect(run.conflictCurves.series.isEmpty && run.normCurves.series.isEmpty)
  }

  @Test(
    "a loss that is no number stops the run at its step and says what was known",
    arguments: ["equal", "pcgrad"])
  func diverges(name: String) throws {
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(1e6))], as: (any Optimizer).self)
    var failure: LossFailure?
    do {
      _ = try TrainingCases.train(
        TrainingCases.settings(
          weighting: TrainingCases.weighting(name), epochs: 20, optimizer: sgd))
    } catch TrainingError.lossNotFinite(let found) {
      failure = found
    }
    let found = try #require(failure)
    #expect(found.step > 1 && found.step < 20)
    #expect(found.learningRate == 1e6)
    #expect(found.lastGood.count == 3 && found.lastGood.allSatisfy { $0.loss.isFinite })
    let largest = try #require(found.largestGradient)
    #expect(largest.parameter.hasSuffix("weight") || largest.parameter.hasSuffix("bias"))
    #expect(largest.norm > 1 && largest.norm.isFinite)
  }

  @Test("an error while training names its step", arguments: ["pcgrad", "equal"])
  func huge(name: String) throws {
    // Targets near the largest float: the loss is infinite at once.
    let data = TrainingCases.table()
    guard case .numbers(let numbers)? = data.column("up")?.values else { return }
    let huge = try data.with([
      ("up", Column(label: "up", values: .numbers(numbers.map { $0 * 1e30 }), of: data))
    ])
    let tasks = try TrainingCases.tasks(of: huge)
    do {
      _ = try TrainingCases.train(
        TrainingCases.settings(tasks: tasks, weighting: TrainingCases.weighting(name)))
      Issue.record("an infinite loss went unseen")
    } catch TrainingError.lossNotFinite(let failure) {
      #expect(failure.task == "up" && failure.step == 1 && failure.epoch == 1)
      #expect(failure.loss == .infinity && failure.lastGood.isEmpty)
      #expect(failure.largestGradient == nil)
    }
  }
}
