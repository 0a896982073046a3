public import TandemCatalog

/// IMTL-G: a direction with the same projection onto every task's gradient.
///
/// `d = Σ wₖ gₖ` with `Σ w = 1` and `⟨d, gₖ / |gₖ|⟩` the same for all k: `w = v / Σ v`, `M v = |g|`, M the Gramian. No
/// task is favored, whatever its gradient's size; weights can be negative, and where `Σ v < 0` all projections
/// are negative too: the method's own definition then makes all losses rise.
/// Source: Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang, ICLR 2021. Differs: where the gradients depend on each other
/// (always with more tasks than parameters) the equations have many answers or none; as TorchJD we take
/// `v = M⁺ |g|` with the pseudo-inverse, where LibMTL and nash-mtl give 0, and NaN for a gradient of 0, which has
/// weight 0 here.
public struct ImpartialGradients: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "imtl_g", gives: .weighting, needs: .gramian,
    guarantees: [.permutationEquivariance],
    "a direction with the same projection onto every gradient",
    formula: "d = Σ wₖ gₖ,  ⟨d, gₖ / |gₖ|⟩ alike for all k:  w = v / Σ v,  M v = |g|,  M = J Jᵀ",
    source: "Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang, ICLR 2021",
    differs:
      "for dependent gradients the pseudo-inverse's answer, as TorchJD; LibMTL and nash-mtl give 0",
    cost: "K² P for the gradients' inner products, and K³",
    details: [
      "For independent gradients no loss rises unless Σ v < 0; near a Pareto-stationary point it can "
        + "be, and then every loss rises: the paper's definition, not ours."
    ],
    examples: ["imtl_g()", "imtl_l() + imtl_g()"], [.gradientSite])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    return .weights(gradients.inOrder { weights(for: $0, &context) })
  }

  private func weights(for gradients: TaskGradients, _ context: inout MethodContext) -> [Double] {
    let count = gradients.taskCount
    let rows = UnitRows(gramian: gradients.gramian, count: count)
    let solution = solve(rows)
    if !solution.isUnique { context.note(.dependentGradients, .tookShortest) }
    let v = solution.v
    let (sum, size) = v.reduce((0, 0)) { ($0.0 + $1, $0.1 + $1.magnitude) }
    // Beside |g| = 1 each, what is left in v where the equations ask for nothing is rounding error.
    let reach = zip(v, rows.lengths).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
    guard sum.magnitude > 1e-12 * size, reach > 1e-12 * Double(count) else {
      context.note(.infeasible, .rested)
      return v.map { _ in 0 }
    }
    return v.map { $0 / sum }
  }

  /// `v = M⁺ |g|`: on unit vectors where they are independent, else by `GradedInverse`, so that sizes cost nothing.
  ///
  /// For two tasks v ∝ 1 / |gₖ| whatever the angle: `d = 0` where they are opposite, and never a division by nearly 0.
  private func solve(_ rows: UnitRows) -> (v: [Double], isUnique: Bool) {
    if rows.count == 2, !rows.lengths.contains(0) {
      return (rows.lengths.map { rows.lengths.reduce(0, max) / $0 }, true)
    }
    if rows.rank == rows.count,
      let x = LinearSystem.solve(rows.cosines, rows.lengths.map { _ in 1 })
    {
      return (zip(x, rows.lengths).map { $0 / $1 }, true)
    }
    let inverse = GradedInverse(rows)
    return (inverse.apply(rows.lengths), inverse.rank == rows.nonzero.count)
  }
}
