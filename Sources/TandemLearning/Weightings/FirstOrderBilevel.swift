public import TandemCatalog

import Glibc

/// FORUM, a first-order multi-gradient method for bilevel learning: validation losses, weights and parameters at once.
///
/// The training loss is `f(α, θ) = Σ wₖ Lₖ(θ)`, `w = softmax(α)`; wanted are α and θ that are good for all validation
/// losses Fⱼ where θ minimizes f. With θ_T after T steps of descent on f, `q = f(α, θ) − f(α, θ_T)` is to become 0.
/// Its gradient is `∇q = (∂f/∂α (θ) − ∂f/∂α (θ_T), ∂f/∂θ)`, and the direction in (α, θ) solves
/// `max_d minⱼ ⟨∇Fⱼ, d⟩ − ½ |d|²` so that `⟨∇q, d⟩ ≥ ρ |∇q|²`: `d = Σ λⱼ ∇Fⱼ + ν ∇q`, `ν = max(ρ − ⟨∇q, Σ λⱼ ∇Fⱼ⟩ / |∇q|², 0)`,
/// after λ has been averaged, `λ ← λ + n^(−3/4) (λ̂ − λ)` in epoch n. Adam moves α; θ, own parts of tasks included,
/// moves against d.
/// Source: Ye, Lin, Cao, Zhang, Tsang, ECAI 2024; the bound `ρ |∇q|²`, the defaults and Adam for α are those of the
/// authors' code. Differs: λ̂ is the exact solution of that problem, where the code halves the linear term and holds
/// ν from below; there the ∇Fⱼ are scaled to length 1 (`normalization: l2`) and are of other training rows, not of
/// a validation split, and inner steps stop at a loss of 1e5, here where they no longer lower f.
public struct FirstOrderBilevel: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "forum", gives: .weighting, needs: [.probe, .validation],
    "follows all validation losses, as far as the weighted training loss falls too",
    formula: "d = Σ λⱼ ∇Fⱼ + ν ∇q,  q = Σ wₖ (Lₖ(θ) − Lₖ(θ_T)),  ⟨∇q, d⟩ ≥ ρ |∇q|²",
    source: "Ye, Lin, Cao, Zhang, Tsang, ECAI 2024", paper: "2401.09257",
    differs:
      "solved exactly; the authors' code scales the ∇Fⱼ to length 1 (normalization: l2) and takes them "
      + "from other training rows; ρ |∇q|² and the defaults are the code's",
    cost: "T + 3 times the tasks' gradients, by all parameters, 2 K² P and some K⁴ at worst",
    details: [
      "Fⱼ are the validation losses, θ_T is θ after T steps of descent on Σ wₖ Lₖ, and w = softmax(α) is "
        + "learned along with θ; λ is on the simplex, and ν no larger than the bound asks for.",
      "The data need validation rows, and these are learned from: judge by the test split.",
      "A task without a label among the validation rows of a step is trained for the others alone.",
    ],
    examples: ["forum()", "forum(rho: 0.5, inner_steps: 1)"],
    [
      .number("rho", default: 0.1, above: 0, "how much the training loss must fall"),
      .number("rate", default: 1e-3, above: 0, "how fast the weights are learned, by Adam"),
      .number("inner_rate", default: 0.1, above: 0, "the rate of the inner steps"),
      .whole("inner_steps", default: 5, atLeast: 1, "T, how many there are"),
      .word(
        "normalization", ["none", "l2"], default: "none",
        "whether the validation losses' gradients are made of length 1"),
      .sharedSite(
        "by all parameters: a step moves these, not a representation"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext) throws
    -> Combination
  {
    let signals = gradients.signals
    guard signals.runTaskCount > 1 else { return .weights(signals.ones) }
    let probe = context.requiredProbe
    var logits = memory.vector("logits", count: signals.runTaskCount, initially: 0)
    let weights = normalizedExponentials(signals.indices.map { logits[$0] })
    let excess = try TrainingExcess(
      weights: weights, rate: arguments["inner_rate"], steps: arguments["inner_steps"], probe)
    let (rows, labelled) = try validationGradients(signals, probe, in: &context)
    let width = probe.trainedCount
    let products = Rows.products(rows, excess.gradient, width: width)
    let rho: Double = arguments["rho"]
    let shares = averagedShares(
      Rows.gramian(rows, count: labelled.count, width: width, columns: 0..<width), products,
      excess.squaredLength, labelled.map { signals.indices[$0] }, signals)
    var direction = Rows.sum(rows, weights: shares, width: width)
    let along = zip(shares, products).reduce(0) { $0 + $1.0 * $1.1 }
    let push = excess.squaredLength > 0 ? max(rho - along / excess.squaredLength, 0) : 0
    for place in direction.indices { direction[place] += push * excess.gradient[place] }
    var adam = AdamMemory(memory, count: signals.runTaskCount)
    for (index, slope) in zip(signals.indices, excess.weightGradient) {
      logits[index] -= adam.move(index, by: push * slope, rate: arguments["rate"])
    }
    adam.write(to: &memory)
    memory.vectors["logits"] = logits
    return .vector(direction)
  }

  /// The rows `∇Fⱼ` of the tasks that the validation rows have labels for, and which these are.
  private func validationGradients(
    _ signals: StepSignals, _ probe: any GradientProbe, in context: inout MethodContext
  ) throws -> ([Double], [Int]) {
    let found = try probe.gradients(ProbeRequest(.validation, includesOwn: true))
    let width = probe.trainedCount
    let labelled = found.labelledTasks(width: width)
    for task in signals.tasks.indices where !labelled.contains(task) {
      context.note(.unlabelled(task: signals.tasks[task]), .leftOut)
    }
    var rows = Rows.selected(labelled, of: found.jacobian, width: width)
    if arguments["normalization"] == "l2" {
      let lengths = Rows.norms(rows, count: labelled.count, width: width)
      for (row, length) in lengths.enumerated() where length > 0 {
        for place in row * width..<(row + 1) * width { rows[place] /= length }
      }
    }
    return (rows, labelled)
  }

  /// λ of the labelled tasks, after this step's has been averaged in.
  private mutating func averagedShares(
    _ gramian: [Double], _ products: [Double], _ square: Double, _ indices: [Int],
    _ signals: StepSignals
  ) -> [Double] {
    guard !indices.isEmpty else { return [] }
    let shares = Self.shares(gramian, products, square, rho: arguments["rho"])
    let isFirst = memory.vectors["shares"]?.count != signals.runTaskCount
    var simplex = SimplexWeights(
      "shares", in: memory, of: indices, count: signals.runTaskCount)
    let rate = isFirst ? 1 : 1 / pow(Double(max(signals.epoch, 1)), 0.75)
    simplex.taking = zip(simplex.taking, shares).map { $0 + rate * ($1 - $0) }
    memory.vectors["shares"] = simplex.stored
    return simplex.taking
  }

  /// λ̂, the validation gradients' shares in the direction that solves the problem.
  /// - Parameters:
  ///   - gramian: Inner products of the `∇Fⱼ`.
  ///   - products: `⟨∇q, ∇Fⱼ⟩`.
  ///   - square: `|∇q|²`.
  ///   - rho: ρ.
  /// - Returns: Weights of at least 0 that add up to 1.
  static func shares(
    _ gramian: [Double], _ products: [Double], _ square: Double, rho: Double
  ) -> [Double] {
    let count = products.count
    let free = MinimumNorm.weights(gramian: gramian, count: count)
    let along = zip(free, products).reduce(0) { $0 + $1.0 * $1.1 }
    // The shortest combination lowers q enough by itself, or there is no q.
    guard square > 0, along < rho * square else { return free }
    // On the constraint d = ρ ∇q + what is orthogonal to ∇q.
    var matrix = gramian
    for i in 0..<count {
      for j in 0..<count { matrix[i * count + j] -= products[i] / square * products[j] }
    }
    return SimplexProgram.weights(matrix: matrix, linear: products.map { rho * $0 })
  }
}

