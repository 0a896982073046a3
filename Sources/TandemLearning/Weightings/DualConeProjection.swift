public import TandemCatalog

/// DualProj: the combined gradient, projected onto the dual cone of the gradients.
///
/// `d = π(Σ pₖ gₖ)`, π(x) the nearest vector to x in `{d : ⟨gₖ, d⟩ ≥ 0 for all k}`: what is nearest to the mean gradient
/// and makes no loss rise.
/// Source: Lopez-Paz & Ranzato, "Gradient episodic memory", NeurIPS 2017, equation 11, for tasks learned at once as in
/// Quinton & Rey 2024. Differs: exact, where TorchJD adds 1e-4 times the Gramian's trace to its diagonal
/// (`regularization: 1e-4`), with which d can conflict with small gradients.
public struct DualConeProjection: PreferenceMethod {
  public static let descriptor = MethodDescriptor(
    "dualproj", gives: .weighting, needs: .gramian,
    guarantees: [.commonDescent, .permutationEquivariance, .nonnegativeWeights],
    "the direction nearest to the mean gradient that makes no loss rise",
    formula: "d = argmin |d − Σ pₖ gₖ|  over  ⟨gⱼ, d⟩ ≥ 0",
    source: "Lopez-Paz & Ranzato, NeurIPS 2017; Quinton & Rey, 2024", paper: "2406.16232",
    differs: "exact; TorchJD has regularization: 1e-4, which can conflict with small gradients",
    cost: "K² P for the gradients' inner products, and a quadratic program, some K³",
    details: [
      "p is 1 / K each, or the preference. Large gradients lead, unlike in upgrad.",
      "With a regularization above 0 a loss whose gradient is small beside the others' may rise.",
    ],
    examples: ["dualproj()", "dualproj(preference: [0.7, 0.3])"],
    [.preference, .regularization, .gradientSite])

  public var regularization: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    regularization = arguments["regularization"]
    self.arguments = arguments
  }

  public func weights(
    for gradients: TaskGradients, preferring numbers: [Double], in context: inout MethodContext
  ) -> [Double] {
    let count = gradients.taskCount
    let rows = UnitRows(gramian: gradients.gramian(regularization), count: count)
    let mean = zip(numbers, rows.lengths).map { $0 * $1 }
    let projection = PolyhedralProjection.ontoDualCone(of: rows, mean)
    return zip(projection, rows.lengths).map { $1 > 0 ? $0 / $1 : 0 }
  }
}
