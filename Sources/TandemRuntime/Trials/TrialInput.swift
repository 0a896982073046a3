import TandemCatalog
import TandemDiagnostics
import TandemLearning

/// The losses and gradients that a call gives to methods, read and checked once.
struct TrialInput {
  /// The methods, at least one.
  let choices: [WeightingChoice]
  let tasks: [String]
  private let call: Invocation

  /// How many tasks there may be: methods may take K⁴ operations a step, and none looks for an interrupt.
  static let taskLimit = 200

  static let method = ArgumentDescriptor(
    "method", .object(.weighting), .required, "what weighs losses or combines gradients, or both")
  static let methods = ArgumentDescriptor(
    "method", .oneOf([.list(.object(.weighting)), .object(.weighting)]), .required,
    "what weighs losses or combines gradients, or both; a list of them stands side by side")
  static let matrix = ArgumentKind.list(.list(.number(NumberRange())))
  static let taskNames = ArgumentDescriptor(
    "tasks", .list(.oneOf([.text, .object(.task)])), .optional(default: .none),
    "the tasks' names, or tasks; none is t1, t2, …")
  static let rate = ArgumentDescriptor.number(
    "rate", default: 1e-3, above: 0, "at which rate Adam trains what the method learns")
  static let seed = ArgumentDescriptor.whole(
    "seed", default: 0, atLeast: 0, "decides all that is random")

  /// Reads the method and the tasks of a call.
  /// - Parameters:
  ///   - call: The call.
  ///   - count: How many tasks it has numbers for.
  ///   - argument: The argument with these numbers.
  /// - Throws: A `Diagnostic`.
  init(_ call: Invocation, taskCount count: Int, in argument: String) throws {
    choices = call.arguments.anyList("method").compactMap { $0 as? WeightingChoice }
    guard !choices.isEmpty else {
      throw Diagnostic(
        "out-of-range", "'\(call.descriptor.name)' needs at least one method",
        at: call.span(of: "method"), label: "is empty")
    }
    self.call = call
    guard count > 0, count <= Self.taskLimit else {
      throw Diagnostic(
        "out-of-range", "'\(call.descriptor.name)' takes 1 to \(Self.taskLimit) tasks",
        at: call.span(of: argument), label: "of \(count)")
    }
    tasks = try Self.names(call, count: count)
    try choices.forEach(checkNamedTasks)
  }

  private static func names(_ call: Invocation, count: Int) throws -> [String] {
    guard case .list(let values) = call.arguments[value: "tasks"] else {
      return (1...count).map { "t\($0)" }
    }
    let names = values.map { value -> String in
      if case .object(let object) = value, let task = object as? LearningTask { return task.name }
      return String(argument: value) ?? ""
    }
    guard names.count == count else {
      throw Diagnostic(
        "unequal-counts", "\(FigureText.count(names.count, "task")) for numbers of \(count)",
        at: call.span(of: "tasks"))
    }
    guard Set(names).count == count else {
      throw Diagnostic(
        "repeated-task", "two tasks have the same name", at: call.span(of: "tasks"))
    }
    return names
  }

  private func checkNamedTasks(of choice: WeightingChoice) throws {
    guard let unknown = choice.namedTasks.first(where: { !tasks.contains($0) }) else { return }
    var error = Diagnostic(
      "unknown-task", "the method names '\(unknown)', which is no task of this call",
      at: call.span(of: "method"))
    error.suggest(unknown, among: tasks, listing: "the tasks are")
    error.help.append("'tasks: [\(unknown.quotedSourceText), …]' names them")
    throw error
  }

  /// A trial of a method, before its first step.
  func trial(of choice: WeightingChoice, stepCount: Int) -> MethodTrial {
    MethodTrial(
      choice, tasks: tasks, stepCount: stepCount,
      seed: UInt64(clamping: call.arguments["seed"] as Int),
      learningRate: call.arguments["rate"])
  }

  /// Does a step of a trial.
  /// - Parameters:
  ///   - trial: The trial.
  ///   - losses: A loss a task.
  ///   - jacobian: The gradients, row after row; empty where there are none.
  ///   - probe: Gradients elsewhere.
  ///   - argument: Which argument gave the numbers, for errors.
  /// - Returns: What was decided, all of it numbers.
  /// - Throws: A `Diagnostic` where numbers grow too large: squares of very large ones are none.
  func step(
    _ trial: inout MethodTrial, losses: [Double], jacobian: [Double],
    probe: (any GradientProbe)? = nil, in argument: String
  ) throws -> MethodTrialStep {
    do {
      let decided = try trial.step(losses: losses, jacobian: jacobian, probe: probe)
      if ((decided.weights ?? []) + decided.direction).allSatisfy(\.isFinite) { return decided }
    } catch WeightingError.notFinite {}
    throw Diagnostic(
      "not-finite",
      "what '\(ReadableSource.text(trial.choice.title))' makes of these numbers is too large",
      at: call.span(of: argument), label: "inner products leave the range of numbers")
  }

  /// Makes sure that inner products of gradients are numbers, and not 0 but for a gradient of 0.
  static func checkSizes(
    _ rows: some Sequence<[Double]>, of argument: String, in call: Invocation
  ) throws {
    func error(_ size: String, _ label: String) -> Diagnostic {
      Diagnostic(
        "not-finite", "the inner products of these gradients are too \(size) for numbers",
        at: call.span(of: argument), label: label)
    }
    for row in rows {
      let largest = row.reduce(0) { max($0, $1.magnitude) }
      if largest > 1e150 { throw error("large", "larger than 1e150") }
      if largest > 0, largest < 1e-150 { throw error("small", "smaller than 1e-150") }
    }
  }

  /// The rows of a matrix that an argument gives, all of one length.
  /// - Parameters:
  ///   - value: A list of lists of numbers.
  ///   - argument: Whose value it is, for errors.
  ///   - call: The call.
  ///   - place: What errors call the matrix: "'jacobian'", "matrix 2 of 'jacobians'".
  /// - Returns: The rows.
  /// - Throws: A `Diagnostic`, for an empty or a ragged matrix.
  static func rows(_ value: Value, of argument: String, in call: Invocation, place: String) throws
    -> [[Double]]
  {
    guard case .list(let values) = value else { return [] }
    let rows = values.map { [Double](argument: $0) ?? [] }
    guard let width = rows.first?.count, width > 0 else {
      throw Diagnostic(
        "empty-matrix", "\(place) has no numbers", at: call.span(of: argument),
        label: "a row a task")
    }
    if let row = rows.firstIndex(where: { $0.count != width }) {
      throw Diagnostic(
        "ragged-matrix",
        "row \(row + 1) of \(place) has \(FigureText.count(rows[row].count, "number")), "
          + "the first has \(width)", at: call.span(of: argument))
    }
    return rows
  }
}
