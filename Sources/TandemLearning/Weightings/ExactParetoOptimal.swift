public import TandemCatalog

/// EPO search: to the point of the Pareto front where the losses are in the proportion that is preferred.
///
/// With preference r the goal is `r₁ L₁ = … = r_K L_K`: what counts more has the smaller loss. How far from it losses are is
/// `μ = Σ L̂ₖ log(K L̂ₖ)`, `L̂ = r L / Σ r L`; a step along `−Σ aₖ gₖ`, `aₖ = rₖ (log(K L̂ₖ) − μ)`, lowers it. The weights α, on the
/// simplex, solve a linear program, M the Gramian:
///
/// - balance, where μ > ε: `max αᵀ M a` so that tasks with `(M a)ⱼ ≤ 0` rise no faster than that (`(M α)ⱼ ≥ (M a)ⱼ`) and the one
///   whose rL is largest does not rise; where no `(M a)ⱼ > 0`, none rises.
/// - descent, where μ ≤ ε: `max Σⱼ (M α)ⱼ` so that no loss rises (relaxed); and, restricted, so that the proportion
///   gets no worse, `αᵀ M a ≥ min(0, maxⱼ (M a)ⱼ)`.
///
/// So some losses may rise on the way (controlled ascent). Where the program has no solution α is r / Σ r, as in the
/// authors' code; a note says so.
/// Source: Mahapatra & Rajan, "Multi-task learning with user preferences: gradient descent with controlled ascent in
/// Pareto optimization", ICML 2020. Differs: the program is solved on unit vectors by our own simplex method; weights add
/// up to 1, in the authors' code to K.
public struct ExactParetoOptimal: PreferenceMethod {
  public static let descriptor = MethodDescriptor(
    "epo", gives: .weighting, needs: [.losses, .gramian], guarantees: .nonnegativeWeights,
    "to the Pareto-optimal point where losses are in the preferred proportion",
    formula:
      "α = argmax αᵀ M a  over the simplex,  aₖ = rₖ (log(K L̂ₖ) − μ),  until r₁ L₁ = … = r_K L_K",
    source: "Mahapatra & Rajan, ICML 2020",
    differs: "weights add up to 1, in the authors' code to K",
    cost: "K² P for the gradients' inner products, and a linear program, some K³",
    details: [
      "d = Σ αₖ gₖ and M = J Jᵀ; r is the preference, L̂ = r L / Σ r L are the losses' shares, and "
        + "μ = Σ L̂ₖ log(K L̂ₖ) says how uneven they are.",
      "prefer a task twice as much, and at the end its loss is half the other's. Losses must be above 0. "
        + "A loss may rise while the proportion is far from the preferred one: no common descent.",
      "Once the proportion is right to within epsilon (μ, a Kullback-Leibler divergence), all losses "
        + "fall: relaxed lets the proportion go while they do.",
    ],
    examples: ["epo()", "epo(preference: [0.7, 0.3])", "epo(preference: [2, 1], relaxed: true)"],
    [
      .preference,
      .number("epsilon", default: 1e-4, atLeast: 0, "μ up to which the proportion is right"),
      .truth("relaxed", default: false, "whether descent may change the proportion"),
      .gradientSite,
    ])

