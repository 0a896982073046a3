import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

@Suite struct TrainingAnswerTests {
  @Test("the test split by name is the run's own test figures")
  func testSplit() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 5))
    #expect(try Trainer.evaluate(run).scores == run.test)
  }

  @Test("evaluating on data takes all its rows, and derives targets there")
  func onData() throws {
    let data = TrainingCases.table()
    let up = try data.requireColumn("up")
    let above = try Column.apply(.greater, .column(up), .number(0))
    var task = try TrainingCases.task("classify", above)
    task.name = "above"
    let run = try TrainingCases.train(TrainingCases.settings(tasks: [task], epochs: 30))
    let other = TrainingCases.table(rows: 70, seed: 8)
    let scores = try Trainer.evaluate(run, on: other)
    #expect(scores["above"]?.rowCount == 70)
    #expect(scores["above"]?["accuracy"] ?? 0 > 0.8)
    // Without the target's column there is nothing to measure.
    let bare = try other.select(
      ["x0", "x1", "x2", "x3", "kind", "down"].map { try other.requireColumn($0) })
    #expect(throws: TrainingError.missingTarget(task: "above", column: "up")) {
      try Trainer.evaluate(run, on: bare)
    }
    let short = try other.select(["x0", "up"].map { try other.requireColumn($0) })
    #expect(throws: DataError.self) { try Trainer.evaluate(run, on: short) }
  }

  @Test("a task whose target the data lacks has no rows, and the others are measured")
  func partly() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 2))
    let other = TrainingCases.table(rows: 50, seed: 8)
    let bare = try other.select(
      ["x0", "x1", "x2", "x3", "kind", "down"].map { try other.requireColumn($0) })
    let scores = try Trainer.evaluate(run, on: bare).scores
    #expect(scores.map(\.rowCount) == [50, 0, 50])
    #expect(scores[1].loss.isNaN)
  }

  @Test("predictions are classes with probabilities, or numbers")
  func predicts() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 30))
    let other = TrainingCases.table(rows: 40, seed: 8)
    let kind = try Trainer.predict(run, task: "kind", rows: other)
    #expect(kind.levels == ["0", "1"])
    #expect(kind.probabilities.count == 40)
    #expect(kind.probabilities.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 })
    guard case .numbers(let classes) = kind.values,
      case .numbers(let truth)? = other.column("kind")?.values
    else {
      Issue.record("classes of numbers are numbers")
      return
    }
    for (value, shares) in zip(classes, kind.probabilities) {
      #expect((shares[1] > shares[0] ? 1 : 0) == value)
    }
    let right = zip(classes, truth).filter { $0 == $1 }.count
    #expect(right > 30)
    let up = try Trainer.predict(run, task: "up", rows: other, rowNumbers: [3, 7, 3])
    guard case .numbers(let numbers) = up.values,
      case .numbers(let targets)? = other.column("up")?.values
    else { return }
    #expect(numbers.count == 3 && numbers[0] == numbers[2] && up.probabilities.isEmpty)
    #expect(abs(numbers[0] - targets[3]) < 0.8)
  }

  @Test("an interrupt ends scoring and predicting")
  func interrupts() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 1))
    let data = TrainingCases.table()
    let interrupt = InterruptFlag()
    interrupt.raise()
    #expect(throws: DataError.interrupted) { try Trainer.evaluate(run, interrupt: interrupt) }
    #expect(throws: DataError.interrupted) {
      try Trainer.evaluate(run, on: data, interrupt: interrupt)
    }
    #expect(throws: DataError.interrupted) {
      try Trainer.predict(run, task: "kind", rows: data, interrupt: interrupt)
    }
  }

  @Test("what cannot be predicted is said")
  func refuses() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 1))
    let data = TrainingCases.table()
    #expect(throws: TrainingError.unknownTask("ink", tasks: ["kind", "up", "down"])) {
      try Trainer.predict(run, task: "ink", rows: data)
    }
    #expect(throws: TrainingError.rowOutOfRange(120, rowCount: 120)) {
      try Trainer.predict(run, task: "up", rows: data, rowNumbers: [0, 120])
    }
    #expect(throws: DataError.missingInput(column: "x3")) {
      try Trainer.predict(
        run, task: "up", rows: data.select(["x0", "x1", "x2"].map { try data.requireColumn($0) }))
    }
  }
}
