public import TandemCatalog

/// Aligned-MTL: gradients made orthogonal and of one length, with as little change as can be.
///
/// With the Gramian `M = V Λ Vᵀ`, the nearest matrix with orthogonal rows of one length σ is `B J`, `B = σ V Λ^(−½) Vᵀ`
/// (the orthogonal Procrustes problem); d is the preferred combination of its rows, `w = B p`. σ² is the smallest
/// eigenvalue that is not 0 (min), the lower median of those (median), or their mean (rmse). The condition number of
/// the aligned system is 1: no task conflicts with another, none dominates.
/// Source: Senushkin, Patakin, Kuznetsov, Konushin, CVPR 2023. Differs: p is 1 / K each by default, as in TorchJD; the
/// authors' code and LibMTL sum (K times longer: preference of ones). Eigenvalues are exact to rounding
/// error times the condition of the directions (`SymmetricEigen`), and which of them are 0 is told
/// from the cosines.
public struct AlignedGradients: PreferenceMethod {
  public static let descriptor = MethodDescriptor(
    "aligned_mtl", gives: .weighting, needs: .gramian,
    guarantees: [.permutationEquivariance],
    "gradients made orthogonal and equally long, then combined",
    formula: "w = σ V Λ^(−½) Vᵀ p,  M = J Jᵀ = V Λ Vᵀ,  σ² = min, median or mean of Λ",
    source: "Senushkin, Patakin, Kuznetsov, Konushin, CVPR 2023", paper: "2305.19000",
    differs: "the mean of the aligned gradients, as TorchJD; the authors' code and LibMTL sum them",
    cost: "K² P for the gradients' inner products, and some 10 K³",
    details: [
      "Λ are the eigenvalues of M that are not 0 and V its eigenvectors; p is 1 / K each, or the preference.",
      "With min, the paper's choice, d is never longer than the weakest direction of the gradients: "
        + "safe, and slow where two gradients are nearly parallel.",
    ],
    examples: [
      "aligned_mtl()", "aligned_mtl(scale: median)", "aligned_mtl(preference: [0.7, 0.3])",
    ],
    [
      .word(
        "scale", ["min", "median", "rmse"], default: "min",
        "the aligned gradients' length: from the smallest eigenvalue, their lower median, or mean"),
      .preference, .gradientSite,
    ])

  public var scale: String
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    scale = arguments["scale"]
    self.arguments = arguments
  }

  public func weights(
    for gradients: TaskGradients, preferring numbers: [Double], in context: inout MethodContext
  ) -> [Double] {
    let count = gradients.taskCount
    let rank = UnitRows(gramian: gradients.gramian, count: count).rank
    guard rank > 0 else { return numbers }
    let eigen = SymmetricEigen(gradients.gramian, count: count)
    let values = eigen.values.prefix(rank)
    let square =
      switch scale {
      case "median": values[rank - 1 - (rank - 1) / 2]
      case "rmse": values.reduce(0, +) / Double(rank)
      default: values[rank - 1]
      }
    return eigen.apply(numbers, rank: rank) { (square / $0).squareRoot() }
  }
}
