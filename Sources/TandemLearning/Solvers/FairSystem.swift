import Glibc

/// The positive solution of `M x = x^(−1/α)`, element by element: the Nash bargaining point (α = 1) and its kin.
///
/// With unit vectors, `sₖ = |gₖ| xₖ` and `C` their cosines, it is `(C s)ₖ = βₖ sₖ^(−1/α)`, `βₖ = |gₖ|^(1/α − 1)`: the
/// point where the convex function `½ sᵀ C s − Σ βₖ ψ(sₖ)`, `ψ′(s) = s^(−1/α)`, is smallest. It has a smallest point,
/// and but one, exactly where 0 is not in the vectors' convex hull.
///
/// Newton's method in relative steps, damped by halving until the function falls enough; equations of steps
/// have entries of one size whatever the lengths. It ends when each equation holds to 1e-15, or as well as rounding
/// allows: with cosines near −1 everything depends on their last digits.
enum FairSystem {
  /// The solution for vectors of length 1: `s`.
  /// - Parameters:
  ///   - rows: The vectors, none of them 0.
  ///   - alpha: α, above 0.
  /// - Returns: s > 0, so that `xₖ = sₖ / |gₖ|`; `nil` where there is none.
  static func solve(_ rows: UnitRows, alpha: Double) -> [Double]? {
    guard !rows.isStationary else { return nil }
    // Logarithms: β may leave the range of doubles where α is small.
    func logBeta(_ alpha: Double) -> [Double] {
      rows.lengths.map { (1 / alpha - 1) * log($0) }
    }
    // The solution for orthogonal vectors.
    if let s = descend(
      rows, alpha, logBeta(alpha), from: logBeta(alpha).map { $0 * alpha / (1 + alpha) })
    {
      return s
    }
    // Far from α = 1, where the function is self-concordant, the way may be long: on it, from 1, in steps.
    var (step, s) = (1.0, descend(rows, 1, logBeta(1), from: logBeta(1)))
    while step != alpha, let last = s {
      step = alpha > 1 ? min(alpha, step * 1.5) : max(alpha, step / 1.5)
      s = descend(rows, step, logBeta(step), from: last.map { log($0) })
    }
    return s
  }

  /// Descends from `exp(start)`, scaled so that the function is smallest on that ray.
  private static func descend(
    _ rows: UnitRows, _ alpha: Double, _ logBeta: [Double], from start: [Double]
  ) -> [Double]? {
    // (C s)ₖ = βₖ sₖ^(−1/α) for s = tᵃ s′, a = α / (1 + α), if it holds for s′ with β / t.
    let power = alpha / (1 + alpha)
    let top = start.max() ?? 0
    let s = start.map { exp($0 - top) }
    let beta = logBeta.map { exp($0 - top / power) }
    let products = zip(s, rows.multiplied(by: s)).reduce(0) { $0 + $1.0 * $1.1 }
    let pulls = zip(beta, s).reduce(0) { $0 + $1.0 * pow($1.1, 1 - 1 / alpha) }
    let factor = products > 0 ? pow(pulls / products, power) : 1
    var descent = Descent(rows: rows, alpha: alpha, beta: beta, s: s.map { $0 * factor })
    guard descent.run() else { return nil }
    return descent.s.map { $0 * exp(top) }
  }

  /// How far `s` is from a solution: the largest difference of both sides, as a part of their terms.
  ///
  /// The equations with cosines that differ by no more than this are solved exactly.
  static func residual(of s: [Double], _ rows: UnitRows, alpha: Double) -> Double {
    let count = rows.count
    return (0..<count).reduce(0) { worst, k in
      guard s[k] > 0 else { return .infinity }
      let pull = exp((1 / alpha - 1) * log(rows.lengths[k]) - log(s[k]) / alpha)
      let terms = (0..<count).map { rows.cosines[k * count + $0] * s[$0] }
      let size = terms.reduce(pull) { $0 + $1.magnitude }
      return max(worst, (terms.reduce(0, +) - pull).magnitude / size)
    }
  }
}

/// Damped Newton descent.
private struct Descent {
  let rows: UnitRows
  let alpha: Double
  let beta: [Double]
  var s: [Double]

  /// Whether it came to a solution.
  mutating func run() -> Bool {
    var last = Double.infinity
    for _ in 0..<300 {
      let products = rows.multiplied(by: s)
      let pull = pull(at: s)
      let (error, noise) = error(products, pull)
      // Within reach of quadratic convergence, a step that makes nothing better is at rounding error.
      if error <= 1e-15 || (noise <= 1e-14 && error >= last / 2) { return true }
      last = error
      if leap(products, pull, error) { continue }
      guard let step = newtonStep(products, pull), advance(step, products, pull) else {
        return noise <= 1e-12
      }
    }
    return error(rows.multiplied(by: s), pull(at: s)).noise <= 1e-12
  }

