import TandemCatalog
import TandemDiagnostics
import TandemLearning

/// `weigh(method, losses: …)`: the weights that a method gives through a history of losses.
enum WeighBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "weigh", gives: .combination,
    "shows the weights that a method gives through a history of losses",
    details: [
      "'losses' has a row an epoch, a number a task. Each epoch is one step: the table has the weights in "
        + "each epoch and after the last, and '.weights' are those after. With 'jacobian', '.direction' "
        + "is what these weights make of the gradients."
    ],
    examples: [
      "weigh(dwa(), losses: [[2.5, 2.7], [1.9, 2.1], [1.8, 1.6]])",
      "weigh(dwa(), losses: [[2, 2], [1, 2], [1, 2]]).weights",
    ],
    [
      TrialInput.method,
      ArgumentDescriptor(
        "losses", TrialInput.matrix, .required, "a row an epoch: the mean loss of each task"),
      ArgumentDescriptor(
        "jacobian", TrialInput.matrix, .optional(default: .none),
        "the tasks' gradients, the same all the time; a row a task"),
      TrialInput.taskNames, TrialInput.seed, TrialInput.rate,
    ])

  static func run(_ call: Invocation) throws -> Value {
    let losses = try TrialInput.rows(
      call.arguments[value: "losses"], of: "losses", in: call, place: "'losses'")
    let input = try TrialInput(call, taskCount: losses[0].count, in: "losses")
    let rows = try jacobian(of: call, taskCount: losses[0].count)
    let choice = input.choices[0]
    try checkNeeds(choice, hasGradients: !rows.isEmpty, call)
    let flat = Array(rows.joined())
    var trial = input.trial(of: choice, stepCount: losses.count)
    var steps: [MethodCombination.Step] = []
    for epoch in 0...losses.count {
      try call.context.checkInterrupt()
      // After the last epoch the losses are still what they were.
      let given = losses[min(epoch, losses.count - 1)]
      let decided = try input.step(&trial, losses: given, jacobian: flat, in: "losses")
      steps.append(.init(losses: given, jacobian: rows, decided: decided))
      if epoch + 1 < losses.count { trial.learn(from: losses[epoch + 1]) }
      trial.endEpoch()
    }
    return .object(
      MethodCombination(
        choice: choice, tasks: input.tasks, steps: steps, isHistory: true,
        sourceText: "weigh(\(call.arguments.text(for: descriptor)))"))
  }

  private static func jacobian(of call: Invocation, taskCount: Int) throws -> [[Double]] {
    let value = call.arguments[value: "jacobian"]
    guard value != .none else { return [] }
    let rows = try TrialInput.rows(value, of: "jacobian", in: call, place: "'jacobian'")
    guard rows.count == taskCount else {
      throw Diagnostic(
        "unequal-counts",
        "'jacobian' has \(FigureText.count(rows.count, "row")), but 'losses' has "
          + FigureText.count(taskCount, "task"), at: call.span(of: "jacobian"))
    }
    try TrialInput.checkSizes(rows, of: "jacobian", in: call)
    return rows
  }

  private static func checkNeeds(_ choice: WeightingChoice, hasGradients: Bool, _ call: Invocation)
    throws
  {
    guard !hasGradients else { return }
    let looks: SignalNeeds = [.gradientNorms, .gramian, .jacobian, .probe]
    guard choice.gradientMethod != nil || !choice.needs.isDisjoint(with: looks) else { return }
    var error = Diagnostic(
      "missing-argument",
      "'\(ReadableSource.text(choice.title))' looks at gradients, which a loss history does not have",
      at: call.span(of: "method"), label: "give 'jacobian: [[…], […]]'")
    error.help = ["'combine(…, jacobian: …)' shows what a method makes of gradients"]
    throw error
  }
}
