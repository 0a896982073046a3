import TandemCatalog
import TandemDiagnostics
import TandemLearning

/// `combine(method, jacobian: …)`: what a method makes of gradients, without a network.
enum CombineBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "combine", gives: .combination, "shows what a method makes of given gradients and losses",
    details: [
      "'jacobian' has a row a task: its gradient in the shared part. 'jacobians' is a sequence of steps, "
        + "through which the method keeps what it remembers; 'losses' then has a row a step. A method "
        + "that looks at other rows or at displaced parameters sees losses that are linear, and the "
        + "matrices after the step's own as its samples.",
      "For two or three tasks a picture shows the gradients, their convex hull with its shortest vector, "
        + "and the direction, against which the parameters move. A list of methods stands side by side, and "
        + "its parts are records by method.",
    ],
    examples: [
      "combine(mgda(), jacobian: [[-4, 1, 1], [6, 1, 1]])",
      "combine([equal(), pcgrad(), mgda()], jacobian: [[-4, 1, 1], [6, 1, 1]])",
      "combine(uncertainty() + pcgrad(), jacobian: [[1, 0], [-1, 1]], losses: [0.3, 2]).weights",
    ],
    [
      TrialInput.methods,
      ArgumentDescriptor(
        "jacobian", TrialInput.matrix, .optional(default: .none), "the gradients, a row a task"),
      ArgumentDescriptor(
        "losses", .list(.oneOf([.number(NumberRange()), .list(.number(NumberRange()))])),
        .optional(default: .none), "a loss a task, or a row of them a step"),
      ArgumentDescriptor(
        "jacobians", .list(TrialInput.matrix), .optional(default: .none),
        "the gradients of several steps, in place of 'jacobian'"),
      TrialInput.taskNames, TrialInput.seed, TrialInput.rate,
    ])

  static func run(_ call: Invocation) throws -> Value {
    let (matrices, argument) = try matrices(of: call)
    let count = matrices[0].count
    let input = try TrialInput(call, taskCount: count, in: argument)
    let losses = try losses(of: call, taskCount: count, stepCount: matrices.count)
    for choice in input.choices { try checkNeeds(choice, hasLosses: losses != nil, call) }
    try TrialInput.checkSizes(matrices.joined(), of: argument, in: call)
    let text = "combine(\(call.arguments.text(for: descriptor)))"
    let combinations = try input.choices.map { choice in
      MethodCombination(
        choice: choice, tasks: input.tasks,
        steps: try steps(of: choice, input, matrices, losses, argument, call), isHistory: false,
        sourceText: text)
    }
    if case .list = call.arguments[value: "method"] {
      return .object(
        MethodLineup(
          names: MethodLineup.names(of: input.choices), combinations: combinations,
          sourceText: text))
    }
    return .object(combinations[0])
  }

  /// What one method makes of all steps.
  private static func steps(
    of choice: WeightingChoice, _ input: TrialInput, _ matrices: [[[Double]]],
    _ losses: [[Double]]?, _ argument: String, _ call: Invocation
  ) throws -> [MethodCombination.Step] {
    let flat = matrices.map { Array($0.joined()) }
    var trial = input.trial(of: choice, stepCount: matrices.count)
    var steps: [MethodCombination.Step] = []
    for (index, matrix) in matrices.enumerated() {
      try call.context.checkInterrupt()
      let given = losses?[index] ?? matrix.map { _ in 1 }
      let others = (1...flat.count).map { flat[(index + $0) % flat.count] }
      let decided = try input.step(
        &trial, losses: given, jacobian: flat[index],
        probe: ConstantProbe(given, flat[index], samples: others), in: argument)
      if let after = losses?.dropFirst(index + 1).first { trial.learn(from: after) }
      steps.append(.init(losses: losses?[index] ?? [], jacobian: matrix, decided: decided))
    }
    return steps
  }

  /// The matrices of all steps, and the argument that gave them.
  private static func matrices(of call: Invocation) throws -> ([[[Double]]], argument: String) {
    let (one, several) = (call.arguments[value: "jacobian"], call.arguments[value: "jacobians"])
    guard case .list(let values) = several else {
      guard one != .none else {
        var error = Diagnostic(
          "missing-argument", "'combine' needs gradients: 'jacobian' or 'jacobians'",
          at: call.nameSpan)
        error.help = ["a loss history without gradients is for 'weigh(…, losses: [[…], […]])'"]
        throw error
      }
      let rows = try TrialInput.rows(one, of: "jacobian", in: call, place: "'jacobian'")
      return ([rows], "jacobian")
    }
    guard one == .none else {
      throw Diagnostic(
        "given-twice", "'combine' takes 'jacobian' or 'jacobians', not both",
        at: call.span(of: "jacobians"))
    }
    let matrices = try values.enumerated().map { index, value in
      try TrialInput.rows(
        value, of: "jacobians", in: call, place: "matrix \(index + 1) of 'jacobians'")
    }
    guard let first = matrices.first else {
      throw Diagnostic(
        "empty-matrix", "'jacobians' has no matrix", at: call.span(of: "jacobians"))
    }
    for (index, matrix) in matrices.enumerated()
    where matrix.count != first.count || matrix[0].count != first[0].count {
      throw Diagnostic(
        "ragged-matrix",
        "matrix \(index + 1) of 'jacobians' is \(matrix.count) × \(matrix[0].count), "
          + "the first is \(first.count) × \(first[0].count)", at: call.span(of: "jacobians"))
    }
    return (matrices, "jacobians")
  }

  /// The losses of each step; `nil` where none were given.
  private static func losses(of call: Invocation, taskCount: Int, stepCount: Int) throws
    -> [[Double]]?
  {
    guard case .list(let values) = call.arguments[value: "losses"] else { return nil }
    let rows: [[Double]]
    if let single = [Double](argument: .list(values)), !single.isEmpty {
      // The same losses in every step.
      rows = Array(repeating: single, count: stepCount)
    } else {
      rows = values.map { [Double](argument: $0) ?? [] }
    }
    guard rows.count == stepCount else {
      throw Diagnostic(
        "unequal-counts",
        "'losses' has \(FigureText.count(rows.count, "row")), but there "
          + (stepCount == 1 ? "is 1 step" : "are \(stepCount) steps"),
        at: call.span(of: "losses"))
    }
    if let row = rows.first(where: { $0.count != taskCount }) {
      throw Diagnostic(
        "unequal-counts",
        "\(FigureText.count(row.count, "loss", "losses")) for \(FigureText.count(taskCount, "task"))",
        at: call.span(of: "losses"))
    }
    return rows
  }

  private static func checkNeeds(_ choice: WeightingChoice, hasLosses: Bool, _ call: Invocation)
    throws
  {
    guard !hasLosses, choice.needs.contains(.losses) else { return }
    throw Diagnostic(
      "missing-argument", "'\(ReadableSource.text(choice.title))' looks at losses",
      at: call.span(of: "method"), label: "give 'losses: […]', one a task")
  }
}
