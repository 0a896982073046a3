import TandemCatalog
import TandemData
@testable import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

/// Files whose bytes are whole but whose numbers do not belong together: each is refused, none crashes.
@Suite struct RunFileTrustTests {
  private static func run() throws -> Run {
    let data = TrainingCases.table()
    let words = ColumnValues.categories(
      codes: (0..<data.rowCount).map { $0 % 2 }, levels: ["up", "down"])
    let columns = ["x0", "x1"].compactMap { name in data.column(name).map { (name, $0.values) } }
    let named = Dataset(
      Table(columns + [("word", words)], rowCount: data.rowCount), sourceText: "table()")
    let tasks = try [
      TrainingCases.task("classify", named.column("word")),
      TrainingCases.task(
        "regress", Column.apply(.add, .column(named.requireColumn("x0")), .number(1))),
    ]
    return try TrainingCases.train(TrainingCases.settings(tasks: tasks, epochs: 2))
  }

  private func refuses(_ change: (inout RunArchive.Numbers) -> Void) throws -> Bool {
    var file = try RunFile.encode(Self.run())
    var numbers = try RunFile.value(try file.text("numbers"), as: RunArchive.Numbers.self)
    change(&numbers)
    file.metadata["numbers"] = try RunFile.json(numbers)
    return (try? RunFile.archive(file)) == nil
  }

  @Test("a file is taken as it is written")
  func whole() throws {
    #expect(try !refuses { _ in })
  }

  @Test("counts that do not follow from the steps are refused")
  func counts() throws {
    #expect(try refuses { $0.state.step += 1 })
    #expect(try refuses { $0.stepsPerEpoch = .max })
    #expect(try refuses { $0.state.optimizer.updateCount = .max })
    #expect(try refuses { $0.state.optimizer.updateCount = -1 })
    #expect(try refuses { $0.state.tally.losses[0].count = .max })
    #expect(try refuses { $0.state.tally.cosines[0].count = 1 })
    #expect(try refuses { $0.time = .seconds(1e12) })
  }

  @Test("a parameter's shape is that of its numbers")
  func shapes() throws {
    #expect(try refuses { $0.model.parts[0].parameters[0].shape = [.max, 2] })
    #expect(try refuses { $0.model.parts[0].parameters[0].shape.reverse() })
  }

  @Test("a word that stands for two classes, and data without rows, are refused")
  func data() throws {
    let file = try RunFile.encode(Self.run())
    let data = try file.text("data")
    for (old, new) in [("\"up\"", "\"down\""), ("\"rowCount\":120", "\"rowCount\":-1")] {
      #expect(data.contains(old))
      var changed = file
      changed.metadata["data"] = data.replacing(old, with: new)
      #expect(throws: DamagedRun.self) { try RunFile.archive(changed) }
    }
    var empty = file
    let stored = StoredData(
      rows: 0, rowCount: -1, standardizesInputs: true, source: "table()", columns: [])
    empty.metadata["data"] = try RunFile.json([stored])
    #expect(throws: DamagedRun.self) { try RunFile.archive(empty) }
  }

  @Test("a state of another optimizer is refused, whatever its text says")
  func slots() throws {
    var run = try Self.run()
    run.settings.optimizer = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1)), ("momentum", .number(0.9))],
      as: (any Optimizer).self)
    #expect(throws: TrainingError.self) { try Trainer.resume(run, interrupt: InterruptFlag()) }
  }

  @Test("rounding to places below 0 leaves whole numbers")
  func places() throws {
    let column = try #require(TrainingCases.table().column("x0"))
    let rounded = try ColumnExpression.rounding(column.expression, digits: -3)
      .evaluated(on: column.dataset)
    guard case .numbers(let numbers) = rounded.values else {
      Issue.record("not numbers")
      return
    }
    #expect(numbers.allSatisfy { $0 == $0.rounded() })
  }
}
