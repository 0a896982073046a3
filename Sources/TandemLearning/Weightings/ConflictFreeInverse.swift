public import TandemCatalog

/// ConFIG, conflict-free inverse gradients: the direction at the same angle to every gradient.
///
/// `d = (Σ ⟨gₖ, û⟩) û`, `u = U⁺ p`, U the gradients made unit vectors, U⁺ its pseudo-inverse. For independent gradients
/// and p = 1 all cosines with d are alike and positive: no loss rises, whatever the gradients' sizes, and d is long where
/// they agree. In terms of the Gramian `u = Uᵀ C⁺ p`, C the cosines.
/// Source: Liu, Chu, Thuerey, "ConFIG: towards conflict-free training of physics informed neural networks", ICLR 2025.
/// Differs: the Jacobian is never built; the authors' momentum variant (M-ConFIG), an optimizer of its own that computes one
/// task's gradient a step, is not here. For dependent gradients U⁺ makes least squares of it, and cosines can be unlike or
/// negative; where `u = 0` the shared part rests, and a note says so.
public struct ConflictFreeInverse: PreferenceMethod {
  public static let descriptor = MethodDescriptor(
    "config", gives: .weighting, needs: .gramian,
    guarantees: [.permutationEquivariance],
    "the direction at the same angle to every gradient",
    formula: "d = (Σ ⟨gₖ, û⟩) û,  u = U⁺ p,  U the gradients as unit vectors",
    source: "Liu, Chu, Thuerey, ICLR 2025", paper: "2408.11104",
    differs: "from the Gramian, without the Jacobian; no momentum variant",
    cost: "K² P for the gradients' inner products, and some 10 K³",
    details: [
      "p is 1 / K each, or the preference; U⁺ is the pseudo-inverse of U, and û = u / |u|.",
      "For independent gradients every loss falls and sizes do not change where d points. With more "
        + "tasks than parameters, or other dependence, it is the least-squares answer and can conflict.",
    ],
    examples: ["config()", "config(preference: [2, 1])"], [.preference, .gradientSite])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  public func weights(
    for gradients: TaskGradients, preferring numbers: [Double], in context: inout MethodContext
  ) -> [Double] {
    let count = gradients.taskCount
    let rows = UnitRows(gramian: gradients.gramian, count: count)
    let rank = rows.rank
    let eigen = SymmetricEigen(rows.cosines, count: count)
    let x = eigen.apply(numbers, rank: rank) { 1 / $0 }
    let products = rows.products(with: x)
    let square = zip(x, products).reduce(0) { $0 + $1.0 * $1.1 }
    // Beside the numbers asked for, what is left where they ask for nothing is rounding error.
    let size = numbers.reduce(0, +)
    guard square > 1e-24 * size * size else {
      if rank > 0 { context.note(.infeasible, .rested) }
      return x.map { _ in 0 }
    }
    if rank < rows.nonzero.count { context.note(.dependentGradients, .tookShortest) }
    let length = zip(products, rows.lengths).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(x, rows.lengths).map { $1 > 0 ? $0 * length / square / $1 : 0 }
  }
}