/// `q = Σ wₖ (Lₖ(θ) − Lₖ(θ_T))` and its gradient.
private struct TrainingExcess {
  /// By all that is trained, with θ_T held.
  let gradient: [Double]
  /// By α, `w = softmax(α)`.
  let weightGradient: [Double]
  /// Of both together.
  let squaredLength: Double

  init(weights: [Double], rate: Double, steps: Int, _ probe: any GradientProbe) throws {
    let width = probe.trainedCount
    func value(_ losses: [Double]) -> Double {
      zip(weights, losses).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let start = try probe.gradients(ProbeRequest(.batch, includesOwn: true))
    gradient = Rows.sum(start.jacobian, weights: weights, width: width)
    var (way, slope, best) = (gradient.map { _ in 0.0 }, gradient, start.losses)
    for step in 1...steps {
      for place in way.indices { way[place] -= rate * slope[place] }
      let next = try probe.gradients(
        ProbeRequest(.batch, displacement: way, includesOwn: true))
      guard value(next.losses) < value(best) else { break }
      best = next.losses
      if step < steps { slope = Rows.sum(next.jacobian, weights: weights, width: width) }
    }
    let fallen = zip(start.losses, best).map { $0 - $1 }
    let mean = value(fallen)
    weightGradient = zip(weights, fallen).map { $0 * ($1 - mean) }
    squaredLength = (gradient + weightGradient).reduce(0) { $0 + $1 * $1 }
  }
}
