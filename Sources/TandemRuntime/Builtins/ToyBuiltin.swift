import TandemCatalog
import TandemDiagnostics
import TandemLearning

/// `toy(methods, start: …)`: methods on the two-task toy of CAGrad, Nash-MTL and FAMO.
enum ToyBuiltin: Builtin {
  private static let startLimit = 100
  private static let number = ArgumentKind.number(NumberRange(lower: -1e6, upper: 1e6))

  static let descriptor = MethodDescriptor(
    "toy", gives: .trajectories,
    "sends methods down two losses over a plane in which many get stuck",
    formula: "L₁ = scale · (u₁ c₁ + q₁ c₂),  L₂ = u₂ c₁ + q₂ c₂",
    source:
      "Liu, Liu, Jin, Stone, Liu, NeurIPS 2021; Navon et al., ICML 2022; Liu et al., NeurIPS 2023",
    paper: "2110.14048",
    details: [
      "With t = tanh(x₂): u₁ = ln max(|−½ (x₁ + 7) + t|, 5e−6) + 6, u₂ = ln max(|−½ (x₁ − 3) − t + 2|, 5e−6) + 6, "
        + "q₁ = ((x₁ − 7)² + (x₂ + 8)² / 10) / 10 − 20, q₂ = ((x₁ + 7)² + (x₂ + 8)² / 10) / 10 − 20, "
        + "c₁ = max(tanh(x₂ / 2), 0), c₂ = max(−tanh(x₂ / 2), 0).",
      "Adam goes along the direction that the method gives. CAGrad's paper has scale 1, the other two 0.1, "
        + "35,000 (Nash-MTL) and 50,000 (FAMO) steps, and the five starts that stand if none is given. "
        + "A way has reached the Pareto set if it ends within 0.05 of it. Without a method the "
        + "contours are shown.",
    ],
    examples: [
      "toy(mgda(), start: [-8.5, 7.5])", "toy([equal(), pcgrad(), mgda()])",
      "toy(mgda(), start: [0, 0], steps: 5_000).reached",
    ],
    [
      ArgumentDescriptor(
        "methods", .oneOf([.list(.object(.weighting)), .object(.weighting)]),
        .optional(default: .none), "a method, or a list of them"),
      ArgumentDescriptor(
        "start", .list(.oneOf([number, .list(number)])), .optional(default: .none),
        "where to begin, [x₁, x₂], or a list of such; none is the five published ones"),
      .number("scale", default: 0.1, above: 0, "by what the first loss is multiplied"),
      .whole("steps", default: 35_000, atLeast: 1, atMost: 1_000_000, "how many steps"),
      .number("rate", default: 1e-3, above: 0, "Adam's learning rate"),
      ArgumentDescriptor(
        "clip", .number(NumberRange(lower: 0, includesLower: false)), .optional(default: .none),
        "the largest norm that the direction may have"),
      .whole("seed", default: 0, atLeast: 0, "decides all that is random"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    let choices: [WeightingChoice] =
      call.arguments[value: "methods"] == .none
      ? [] : call.arguments.anyList("methods").compactMap { $0 as? WeightingChoice }
    try choices.forEach { try checkNamedTasks(of: $0, call) }
    let starts = choices.isEmpty ? [] : try starts(of: call)
    let ways = try choices.map { choice in
      try starts.map { try way(of: choice, from: $0, call) }
    }
    return .object(
      ToyTrajectories(
        problem: ToyProblem(firstScale: call.arguments["scale"]),
        methods: MethodLineup.names(of: choices),
        starts: starts, ways: ways, stepCount: call.arguments["steps"],
        sourceText: "toy(\(call.arguments.text(for: descriptor)))"))
  }

  private static func checkNamedTasks(of choice: WeightingChoice, _ call: Invocation) throws {
    let tasks = ToyDescent.tasks
    guard let unknown = choice.namedTasks.first(where: { !tasks.contains($0) }) else { return }
    var error = Diagnostic(
      "unknown-task", "'\(ReadableSource.text(choice.title))' names '\(unknown)'",
      at: call.span(of: "methods"), label: "the toy's tasks are \(tasks[0]) and \(tasks[1])")
    error.help = ["write '\(tasks[0])' and '\(tasks[1])'"]
    throw error
  }

  private static func starts(of call: Invocation) throws -> [ToyProblem.Point] {
    guard case .list(let values) = call.arguments[value: "start"] else { return ToyProblem.starts }
    let points =
      [Double](argument: .list(values)).map { [$0] }
      ?? values.map { [Double](argument: $0) ?? [] }
    guard !points.isEmpty, points.allSatisfy({ $0.count == 2 }) else {
      throw Diagnostic(
        "unequal-counts", "a start is two numbers, [x₁, x₂]", at: call.span(of: "start"))
    }
    guard points.count <= startLimit else {
      throw Diagnostic(
        "out-of-range", "'toy' takes at most \(startLimit) starts", at: call.span(of: "start"),
        label: "\(FigureText.count(points.count, "start"))")
    }
    return points.map { ToyProblem.Point($0[0], $0[1]) }
  }

  private static func way(
    of choice: WeightingChoice, from start: ToyProblem.Point, _ call: Invocation
  ) throws -> ToyTrajectories.Way {
    let count: Int = call.arguments["steps"]
    var descent = ToyDescent(
      choice, on: ToyProblem(firstScale: call.arguments["scale"]), from: start,
      rate: call.arguments["rate"], clip: call.arguments["clip"], stepCount: count,
      seed: UInt64(clamping: call.arguments["seed"] as Int))
    let stride = (count + ToyTrajectories.pointLimit - 1) / ToyTrajectories.pointLimit
    var points = [start]
    for step in 1...count {
      if step % 500 == 0 { try call.context.checkInterrupt() }
      try descent.step()
      guard descent.point.x.isFinite, descent.point.y.isFinite else {
        throw Diagnostic(
          "not-finite",
          "'\(ReadableSource.text(choice.title))' leaves the plane at step \(FigureText.count(step))",
          at: call.span(of: "methods"))
      }
      if step % stride == 0 || step == count { points.append(descent.point) }
    }
    return ToyTrajectories.Way(points: points, losses: descent.losses, notes: descent.notes)
  }
}
