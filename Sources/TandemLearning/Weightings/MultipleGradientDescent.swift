public import TandemCatalog

/// MGDA: the shortest vector in the convex hull of the tasks' gradients.
///
/// `d = Σ wₖ gₖ`, `w = argmin |Σ wₖ gₖ|²` over `w ≥ 0, Σ w = 1`. A step along −d makes every loss fall,
/// all by the same `|d|²` where wₖ > 0, and at least by that elsewhere: `⟨gₖ, d⟩ ≥ |d|²`. `d = 0` exactly where
/// the parameters are Pareto stationary; then the shared part rests while the heads go on.
/// Source: Désidéri, Comptes Rendus 2012; Sener & Koltun, NeurIPS 2018. Differs: the minimum is exact
/// (`MinimumNorm`), where MOO, LibMTL and TorchJD stop early and are off by up to 80 % where gradients
/// differ much in size; weights add up to 1 as in the paper, in nash-mtl's code to K.
public struct MultipleGradientDescent: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "mgda", gives: .weighting, needs: .gramian,
    guarantees: [
      .commonDescent, .stationaryLimit, .permutationEquivariance, .nonnegativeWeights,
    ],
    "the shortest convex combination of the gradients: no loss rises",
    formula: "d = Σ wₖ gₖ,  w = argmin |Σ wₖ gₖ|²  over  w ≥ 0, Σ w = 1",
    source: "Désidéri, Comptes Rendus 2012; Sener & Koltun, NeurIPS 2018", paper: "1810.04650",
    differs: "solved exactly; MOO, LibMTL and TorchJD stop early and can be far off",
    cost: "K² P for the gradients' inner products, and some K⁴ at worst",
    details: [
      "⟨gₖ, d⟩ ≥ |d|² for every task. The smallest gradient leads, since the hull is nearest to 0 "
        + "there; at a Pareto-stationary point d is 0."
    ],
    examples: ["mgda()", "dwa() + mgda()"], [.gradientSite])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    .weights(MinimumNorm.weights(gramian: gradients.gramian, count: gradients.taskCount))
  }
}
