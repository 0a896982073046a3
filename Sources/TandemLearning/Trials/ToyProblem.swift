/// Two losses over the plane that are hard for methods of multi-task learning, in closed form.
///
/// With `t = tanh(x₂)`, ε = 5e-6, and `s` the first loss's scale:
///
///     u₁ = ln max(|−½ (x₁ + 7) + t|, ε) + 6      u₂ = ln max(|−½ (x₁ − 3) − t + 2|, ε) + 6
///     q₁ = ((x₁ − 7)² + (x₂ + 8)² / 10) / 10 − 20      q₂ = ((x₁ + 7)² + (x₂ + 8)² / 10) / 10 − 20
///     c₁ = max(tanh(x₂ / 2), 0)      c₂ = max(−tanh(x₂ / 2), 0)
///     L₁ = s (u₁ c₁ + q₁ c₂)      L₂ = u₂ c₁ + q₂ c₂
///
/// Above the line `x₂ = 0` lie two valleys, as narrow as ε, in which descent gets stuck; below it two bowls
/// around (±7, −8), with the Pareto set between them.
///
/// The gradients: with `|v|' = sign(v)`, where the maximum is `|v|` and 0 elsewhere,
/// `∂u₁ = (−½, 1 − t²) / v₁` for the v₁ within the bars, `∂u₂ = (−½, −(1 − t²)) / v₂`,
/// `∂q₁ = ((x₁ − 7) / 5, (x₂ + 8) / 50)`, `∂q₂ = ((x₁ + 7) / 5, (x₂ + 8) / 50)`, and
/// `∂₂c₁ = ½ (1 − tanh²(x₂ / 2))` for x₂ ≥ 0 and else 0, `∂₂c₂` the same with a minus for x₂ ≤ 0; the product
/// rule does the rest. At x₂ = 0 both sides count, as in the published code.
/// Source: Liu, Liu, Jin, Stone, Liu, NeurIPS 2021 (CAGrad), with s = 1; Navon et al., ICML 2022 (Nash-MTL),
/// and Liu et al., NeurIPS 2023 (FAMO), with s = 0.1.
package struct ToyProblem: Sendable, Equatable {
  /// A place in the plane.
  package typealias Point = SIMD2<Double>

  /// By what the first loss is multiplied.
  package var firstScale: Double

  /// Creates the problem; 0.1 is the scale of Nash-MTL and FAMO.
  package init(firstScale: Double = 0.1) {
    self.firstScale = firstScale
  }

  private static let floor = 5e-6

  /// Both losses and their gradients at a point.
  package struct Evaluation: Sendable, Equatable {
    package var losses: [Double]
    /// Row after row, `[2, 2]`.
    package var jacobian: [Double]
  }

  /// The losses and gradients at a point.
  package func evaluate(_ x: Point) -> Evaluation {
    let t = hyperbolicTangent(x.y)
    let slope = 1 - t * t
    let (u1, du1) = Self.valley(-0.5 * (x.x + 7) + t, slopes: Point(-0.5, slope))
    let (u2, du2) = Self.valley(-0.5 * (x.x - 3) - t + 2, slopes: Point(-0.5, -slope))
    let (q1, dq1) = Self.bowl(x, center: 7)
    let (q2, dq2) = Self.bowl(x, center: -7)
    let half = hyperbolicTangent(x.y / 2)
    let (above, below) = (max(half, 0), max(-half, 0))
    let fade = 0.5 * (1 - half * half)
    let dAbove = Point(0, half >= 0 ? fade : 0)
    let dBelow = Point(0, half <= 0 ? -fade : 0)
    let first = firstScale * (u1 * above + q1 * below)
    let second = u2 * above + q2 * below
    let g1 = firstScale * (du1 * above + u1 * dAbove + dq1 * below + q1 * dBelow)
    let g2 = du2 * above + u2 * dAbove + dq2 * below + q2 * dBelow
    return Evaluation(losses: [first, second], jacobian: [g1.x, g1.y, g2.x, g2.y])
  }

  /// `ln max(|v|, ε) + 6` and its gradient.
  private static func valley(_ v: Double, slopes: Point) -> (value: Double, gradient: Point) {
    let size = max(v.magnitude, floor)
    let gradient = v.magnitude >= floor ? slopes / v : .zero
    return (logarithm(size) + 6, gradient)
  }

  /// `((x₁ − c)² + (x₂ + 8)² / 10) / 10 − 20` and its gradient.
  private static func bowl(_ x: Point, center: Double) -> (value: Double, gradient: Point) {
    let (a, b) = (x.x - center, x.y + 8)
    return ((a * a + 0.1 * b * b) / 10 - 20, Point(a / 5, b / 50))
  }

  /// The Pareto set: where the gradients point against each other, from x₁ = −7 to 7.
  ///
  /// It does not depend on the scale. Each x₂ is the root of the gradients' cross product, by bisection.
  package static let paretoSet: [Point] = (0...280).map { step in
    let x1 = -7 + Double(step) / 20
    var (lower, upper) = (-9.0, -8.0)
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if cross(Point(x1, lower)) * cross(Point(x1, middle)) <= 0 {
        upper = middle
      } else {
        lower = middle
      }
    }
    return Point(x1, (lower + upper) / 2)
  }

  private static func cross(_ x: Point) -> Double {
    let g = ToyProblem(firstScale: 1).evaluate(x).jacobian
    return g[0] * g[3] - g[1] * g[2]
  }

  /// The distance to the Pareto set.
  package static func distanceToParetoSet(_ x: Point) -> Double {
    zip(paretoSet, paretoSet.dropFirst()).reduce(.infinity) { least, ends in
      let along = ends.1 - ends.0
      let share = ((x - ends.0) * along).sum() / (along * along).sum()
      let apart = x - (ends.0 + min(max(share, 0), 1) * along)
      return min(least, (apart * apart).sum().squareRoot())
    }
  }

  /// How near the Pareto set a point has to be to count as on it.
  package static let reach = 0.05

  /// The starting points of Nash-MTL and FAMO, in their order; CAGrad has the first, (−8.5, −5) and the third.
  package static let starts: [Point] = [
    Point(-8.5, 7.5), Point(0, 0), Point(9, 9), Point(-7.5, -0.5), Point(9, -1),
  ]
}
