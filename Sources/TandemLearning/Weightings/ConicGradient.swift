public import TandemCatalog

/// ConicGrad: in a cone around the mean gradient, the direction that is best for the task that fares worst.
///
/// `d = |g₀| · argmax minₖ ⟨gₖ, d⟩` over `|d| ≤ 1, cos(d, g₀) ≥ c`, g₀ the mean of the gradients. Unlike CAGrad's ball the cone
/// bounds the angle alone, and d is as long as g₀. Without the cone the best direction is MGDA's, that of the shortest vector
/// in the convex hull; where the cone holds it, it is the answer. Else d lies on the rim of the cone, where what counts of the
/// gradients is their part in a plane across g₀. Where the cone holds no direction in which no loss rises, d is
/// the one on the rim with the smallest worst rise for a given fall of the mean.
/// Source: Hassanpour, Janjua, Zhang, Lavasani, Zhang, Zhou, Gao, "Fantastic multi-task gradient updates and how to find
/// them in a cone", 2025. Differs: the authors take d for given weights from a closed form of the dual (Sherman, Morrison,
/// Woodbury) and scale it; we solve the problem itself in each step, exactly. The length |g₀| and c = 0.5 are our choice.
public struct ConicGradient: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "conicgrad", gives: .weighting, needs: .gramian,
    guarantees: .permutationEquivariance,
    "in a cone around the mean gradient, the best direction for the worst-off task",
    formula: "d = |g₀| argmax minₖ ⟨gₖ, d⟩  over  |d| ≤ 1, ⟨d, g₀⟩ ≥ c |d| |g₀|,  g₀ = Σ gₖ / K",
    source: "Hassanpour, Janjua, Zhang, Lavasani, Zhang, Zhou, Gao, 2025", paper: "2502.00217",
    differs:
      "the problem itself is solved in each step, where the authors take d from a closed form of its "
      + "dual; the length |g₀| and the default of c are ours",
    cost: "K² P for the gradients' inner products, and a few small quadratic programs, some K⁴",
    details: [
      "The mean loss falls: ⟨g₀, d⟩ ≥ c |g₀|². With c near 1 it is the mean gradient, with a small c "
        + "mgda's direction at the mean gradient's length. A single loss may rise where the cone is narrow."
    ],
    examples: ["conicgrad()", "conicgrad(c: 0.9)"],
    [
      .number(
        "c", default: 0.5, above: 0, below: 1, "the cosine of the cone's angle: 0.5 is 60 degrees"),
      .gradientSite,
    ])

  public var c: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    c = arguments["c"]
    self.arguments = arguments
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    return .weights(gradients.inOrder { weights(for: $0, &context) })
  }

  private func weights(for gradients: TaskGradients, _ context: inout MethodContext) -> [Double] {
    let count = gradients.taskCount
    let all = UnitRows(gramian: gradients.gramian, count: count)
    let places = all.nonzero
    let rows = all.subset(places)
    let mean = rows.lengths.map { $0 / Double(count) }
    let length = rows.length(of: mean)
    var weights = Array(repeating: 0.0, count: count)
    guard length > 0 else {
      context.note(.stationary, .rested)
      return weights
    }
    let direction = shortest(rows, mean, length) ?? rim(rows, mean)
    let size = rows.length(of: direction)
    for (index, place) in places.enumerated() where size > 0 {
      weights[place] = direction[index] * length / size / rows.lengths[index]
    }
    return weights
  }

  /// MGDA's direction in the unit vectors, if it is in the cone.
  private func shortest(_ rows: UnitRows, _ mean: [Double], _ length: Double) -> [Double]? {
    guard !rows.isStationary else { return nil }
    let gramian = (0..<rows.count * rows.count).map {
      rows.cosines[$0] * rows.lengths[$0 / rows.count] * rows.lengths[$0 % rows.count]
    }
    let weights = MinimumNorm.weights(gramian: gramian, count: rows.count)
    let direction = zip(weights, rows.lengths).map { $0 * $1 }
    let size = rows.length(of: direction)
    let product = zip(direction, rows.products(with: mean)).reduce(0) { $0 + $1.0 * $1.1 }
    return size > 0 && product >= c * size * length ? direction : nil
  }

  /// The best direction on the rim of the cone.
  private func rim(_ rows: UnitRows, _ mean: [Double]) -> [Double] {
    let tangent = (1 - c * c).squareRoot() / c
    let answer = ConflictAverse(rows, mean: mean, coneTangent: tangent)
    // What z adds lies in the plane across g₀: the sum without its part along g₀.
    let along = zip(answer.multipliers, rows.products(with: answer.own)).reduce(0) {
      $0 + $1.0 * $1.1
    }
    return zip(answer.own, answer.multipliers).map { $0 * (1 - along) + $1 }
  }
}
