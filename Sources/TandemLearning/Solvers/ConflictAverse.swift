/// The direction in a ball around the mean gradient that serves worst the task that it serves least, best.
///
/// `max over |d − g₀| ≤ c |g₀| of minₖ ⟨gₖ, d⟩`. For a level λ, the d nearest to g₀ with `⟨gₖ, d⟩ ≥ λ` for all k is
/// a projection onto a polyhedron; its distance r(λ) from g₀ grows with λ and is convex, and the answer is at
/// `r(λ) = c |g₀|`. On each set of active constraints r² is quadratic, so that λ is a root in closed form: the sets
/// are few, and the end is exact. `d = g₀ + Σ zₖ uₖ` with z ≥ 0 is CAGrad's `g₀ + c |g₀| g_w / |g_w|`, but nothing is
/// divided by `|g_w|`, which may be as small as it likes.
///
/// Where 0 is in the convex hull of the gradients and g₀'s projection onto their dual cone lies inside the ball,
/// `g_w = 0` and the formula has no answer, but the problem has many: λ = 0, and the nearest one to g₀ is taken.
struct ConflictAverse {
  /// `d / |g₀| = Σ (own + z)ₖ uₖ`: the part that is g₀'s own.
  let own: [Double]
  /// Multipliers of at least 0.
  private(set) var multipliers: [Double]
  /// λ / (|g₀| min |g|).
  private(set) var level = 0.0
  /// Whether `g_w = 0`.
  private(set) var isDegenerate = false

  private let cosines: [Double]
  private let radius: Double
  /// How large errors in the cosines are.
  private let accuracy: Double
  /// Whether the uₖ stand for their parts in a plane.
  private let isPlane: Bool
  /// `⟨uₖ, g₀⟩ / |g₀|`.
  private let a: [Double]
  /// `min |g| / |gₖ|`.
  private let b: [Double]

  /// Solves the problem.
  /// - Parameters:
  ///   - rows: The gradients, none of them 0.
  ///   - hasZero: Whether there are gradients of 0 besides.
  ///   - mean: g₀'s coefficients in the unit vectors, a sum that is not 0.
  ///   - radius: c, above 0.
  init(_ rows: UnitRows, hasZero: Bool, mean: [Double], radius: Double) {
    self.init(rows, mean: mean, radius: radius, cosines: rows.cosines)
    let atZero = project(0) ?? multipliers
    let start = distance(atZero, at: 0)
    if start < radius, hasZero || rows.isStationary {
      multipliers = atZero
      isDegenerate = true
      return
    }
    // Each task alone bounds the level; where nothing is gained from g₀ itself, it is what d = g₀ gives.
    search(
      from: atZero, low: start < radius ? 0 : bound(0), high: start < radius ? bound(radius) : 0)
  }

  /// Solves the problem on the rim of a cone: d with `⟨d, ĝ₀⟩ = 1` and an angle to g₀ of tangent `radius` at most.
  ///
  /// The d of a plane are again a ball around ĝ₀, and what counts of the uₖ is their part in that plane.
  /// - Parameters:
  ///   - rows: The gradients, none of them 0.
  ///   - mean: g₀'s coefficients in the unit vectors, a sum that is not 0.
  ///   - radius: The tangent of the cone's angle, above 0.
  init(_ rows: UnitRows, mean: [Double], coneTangent radius: Double) {
    let length = rows.length(of: mean)
    let a = rows.products(with: mean).map { $0 / length }
    var cosines = rows.cosines
    // Where the gradients nearly cancel in g₀, so do the digits of its products with them.
    let cancelled = mean.reduce(0) { $0 + $1.magnitude } / length
    let accuracy = Double.ulpOfOne * max(1, cancelled)
    for i in 0..<rows.count {
      for j in 0..<rows.count { cosines[i * rows.count + j] -= a[i] * a[j] }
      // Parallel to g₀: it has no part in the plane.
      if cosines[i * rows.count + i] < 64 * accuracy {
        for j in 0..<rows.count {
          cosines[i * rows.count + j] = 0
          cosines[j * rows.count + i] = 0
        }
      }
    }
    self.init(
      rows, mean: mean, radius: radius, cosines: cosines, accuracy: accuracy, isPlane: true)
    level = bound(0)
    search(from: multipliers, low: level, high: bound(radius))
  }

  private init(
    _ rows: UnitRows, mean: [Double], radius: Double, cosines: [Double],
    accuracy: Double = .ulpOfOne, isPlane: Bool = false
  ) {
    self.isPlane = isPlane
    self.cosines = cosines
    self.accuracy = accuracy
    self.radius = radius
    let length = rows.length(of: mean)
    own = mean.map { $0 / length }
    a = rows.products(with: mean).map { min(1, max(-1, $0 / length)) }
    let shortest = rows.lengths.min() ?? 1
    b = rows.lengths.map { shortest / $0 }
    multipliers = mean.map { _ in 0 }
  }