  public var epsilon: Double
  public var isRelaxed: Bool
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    epsilon = arguments["epsilon"]
    isRelaxed = arguments["relaxed"]
    self.arguments = arguments
  }

  public func weights(
    for gradients: TaskGradients, preferring numbers: [Double], in context: inout MethodContext
  ) -> [Double] {
    let sum = numbers.reduce(0, +)
    let balance = Balance(
      losses: positive(gradients, &context), preference: numbers.map { $0 / sum })
    let rows = UnitRows(gramian: gradients.gramian, count: gradients.taskCount)
    guard !rows.nonzero.isEmpty else { return balance.preference }
    guard let weights = weights(rows, balance) else {
      context.note(.infeasible, .tookPreferred)
      return balance.preference
    }
    return weights
  }

  /// The losses, a smallest number in place of those that are not above 0.
  private func positive(_ gradients: TaskGradients, _ context: inout MethodContext) -> [Double] {
    zip(gradients.losses, gradients.signals.tasks).map { loss, task in
      guard !(loss > 0) else { return loss }
      context.note(.nonpositiveLoss(task: task), .tookNearest)
      return .leastNormalMagnitude
    }
  }

  /// The program's solution, in `vₖ = αₖ |gₖ| / min |g|` and with rows divided by the lengths.
  private func weights(_ rows: UnitRows, _ balance: Balance) -> [Double]? {
    let places = rows.nonzero
    let part = rows.subset(places)
    let shortest = part.lengths.min() ?? 1
    let a = places.map { balance.adjustments[$0] * rows.lengths[$0] }
    // ⟨uₖ, Σ aⱼ gⱼ⟩: with the size of |gₖ| the signs of M a, and its values for the rows.
    let products = part.products(with: a).map { $0 / shortest }
    let cosines = part.lengths.indices.map { row in
      Array(part.cosines[row * part.count..<(row + 1) * part.count])
    }
    var program = LinearProgram(
      objective: products, rows: cosines, bounds: products.map { _ in 0 },
      equality: part.lengths.map { shortest / $0 })
    if balance.divergence > epsilon {
      if products.contains(where: { $0 > 0 }) {
        balance.release(&program, products, places)
      }
    } else {
      // The sum of M α: each of its rows counts by its length.
      program.objective = part.multiplied(by: part.lengths.map { $0 / shortest })
      if !isRelaxed {
        let size = products.reduce(Double.leastNormalMagnitude) { max($0, $1.magnitude) }
        program.rows.append(products.map { $0 / size })
        // maxⱼ (M a)ⱼ, in the units of αᵀ M a.
        let largest = zip(products, part.lengths).reduce(-Double.infinity) {
          max($0, $1.0 * $1.1 / shortest)
        }
        program.bounds.append(min(0, largest / size))
      }
    }
    return solve(program, part, places, count: rows.count)
  }

  private func solve(_ program: LinearProgram, _ part: UnitRows, _ places: [Int], count: Int)
    -> [Double]?
  {
    var program = program
    // Tasks without a gradient may carry weight, which then moves nothing.
    if places.count < count {
      program.objective.append(0)
      program.equality.append(1)
      program.rows = program.rows.map { $0 + [0] }
    }
    let size = program.objective.reduce(0) { max($0, $1.magnitude) }
    if size > 0 { program.objective = program.objective.map { $0 / size } }
    guard let solution = program.solve() else { return nil }
    let shortest = part.lengths.min() ?? 1
    var weights = Array(repeating: 0.0, count: count)
    for (index, place) in places.enumerated() {
      weights[place] = solution.x[index] * shortest / part.lengths[index]
    }
    return weights
  }
}

/// How far losses are from their preferred proportion.
private struct Balance {
  /// r, with a sum of 1.
  let preference: [Double]
  /// `r L`.
  let weighted: [Double]
  /// μ.
  let divergence: Double
  /// a, along whose gradients μ falls.
  let adjustments: [Double]

  init(losses: [Double], preference: [Double]) {
    let weighted = zip(losses, preference).map { $0 * $1 }
    let sum = weighted.reduce(0, +)
    let count = Double(losses.count)
    let shares = weighted.map { max($0 / sum, .leastNormalMagnitude) }
    let divergence = shares.reduce(0) { $0 + $1 * logarithm($1 * count) }
    self.preference = preference
    self.weighted = weighted
    self.divergence = divergence
    adjustments = zip(shares, preference).map { $1 * (logarithm($0 * count) - divergence) }
  }

  /// Sets the bounds of a program in which some tasks may rise.
  func release(_ program: inout LinearProgram, _ products: [Double], _ places: [Int]) {
    let largest = weighted.max() ?? 0
    var kept: [Int] = []
    for (row, place) in places.enumerated() {
      if weighted[place] == largest {
        kept.append(row)
      } else if products[row] <= 0 {
        program.bounds[row] = products[row]
        kept.append(row)
      }
    }
    program.rows = kept.map { program.rows[$0] }
    program.bounds = kept.map { program.bounds[$0] }
  }
}
