public import TandemCatalog

/// SDMGrad, stochastic direction-oriented multi-objective gradient descent: `mgda` that leans to the mean.
///
/// `d = Jᵀ (w + λ w̃) / (1 + λ)`, `w̃ = 1 / K`, with w near `argmin |Jᵀ (w + λ w̃)|²` on the simplex: S steps of
/// projected gradient descent with momentum, `v ← μ v + A (w + λ w̃)`, `w ← Π(w − η v)`, from the last step's w and
/// v = 0. `A = J₁ J₂ᵀ / s²`, from two more independent batches, with `s = meanₖ √max(Aₖₖ, 0)` before that division,
/// so that η does not depend on the gradients' size. λ = 0 is `mgda`, a large λ the mean. Where batches are so noisy
/// that s changes much from step to step, small s count most, and w is no longer right on average; with
/// `normalization: none` s is 1 and it is, at a rate that suits the gradients' size.
/// Source: Xiao, Ban, Ji, NeurIPS 2023; λ = 0.3 and S = 20 as in the authors' experiments. Differs: η 10 as in the
/// authors' code and TorchJD, in LibMTL 5; the authors' code means to take three batches but lets them share one
/// buffer, so that all are the last one; codes add 1e-8 to s².
public struct DirectionOrientedDescent: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "sdmgrad", gives: .weighting, needs: .probe, guarantees: .nonnegativeWeights,
    "a short combination that leans to the mean, from two more independent batches a step",
    formula: "d = Jᵀ (w + λ w̃) / (1 + λ),  w ≈ argmin |Jᵀ (w + λ w̃)|² on the simplex,  w̃ = 1 / K",
    source: "Xiao, Ban, Ji, NeurIPS 2023", paper: "2305.18409",
    differs: "rate 10 as in the authors' code, in LibMTL 5; no 1e-8 in the scale",
    cost: "3 times the tasks' gradients (two more batches), K² P for inner products, and S K²",
    details: [
      "The minimum is sought by S steps of projected descent along J₁ J₂ᵀ (w + λ w̃), with the gradients J₁ "
        + "and J₂ of two more batches: such products are right on average.",
      "The weights are not the minimum but what 'steps' steps of descent reach; with the momentum of "
        + "0.5 and the rate of 10, they may swing round it.",
      "Rows of a representation are others in each batch: inner products of two batches mean nothing "
        + "there. cr_mogm(mgda(at: representation)) averages weights over steps instead.",
    ],
    examples: ["sdmgrad()", "sdmgrad(lambda: 0.6)"],
    [
      .number("lambda", default: 0.3, atLeast: 0, "how much the direction leans to the mean"),
      .whole("steps", default: 20, atLeast: 1, "how many steps of descent w makes"),
      .number("rate", default: 10, above: 0, "how long these are"),
      .number("momentum", default: 0.5, atLeast: 0, below: 1, "their momentum"),
      .word(
        "normalization", ["batch", "none"], default: "batch",
        "whether inner products are divided by the gradients' size in the two batches"),
      .sharedSite(
        "by all shared parameters: two batches have no rows of a representation in common"),
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
    let products = try ProbedProducts(for: signals, in: &context)
    if let scale = scale(of: products) {
      var simplex = SimplexWeights(
        "weights", in: memory, of: products.tasks.map { signals.indices[$0] },
        count: signals.runTaskCount)
      simplex.taking = descended(from: simplex.taking, products, scale)
      memory.vectors["weights"] = simplex.stored
    } else {
      context.note(.infeasible, .keptWeights)
    }
    let simplex = SimplexWeights(
      "weights", in: memory, of: signals.indices, count: signals.runTaskCount)
    let lambda: Double = arguments["lambda"]
    let lean = lambda / Double(signals.taskCount)
    return .weights(simplex.taking.map { ($0 + lean) / (1 + lambda) })
  }

  /// `s²`; `nil` where no task's gradients on the two batches agree so far that they have a common size.
  private func scale(of products: ProbedProducts) -> Double? {
    if arguments["normalization"] == "none" { return products.tasks.isEmpty ? nil : 1 }
    let count = products.tasks.count
    let lengths = (0..<count).map { max(products.products[$0 * (count + 1)], 0).squareRoot() }
    let mean = lengths.reduce(0, +) / Double(max(count, 1))
    return mean > 0 && mean.isFinite ? mean * mean : nil
  }

  private func descended(
    from start: [Double], _ products: ProbedProducts, _ scale: Double
  ) -> [Double] {
    let (lambda, rate) = (arguments["lambda"] as Double, arguments["rate"] as Double)
    let (steps, momentum) = (arguments["steps"] as Int, arguments["momentum"] as Double)
    var weights = start
    var velocity = start.map { _ in 0.0 }
    for _ in 0..<steps {
      let slopes = products(weights.map { $0 + lambda / Double(start.count) })
      velocity = zip(velocity, slopes).map { momentum * $0 + $1 / scale }
      weights = SimplexProjection.nearest(to: zip(weights, velocity).map { $0 - rate * $1 })
    }
    return weights
  }
}
