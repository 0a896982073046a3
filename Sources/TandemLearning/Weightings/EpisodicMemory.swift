public import TandemCatalog

/// GEM, gradient episodic memory: one task's gradient, projected to where the other tasks' losses do not rise.
///
/// `d = argmin |d − g|` over `⟨gₖ, d⟩ ≥ 0` for every other task k, the remembered ones; where g itself conflicts with none,
/// d is g. `d = g + Σ vₖ gₖ` with `v ≥ margin`: a margin (the paper's memory strength γ) makes the remembered losses fall
/// rather than stay.
/// Source: Lopez-Paz & Ranzato, NeurIPS 2017. Differs: the margin is 0 by default, which is the paper's plain problem, in
/// the authors' code 0.5; exact, where the authors add 1e-3 to the Gramian's diagonal,
/// whatever its size (off by 60 % for small gradients). The tasks of a run are learned at once here: one of them plays
/// the task that is learned, the others those that are remembered; only its loss is followed. In a step without
/// it d is the mean of the others' gradients.
public struct EpisodicMemory: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "gem", gives: .weighting, needs: .gramian,
    guarantees: [.commonDescent, .nonnegativeWeights],
    "one task's gradient, projected to where the others' losses do not rise",
    formula: "d = argmin |d − g|  over  ⟨gₖ, d⟩ ≥ 0  for the other tasks k",
    source: "Lopez-Paz & Ranzato, NeurIPS 2017", paper: "1706.08840",
    differs:
      "exact; the authors' code adds 1e-3 to the diagonal, far off for small gradients, and has a margin "
      + "of 0.5",
    cost: "K² P for the gradients' inner products, and a quadratic program, some K³",
    details: [
      "The other tasks are constraints alone: their losses do not rise, but nothing makes them fall. "
        + "The loss of the task itself falls, or stays where no direction is left. With a margin above 0 "
        + "it may rise."
    ],
    examples: ["gem()", "gem(task: \"digit\")", "gem(margin: 0.5)"],
    [
      .taskName("task", "the task that is learned; the run's first if left out"),
      .number("margin", default: 0, atLeast: 0, "the least weight of a remembered gradient"),
      .gradientSite,
    ])

  public var margin: Double
  private let learned: TaskNames
  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var namedTasks: [String] { learned.names }

  public init(_ arguments: Arguments) {
    margin = arguments["margin"]
    learned = TaskNames(arguments[value: "task"])
    self.arguments = arguments.naming("task")
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    return .weights(gradients.inOrder { weights(for: $0, &context) })
  }

  private func weights(for gradients: TaskGradients, _ context: inout MethodContext) -> [Double] {
    let count = gradients.taskCount
    guard let first = gradients.signals.position(of: learned) else {
      context.note(.absent(task: learned.names.first), .tookMean)
      return gradients.signals.ones.map { $0 / Double(count) }
    }
    let others = (0..<count).filter { $0 != first }
    var weights = gradients.signals.ones.map { _ in 0.0 }
    weights[first] = 1
    guard others.contains(where: { gradients[$0, first] < 0 }) else { return weights }
    let rows = UnitRows(gramian: gradients.gramian, count: count)
    for k in others { weights[k] = margin }
    let start = zip(weights, rows.lengths).map { $0 * $1 }
    let right = rows.products(with: start).map { -$0 }
    let part = rows.subset(others)
    let z = PolyhedralProjection.ofCone(cosines: part.cosines, right: others.map { right[$0] })
    for (k, value) in zip(others, z) where rows.lengths[k] > 0 {
      weights[k] += value / rows.lengths[k]
    }
    let products = rows.products(with: zip(weights, rows.lengths).map { $0 * $1 })
    if products.allSatisfy({ $0 == 0 }) {
      context.note(.stationary, .rested)
      return weights.map { _ in 0 }
    }
    return weights
  }
}
