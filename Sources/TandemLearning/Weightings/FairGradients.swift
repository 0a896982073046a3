public import TandemCatalog

/// FairGrad: the direction that is fairest in the sense of α-fairness.
///
/// `d = Σ xₖ gₖ` makes `Σ ⟨gₖ, d⟩^(1 − α) / (1 − α)` largest among directions of a length: `M x = x^(−1/α)`, x > 0, M the
/// Gramian. `α = 1` is Nash-MTL's bargaining (without its clipping), α → 0 the mean gradient, α → ∞ the worst-off
/// task's; every loss falls, by `⟨gₖ, d⟩ = xₖ^(−1/α)`.
/// Source: Ban & Ji, ICML 2024. Differs: solved to rounding error by Newton's method (`FairSystem`), where
/// the codes' `least_squares` is off by up to 50 % for gradients of unlike size; α is 1 by default as in LibMTL
/// and TorchJD. A gradient of 0 is left out, and at a Pareto-stationary point,
/// where no such x exists, the shared part rests; a note says so. The codes return numbers that solve nothing.
public struct FairGradients: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "fairgrad", gives: .weighting, needs: .gramian,
    guarantees: [.commonDescent, .permutationEquivariance, .nonnegativeWeights],
    "the α-fair direction: every loss falls, none at the others' cost",
    formula: "d = Σ xₖ gₖ,  M x = x^(−1/α),  x > 0,  M = J Jᵀ",
    source: "Ban & Ji, ICML 2024", paper: "2402.15638",
    differs:
      "solved to rounding error; LibMTL, TorchJD and the authors' code stop up to 50 % off; alpha: 1 as "
      + "in the first two",
    cost: "K² P for the gradients' inner products, and some 10 K³",
    details: [
      "alpha: 1 is nash_mtl without its clipping and does not depend on the gradients' sizes; a larger "
        + "alpha cares more for the task that gains least.",
      "|d|² = Σ xₖ^(1 − 1/α) stays away from 0 however near a Pareto-stationary point is.",
    ],
    examples: ["fairgrad()", "fairgrad(alpha: 2)"],
    [.number("alpha", default: 1, above: 0, "α, what fairness means"), .gradientSite])

  public var alpha: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    alpha = arguments["alpha"]
    self.arguments = arguments
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    return .weights(
      gradients.inOrder { Self.weights(for: $0, alpha: alpha, in: &context) })
  }

  /// The solution of `M x = x^(−1/α)`; 0 for gradients of 0, and for all where there is no solution.
  static func weights(
    for gradients: TaskGradients, alpha: Double, in context: inout MethodContext
  ) -> [Double] {
    let all = UnitRows(gramian: gradients.gramian, count: gradients.taskCount)
    for (task, length) in zip(gradients.signals.tasks, all.lengths) where length == 0 {
      context.note(.zeroGradient(task: task), .leftOut)
    }
    var weights = all.lengths.map { _ in 0.0 }
    let places = all.nonzero
    guard !places.isEmpty else { return weights }
    guard let solution = FairSystem.solve(all.subset(places), alpha: alpha) else {
      context.note(.stationary, .rested)
      return weights
    }
    for (place, value) in zip(places, solution) { weights[place] = value / all.lengths[place] }
    return weights
  }
}