  /// The level that the worst-off task alone would reach in a ball of this radius.
  private func bound(_ radius: Double) -> Double {
    a.indices.reduce(.infinity) {
      min($0, (a[$1] + radius * cosines[$1 * a.count + $1].squareRoot()) / b[$1])
    }
  }

  /// The multipliers of the d nearest to g₀ with `⟨uₖ, d⟩ ≥ λ bₖ`; `nil` where there is no such d.
  private func project(_ level: Double) -> [Double]? {
    let right = zip(a, b).map { level * $1 - $0 }
    guard isPlane else {
      // Every d of the ball fulfils less than −radius; beside short vectors' levels nothing else would count.
      let least = -2 * (1 + radius)
      // Where there is no such d, that of these multipliers is far outside of the ball.
      let z = PolyhedralProjection.softened(cosines: cosines, right: right.map { max($0, least) })
      return distance(z, at: level) < 1e3 * max(1, radius) ? z : nil
    }
    let z = PolyhedralProjection.multipliers(cosines: cosines, right: right, accuracy: accuracy)
    guard let z else { return nil }
    // Near the last level that has one, constraints that exclude each other may be told from such that do
    // not by their errors only; so an answer is looked at before it is believed.
    let noise = 1e-9 * z.reduce(1, +)
    let isFulfilled = z.indices.allSatisfy { row in
      z.indices.reduce(-right[row]) { $0 + cosines[row * z.count + $1] * z[$1] } >= -noise
    }
    return isFulfilled ? z : nil
  }

  /// Finds the level at which the distance is the radius, or above which there is no d.
  /// - Parameters:
  ///   - first: Multipliers to begin with.
  ///   - low: A level at which the distance is at most the radius.
  ///   - high: A level above which it is more.
  private mutating func search(from first: [Double], low: Double, high: Double) {
    var (low, high, z, trial) = (low, high, first, level)
    var next = root(of: support(z)) ?? .nan
    for round in 0..<200 {
      // Of the first trial above a mean without conflicts the upper bound is the better one.
      if !(next > low && next < high) {
        next = round == 0 && z.allSatisfy { $0 == 0 } ? high : (low + high) / 2
      }
      guard next != trial else { break }
      trial = next
      guard let found = project(trial) else {
        high = trial
        next = (low + high) / 2
        continue
      }
      z = found
      let reached = distance(z, at: trial)
      if (reached - radius).magnitude <= 1e-14 * radius { break }
      if reached < radius { low = trial } else { high = trial }
      next = root(of: support(z)) ?? .nan
      if (next - trial).magnitude <= 2 * Double.ulpOfOne * trial.magnitude { break }
    }
    (multipliers, level) = (z, trial)
  }

  /// `|d − g₀| / |g₀|`.
  ///
  /// On the active constraints `C z = λ b − a`, and the products with the right side, none of
  /// them large, cancel less than those with `C z` would.
  private func distance(_ z: [Double], at level: Double) -> Double {
    let square = z.indices.reduce(0) { $0 + z[$1] * (level * b[$1] - a[$1]) }
    return max(0, square).squareRoot()
  }

  private func support(_ z: [Double]) -> [Int] { z.indices.filter { z[$0] > 0 } }

  /// The level at which the distance is the radius, if these constraints are the active ones:
  /// `|λ b − a|² = c²` in the norm of `C⁻¹`, the larger root.
  private func root(of active: [Int]) -> Double? {
    guard !active.isEmpty else { return nil }
    let part = active.flatMap { row in active.map { cosines[row * self.a.count + $0] } }
    let (a, b) = (active.map { self.a[$0] }, active.map { self.b[$0] })
    guard let x = LinearSystem.solve(part, a), let y = LinearSystem.solve(part, b)
    else { return nil }
    func product(_ p: [Double], _ q: [Double]) -> Double {
      zip(p, q).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let (alpha, beta, gamma) = (product(a, x), product(b, y), product(a, y))
    let square = gamma * gamma - beta * (alpha - radius * radius)
    guard square >= 0, beta > 0 else { return nil }
    return (gamma + square.squareRoot()) / beta
  }

  /// How far the direction is from optimal: violations of `⟨uₖ, d⟩ ≥ λ bₖ`, of equality where zₖ > 0, of z ≥ 0 and of
  /// `|Σ zₖ uₖ| = c`, as parts of the numbers of which they are sums.
  var residual: Double {
    let size = 1 + multipliers.reduce(0) { $0 + $1.magnitude }
    let count = multipliers.count
    let products = (0..<count).map { row in
      (0..<count).reduce(0) { $0 + cosines[row * count + $1] * multipliers[$1] }
    }
    let reached = distance(multipliers, at: level)
    let outside = isDegenerate ? max(0, reached - radius) : (reached - radius).magnitude
    return multipliers.indices.reduce(outside / (radius * size)) { worst, k in
      let y = a[k] + products[k] - level * b[k]
      return max(worst, -multipliers[k] / size, -y / size, (multipliers[k] * y).magnitude / size)
    }
  }
}
