public import TandemCatalog

/// CAGrad, conflict-averse gradient: near the mean gradient, what is best for the task that fares worst.
///
/// `d = argmax over |d − g₀| ≤ c |g₀| of minₖ ⟨gₖ, d⟩`, `g₀` the mean of the gradients. By duality `d = g₀ + c |g₀|
/// g_w / |g_w|`, with `g_w = Σ wₖ gₖ` and w on the simplex making `⟨g_w, g₀⟩ + c |g₀| |g_w|` smallest. `c = 0` is gradient
/// descent; the larger c, the nearer to MGDA. For c < 1 it converges to a minimum of the mean loss.
///
/// Where `g_w = 0` the formula has no answer though the problem has (a gradient of 0, a Pareto-stationary point, with
/// c so large that the ball holds a direction in which no loss rises): then d is the one nearest to g₀, its
/// projection onto the gradients' dual cone, and a note says so.
/// Source: Liu, Liu, Jin, Stone, Liu, NeurIPS 2021. Differs: solved exactly (`ConflictAverse`), however unlike the
/// sizes; LibMTL's and the official SLSQP is off by up to 150 % there, TorchJD gives 0. LibMTL, nash-mtl and
/// FAMO divide d by 1 + c² (`rescale: squared`), CAGrad's toy by 1 + c (`rescale: linear`), nash-mtl and
/// FAMO multiply it by K.
public struct ConflictAverseGradient: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "cagrad", gives: .weighting, needs: .gramian,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "near the mean gradient, the direction that is best for the worst-off task",
    formula: "d = argmax  minₖ ⟨gₖ, d⟩  over  |d − g₀| ≤ c |g₀|,  g₀ = Σ gₖ / K",
    source: "Liu, Liu, Jin, Stone, Liu, NeurIPS 2021", paper: "2110.14048",
    differs:
      "solved exactly; d is not divided by 1 + c² (rescale: squared) as LibMTL, nash-mtl and FAMO do",
    cost: "K² P for the gradients' inner products, and a few small quadratic programs, some K⁴",
    details: [
      "c = 0 is the mean gradient; a large c comes near mgda. With c below 1 the mean loss still "
        + "falls: ⟨g₀, d⟩ ≥ (1 − c) |g₀|². A single loss may rise where the ball is too small to avoid it.",
      "c = 0.5 is that of the authors' toy and of LibMTL; their other scripts have 0.4 to 0.9.",
    ],
    examples: ["cagrad()", "cagrad(c: 0.4)", "uncertainty() + cagrad(c: 0.4)"],
    [
      .number("c", default: 0.5, atLeast: 0, "the ball's radius, as a part of |g₀|"),
      .word(
        "rescale", ["none", "squared", "linear"], default: "none",
        "what d is divided by: 1, 1 + c² or 1 + c"),
      .gradientSite,
    ])

  public var c: Double
  public var rescale: String
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    c = arguments["c"]
    rescale = arguments["rescale"]
    self.arguments = arguments
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    let divisor =
      switch rescale {
      case "squared": 1 + c * c
      case "linear": 1 + c
      default: 1.0
      }
    let found = gradients.inOrder { weights(for: $0, &context) }
    return .weights(found.map { $0 / divisor })
  }

  private func weights(for gradients: TaskGradients, _ context: inout MethodContext) -> [Double] {
    let count = gradients.taskCount
    var weights = Array(repeating: 1 / Double(count), count: count)
    let all = UnitRows(gramian: gradients.gramian, count: count)
    let places = all.nonzero
    let rows = all.subset(places)
    let mean = rows.lengths.map { $0 / Double(count) }
    let length = rows.length(of: mean)
    guard length > 0 else {
      context.note(.stationary, .rested)
      return weights.map { _ in 0 }
    }
    if c > 0 {
      let answer = ConflictAverse(
        rows, hasZero: places.count < count, mean: mean, radius: c)
      for (index, place) in places.enumerated() {
        weights[place] += length * answer.multipliers[index] / rows.lengths[index]
      }
      if answer.isDegenerate { context.note(.stationary, .projectedMean) }
    }
    return weights
  }
}
