public import TandemCatalog

/// MoDo, multi-objective gradient with double sampling: weights that noise does not mislead.
///
/// `λ ← Π(λ − γ (J₁ J₂ᵀ λ + ρ λ))`, `d = Jᵀ λ`, with the gradients `J` of the step's batch, those of two more
/// batches in `J₁` and `J₂`, and Π the projection on the simplex. As the three batches are independent, the
/// step of λ is right on average, which with one batch it is not; λ follows the weights of `mgda`.
/// Source: Chen, Fernando, Ying, Chen, NeurIPS 2023; JMLR 2024. Differs: γ and ρ as in LibMTL, from the
/// authors' code; TorchJD has γ 0.1 and ρ 0, and its newest version a softmax for Π.
public struct DoubleSampling: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "modo", gives: .weighting, needs: .probe,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "weights that follow the shortest combination, from two more independent batches a step",
    formula: "λ ← Π(λ − γ (J₁ J₂ᵀ λ + ρ λ)),  d = Jᵀ λ",
    source: "Chen, Fernando, Ying, Chen, NeurIPS 2023; JMLR 2024", paper: "2305.20057",
    differs: "gamma and rho as in LibMTL; TorchJD: gamma 0.1, rho 0, and lately a softmax for Π",
    cost: "3 times the tasks' gradients (two more batches), and K² P for inner products",
    details: [
      "J₁ and J₂ are the gradients of two more batches, and Π projects onto the simplex: as the batches "
        + "are independent, the step of λ is right on average, which with one batch it is not.",
      "The weights move by γ times inner products: where gradients are small, they hardly do.",
      "Rows of a representation are others in each batch: inner products of two batches mean nothing "
        + "there. cr_mogm(mgda(at: representation)) averages weights over steps instead.",
    ],
    examples: ["modo()", "modo(gamma: 0.1)"],
    [
      .number("gamma", default: 1e-3, above: 0, "how fast the weights move"),
      .number("rho", default: 0.1, atLeast: 0, "how much the weights are held together"),
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
    let (gamma, rho) = (arguments["gamma"] as Double, arguments["rho"] as Double)
    if !products.tasks.isEmpty {
      var simplex = SimplexWeights(
        "weights", in: memory, of: products.tasks.map { signals.indices[$0] },
        count: signals.runTaskCount)
      let weights = simplex.taking
      let slopes = products(weights)
      simplex.taking = SimplexProjection.nearest(
        to: zip(weights, slopes).map { $0 - gamma * ($1 + rho * $0) })
      memory.vectors["weights"] = simplex.stored
    }
    return .weights(
      SimplexWeights("weights", in: memory, of: signals.indices, count: signals.runTaskCount)
        .taking)
  }
}
