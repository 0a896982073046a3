import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLearning

/// `evaluate(run, on: data)`: how good a run's model is.
enum EvaluateBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "evaluate", gives: .evaluation, "finds the loss and the metrics of a run's model on some rows",
    examples: [
      "evaluate(run)", "evaluate(run, on: digits.where(digits.label > 4)).digit.accuracy",
    ],
    [
      ArgumentDescriptor("run", .object(.run), .required, "the run whose model is asked"),
      .optional("on", .object(.data), "data, all rows of it; none is the run's test split"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    guard let run: Run = call.arguments.object("run") else {
      preconditionFailure("a run of another type")
    }
    return .object(
      try Trainer.evaluate(
        run, on: call.arguments.object("on"), interrupt: call.context.interrupt))
  }
}

/// `predict(run, task, rows)`: what a run's model says of rows.
enum PredictBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "predict", gives: .prediction, "lets a run's model say what it makes of some rows",
    examples: ["predict(run, digit, digits[0...9])", "predict(run, \"digit\", 0...9)"],
    [
      ArgumentDescriptor("run", .object(.run), .required, "the run whose model is asked"),
      ArgumentDescriptor(
        "task", .oneOf([.object(.task), .text]), .required, "one of its tasks, or its name"),
      ArgumentDescriptor(
        "rows", .oneOf([.object(.data), .seeds, .number(NumberRange(lower: 0, isWhole: true))]),
        .required, "data, or numbers of rows of the task's own data"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    guard let run: Run = call.arguments.object("run") else {
      preconditionFailure("a run of another type")
    }
    let task = try task(of: run, in: call)
    if let rows: Dataset = call.arguments.object("rows") {
      return .object(
        try Trainer.predict(
          run, task: task.name, rows: rows, interrupt: call.context.interrupt))
    }
    let numbers: [Int] =
      switch call.arguments[value: "rows"] {
      case .range(let range): try rows(range, of: task.dataset)
      case .number(let number): [Int(exactly: number) ?? 0]
      case let list: [Int](argument: list) ?? []
      }
    return .object(
      try Trainer.predict(
        run, task: task.name, rows: task.dataset, rowNumbers: numbers,
        interrupt: call.context.interrupt))
  }

  /// The rows of a range, which is made a list only once it is known to be no longer than the data.
  private static func rows(_ range: ClosedRange<Int>, of data: Dataset) throws -> [Int] {
    let rows = 0..<data.rowCount
    guard rows.contains(range.lowerBound), rows.contains(range.upperBound) else {
      let first = rows.contains(range.lowerBound) ? data.rowCount : range.lowerBound
      throw TrainingError.rowOutOfRange(first, rowCount: data.rowCount)
    }
    return Array(range)
  }

  private static func task(of run: Run, in call: Invocation) throws -> LearningTask {
    let name: String =
      if let task: LearningTask = call.arguments.object("task") {
        task.name
      } else {
        call.arguments["task"]
      }
    guard let task = run.tasks.first(where: { $0.name == name }) else {
      throw TrainingError.unknownTask(name, tasks: run.tasks.map(\.name))
    }
    return task
  }
}
