import TandemCatalog
import TandemData
import TandemTensors
import Testing

@testable import TandemLearning

/// What a network gives where a target is missing does not matter, whatever it is.
@Suite struct MissingTargetTests {
  private static let rowCount = 6
  /// The rows whose targets are missing; of several numbers the last, in the last row.
  private static let missingRows = [1, 4]

  /// Rows of four columns, truth values and numbers at once.
  private static func columns() throws -> [Column] {
    let columns = (0..<4).map { column in
      (
        "t\(column)",
        ColumnValues.numbers(
          (0..<rowCount).map { row in
            let isMissing = missingRows.contains(row) || row == rowCount - 1 && column == 3
            return isMissing ? .nan : Double((row + column) % 2)
          })
      )
    }
    let data = Dataset(Table(columns, rowCount: rowCount), sourceText: "table()")
    return try columns.map { try data.requireColumn($0.0) }
  }

  /// Every loss with every kind of task that it suits.
  private static func tasks() throws -> [LearningTask] {
    let columns = try columns()
    let few = Value.list(columns.map { .object($0) })
    let targets: [(kind: String, target: Value)] = [
      ("classify", .object(columns[0])), ("multilabel", few), ("regress", .object(columns[0])),
    ]
    var tasks: [LearningTask] = []
    for entry in Losses.all {
      let loss: any Loss = try TrainingCases.make(Losses.all, entry.descriptor.name)
      for (kind, target) in targets {
        do {
          tasks.append(
            try TrainingCases.make(
              Tasks.all, kind, [(nil, target), ("loss", .object(loss))], as: LearningTask.self))
        } catch TaskError.unsuitableLoss { continue }
      }
    }
    return tasks
  }

  /// A task's loss and its gradient by the outputs, where those of missing targets are `number`.
  private static func values(_ task: LearningTask, missing number: Float) throws -> [Float] {
    let rows = Array(0..<rowCount)
    let target = try CodedTarget(task, task.targets, rows: rows)
    let width = task.method.outputSize
    let outputs = Tensor.placeholder([rowCount, width])
    let input = TargetInput(target, rowCount: rowCount)
    #expect(input.fill(rows, of: target))
    for place in 0..<rowCount * width {
      let (row, column) = place.quotientAndRemainder(dividingBy: width)
      let missing = target.targets(row)
      let isWhole = missing.count != width || type(of: task.loss).isOfWholeRows
      let isMissing =
        isWhole ? missing.contains(where: \.isNaN) : missing[missing.startIndex + column].isNaN
      outputs.storage?.pointer[place] = isMissing ? number : Float(place % 5) * 0.4 - 0.7
    }
    let loss = try input.loss(task.loss, of: outputs)
    let gradient = try gradients(of: [loss], withRespectTo: [outputs])
    let plan = Plan(stages: [[.init(loss), .init(gradient[0])]])
    plan.run()
    return plan.result(0).values + plan.result(1).values
  }

  @Test(
    "an output without a target is not looked at",
    arguments: [Float.infinity, -.infinity, .nan, 1e30, -200, 200])
  func isNotSeen(number: Float) throws {
    let tasks = try Self.tasks()
    #expect(Set(tasks.map { type(of: $0.loss).descriptor.name }).count >= Losses.all.count - 1)
    for task in tasks {
      let found = try Self.values(task, missing: number)
      let usual = try Self.values(task, missing: 0.5)
      #expect(found == usual, "\(task.loss.sourceText) of \(task.sourceText)")
      #expect(found.allSatisfy(\.isFinite) && found.dropFirst().contains { $0 != 0 })
    }
  }
}