  /// The largest difference of both sides, as a part of one, and of the numbers of which it is a sum.
  private func error(_ products: [Double], _ pull: [Double]) -> (relative: Double, noise: Double) {
    let count = s.count
    return (0..<count).reduce((0, 0)) { worst, k in
      let size = (0..<count).reduce(pull[k]) {
        $0 + rows.cosines[k * count + $1].magnitude * s[$1]
      }
      let difference = (products[k] - pull[k]).magnitude
      return (max(worst.0, difference / pull[k]), max(worst.1, difference / size))
    }
  }

  /// `βₖ sₖ^(−1/α)`.
  private func pull(at s: [Double]) -> [Double] {
    alpha == 1
      ? zip(beta, s).map { $0 / $1 } : zip(beta, s).map { $0 * pow($1, -1 / alpha) }
  }

  /// Takes Newton's step for the equations' logarithms, `log (C s)ₖ + log sₖ / α = log βₖ` in the log sₖ, where it
  /// makes the largest error much smaller: it crosses many orders of s in one step, but may also lead astray.
  private mutating func leap(_ products: [Double], _ pull: [Double], _ error: Double) -> Bool {
    let count = s.count
    guard products.allSatisfy({ $0 > 0 }) else { return false }
    var matrix = rows.cosines
    var right = zip(pull, products).map { log($0 / $1) }
    for i in 0..<count {
      for j in 0..<count { matrix[i * count + j] *= s[j] / products[i] }
      matrix[i * count + i] += 1 / alpha
      let largest = (0..<count).reduce(0) { max($0, matrix[i * count + $1].magnitude) }
      for j in 0..<count { matrix[i * count + j] /= largest }
      right[i] /= largest
    }
    guard let step = LinearSystem.solve(matrix, right) else { return false }
    let before = s
    s = zip(s, step).map { $0 * exp(min(100, max(-100, $1))) }
    let moved = rows.multiplied(by: s)
    if moved.allSatisfy({ $0 > 0 && $0.isFinite }), s.allSatisfy({ $0 > 0 && $0.isFinite }),
      self.error(moved, self.pull(at: s)).relative < error / 2
    {
      return true
    }
    s = before
    return false
  }

  /// The relative step δ, s ← s (1 + δ): `(S C S + diag(e) / α) δ = e − S C s` with `e = β s^(1 − 1/α)`, divided by
  /// the roots of the diagonal on both sides.
  private func newtonStep(_ products: [Double], _ pull: [Double]) -> [Double]? {
    let count = s.count
    let e = zip(pull, s).map { $0 * $1 }
    let scale = (0..<count).map { 1 / (s[$0] * s[$0] + e[$0] / alpha).squareRoot() }
    var matrix = rows.cosines
    for i in 0..<count {
      for j in 0..<count { matrix[i * count + j] *= (s[i] * scale[i]) * (s[j] * scale[j]) }
      matrix[i * count + i] += e[i] / alpha * scale[i] * scale[i]
    }
    let right = (0..<count).map { (e[$0] - s[$0] * products[$0]) * scale[$0] }
    var step = LinearSystem.solve(matrix, right)
    // Equal vectors with hardly a pull of their own: any step that is one downhill will do.
    for i in 0..<count where step == nil { matrix[i * count + i] += 1e-13 }
    step = step ?? LinearSystem.solve(matrix, right)
    return step.map { zip($0, scale).map { $0 * $1 } }
  }

  /// Goes as much of a step as lets the function fall; whether it could.
  private mutating func advance(_ step: [Double], _ products: [Double], _ pull: [Double]) -> Bool {
    let slope = s.indices.reduce(0) { $0 + s[$1] * step[$1] * (products[$1] - pull[$1]) }
    // Near the solution differences of the function are lost in rounding; there Newton's step is right.
    let isNear = step.allSatisfy { $0.magnitude < 1e-4 }
    let lowest = step.min() ?? 0
    var fraction = lowest < -0.9 ? -0.9 / lowest : 1
    for _ in 0..<60 {
      let moved = zip(s, step).map { $0 * (1 + fraction * $1) }
      if isNear || change(to: moved, fraction, step, products) <= 0.1 * fraction * slope {
        s = moved
        return true
      }
      fraction /= 2
    }
    return false
  }

  /// How much the function changes, from differences, so that nothing cancels.
  private func change(
    to moved: [Double], _ fraction: Double, _ step: [Double], _ products: [Double]
  ) -> Double {
    let difference = s.indices.map { fraction * step[$0] * s[$0] }
    let second = rows.multiplied(by: difference)
    return s.indices.reduce(0) { sum, k in
      let quadratic = difference[k] * (products[k] + second[k] / 2)
      let growth = log1p(fraction * step[k])
      let power = 1 - 1 / alpha
      let gain =
        power == 0 ? growth : pow(s[k], power) * expm1(power * growth) / power
      return sum + quadratic - beta[k] * gain
    }
  }
}
