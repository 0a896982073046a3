import Glibc
public import TandemCatalog

/// PCD, priority-constrained descent: one task comes first, the others are promised a part of their own progress.
///
/// `d̃ = argmin |d − g̃₁|²` over `⟨g̃ⱼ, d⟩ ≥ τ |g̃ⱼ|²` for every other j, then rescaled to the length of g₁. `g̃ₖ = gₖ / √(v̂ₖ +
/// ε)`, `v̂ₖ` the bias-corrected running mean of `|gₖ|²` with decay β: so τ is a fraction of the progress that a step along j's
/// own gradient would make, whatever the sizes.
/// Source: Varam & AlHajri, "Not all objectives are born equal: priority-constrained descent for hierarchical
/// multi-objective optimization", TMLR 2026. Differs: the quadratic program is solved on unit vectors
/// (`PolyhedralProjection`), where the authors go through all sets of constraints, and one τ holds for all tasks. As in
/// the paper d is g₁ where constraints contradict each other, and 0 where g₁ is. In a step without the first task d
/// is the mean of the others' gradients; notes say so.
public struct PriorityDescent: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "pcd", gives: .weighting, needs: .gramian,
    "follows one task, while the others make a part of their own progress",
    formula:
      "d = argmin |d − g̃₁|²  over  ⟨g̃ⱼ, d⟩ ≥ τ |g̃ⱼ|²,  g̃ₖ = gₖ / √(EMA |gₖ|² + ε),  |d| = |g₁|",
    source: "Varam & AlHajri, TMLR 2026", paper: "2606.29521",
    differs:
      "solved by one quadratic program, where the authors go through all sets of constraints; a step "
      + "without the first task takes the mean of the others' gradients",
    cost: "K² P for the gradients' inner products, and a quadratic program, some K³",
    details: [
      "The losses of the others fall to first order, unless two of them contradict each other or the "
        + "first task's gradient is 0. tau: 0 only forbids that they rise."
    ],
    examples: ["pcd()", "pcd(tau: 0.5)", "pcd(primary: \"digit\")"],
    [
      .taskName("primary", "the task that comes first; the run's first if left out"),
      .number(
        "tau", default: 0.02, atLeast: 0, atMost: 1, "τ, the others' part of their own progress"),
      .number(
        "beta", default: 0.999, atLeast: 0, below: 1, "how slowly the mean of |g|² forgets"),
      .number("epsilon", default: 1e-8, atLeast: 0, "added to |g|² before its root divides"),
      .gradientSite,
    ])

  public var tau: Double
  public var beta: Double
  public var epsilon: Double
  private let primary: TaskNames
  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var namedTasks: [String] { primary.names }
  /// Decayed sums of `|gₖ|²` and how many steps are in each, in the run's task order.
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) {
    tau = arguments["tau"]
    beta = arguments["beta"]
    epsilon = arguments["epsilon"]
    primary = TaskNames(arguments[value: "primary"])
    self.arguments = arguments.naming("primary")
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    .weights(gradients.inOrder { weights(for: $0, &context) })
  }

  private mutating func weights(for gradients: TaskGradients, _ context: inout MethodContext)
    -> [Double]
  {
    let count = gradients.taskCount
    let scales = scales(of: gradients)
    guard count > 1 else { return gradients.signals.ones }
    guard let first = gradients.signals.position(of: primary) else {
      context.note(.absent(task: primary.names.first), .tookMean)
      return gradients.signals.ones.map { $0 / Double(count) }
    }
    var weights = gradients.signals.ones.map { _ in 0.0 }
    let rows = UnitRows(gramian: gradients.gramian, count: count)
    guard rows.lengths[first] > 0 else {
      context.note(.zeroGradient(task: gradients.signals.tasks[first]), .rested)
      return weights
    }
    // In units of the first's own scaled length, which the rescaling takes out again.
    let lengths = zip(rows.lengths, scales).map { $0 * $1 }
    let others = (0..<count).filter { $0 != first && lengths[$0] > 0 }
    let right = others.map {
      tau * lengths[$0] / lengths[first] - rows.cosines[$0 * count + first]
    }
    let part = rows.subset(others)
    weights[first] = 1
    // Where the others need not gain, there is always an answer, if only 0.
    let found =
      tau > 0
      ? PolyhedralProjection.multipliers(cosines: part.cosines, right: right)
      : PolyhedralProjection.ofCone(cosines: part.cosines, right: right)
    guard let z = found else {
      context.note(.infeasible, .followedFirst)
      return weights
    }
    for (place, value) in zip(others, z) { weights[place] = value }
    let length = rows.length(of: weights)
    guard length > 0 else {
      context.note(.stationary, .rested)
      return weights.map { _ in 0 }
    }
    return zip(weights, rows.lengths).map { $1 > 0 ? $0 * rows.lengths[first] / length / $1 : 0 }
  }

  /// `1 / √(v̂ₖ + ε)`, after this step's squares have joined the running means.
  private mutating func scales(of gradients: TaskGradients) -> [Double] {
    let signals = gradients.signals
    var squares = memory.vectors["squares"] ?? []
    var steps = memory.vectors["steps"] ?? []
    if squares.count != signals.runTaskCount || steps.count != signals.runTaskCount {
      squares = Array(repeating: 0, count: signals.runTaskCount)
      steps = squares
    }
    let scales = signals.indices.enumerated().map { task, index in
      squares[index] = beta * squares[index] + (1 - beta) * gradients[task, task]
      steps[index] += 1
      // 1 − βⁿ without the rounding of βⁿ near 1.
      let corrected = squares[index] / -expm1(steps[index] * log1p(beta - 1))
      let root = (corrected + epsilon).squareRoot()
      return root > 0 ? 1 / root : 0
    }
    memory.vectors = ["squares": squares, "steps": steps]
    return scales
  }
}

extension StepSignals {
  /// Where the named task stands among those of the step, the run's first where nobody is named.
  func position(of names: TaskNames) -> Int? {
    if let name = names.names.first { return tasks.firstIndex(of: name) }
    return indices.firstIndex(of: 0)
  }
}
