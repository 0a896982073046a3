/// The shortest vector in the convex hull of some vectors, from their inner products.
///
/// Minimises `|Σ wₖ gₖ|²` over `w ≥ 0, Σ w = 1`. The point is optimal exactly where `⟨gₖ, d⟩ ≥ |d|²` for all k
/// (then equality where wₖ > 0): the Karush–Kuhn–Tucker conditions, which `residual` measures.
///
/// An active-set method: the vectors that carry weight form a corral, whose affine hull's shortest vector
/// is found by solving linear equations; the vector that violates optimality most joins, those whose
/// weight would be negative leave. It ends after finitely many rounds, in practice about K, each O(K³).
///
/// All of it works on unit vectors, `uₖ = gₖ / |gₖ|` with `vₖ = wₖ |gₖ| / min |g|`, so that the sizes of the vectors cost
/// no accuracy: `d` comes out to rounding error times the condition of the directions.
/// Source: Wolfe, "Finding the nearest point in a polytope", Mathematical Programming 1976.
package enum MinimumNorm {
  /// The weights of the shortest vector.
  ///
  /// Vectors of length 0 share all weight alike. Where the weights are not unique (dependent vectors), they
  /// are one choice of many; the vector itself always is unique.
  /// - Parameters:
  ///   - gramian: The inner products, row after row.
  ///   - count: How many vectors there are.
  /// - Returns: Weights of at least 0 that add up to 1.
  package static func weights(gramian: [Double], count: Int) -> [Double] {
    let lengths = (0..<count).map { max(gramian[$0 * count + $0], 0).squareRoot() }
    let shortest = lengths.min() ?? 0
    // Products that overflowed say nothing of where the vectors point.
    guard lengths.allSatisfy(\.isFinite) else { return lengths.map { _ in .nan } }
    guard shortest > 0 else {
      let isAtZero = lengths.map { $0 == 0 }
      let share = 1 / Double(isAtZero.count { $0 })
      return isAtZero.map { $0 ? share : 0 }
    }
    var corral = Corral(gramian: gramian, lengths: lengths, shortest: shortest)
    corral.shorten()
    let weights = normalized(zip(corral.v, corral.b).map { $0 * $1 })
    let residual = residual(of: weights, gramian: gramian)
    guard residual > 1e-14 else { return weights }
    // Where vectors nearly cancel, |d|² is all rounding long before d is, and cannot say what shortens d.
    let other = normalized(zip(corral.widest(), corral.b).map { $0 * $1 })
    return self.residual(of: other, gramian: gramian) < residual ? other : weights
  }

  private static func normalized(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// How far weights are from optimal: the largest `(|d|² − ⟨gₖ, d⟩) / (|gₖ| Σ wⱼ |gⱼ|)`, a pure number.
  /// - Parameters:
  ///   - weights: Weights of at least 0 that add up to 1.
  ///   - gramian: The inner products, row after row.
  /// - Returns: At most rounding error where the weights are optimal.
  static func residual(of weights: [Double], gramian: [Double]) -> Double {
    let count = weights.count
    let products = (0..<count).map { row in
      (0..<count).reduce(0) { $0 + gramian[row * count + $1] * weights[$1] }
    }
    let square = zip(weights, products).reduce(0) { $0 + $1.0 * $1.1 }
    let lengths = (0..<count).map { gramian[$0 * count + $0].squareRoot() }
    let reach = zip(weights, lengths).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(products, lengths).reduce(0) { worst, pair in
      pair.1 * reach > 0 ? max(worst, (square - pair.0) / (pair.1 * reach)) : worst
    }
  }
}

/// The vectors that carry weight, and how much: the state of the active-set method.
private struct Corral {
  let count: Int
  /// Cosines between the vectors.
  let cosines: [Double]
  /// `min |g| / |gₖ|`: the constraint is `Σ bₖ vₖ = 1`.
  let b: [Double]
  var v: [Double]
  var members: [Int]

  init(gramian: [Double], lengths: [Double], shortest: Double) {
    count = lengths.count
    var cosines = Array(repeating: 1.0, count: count * count)
    for i in 0..<count {
      for j in 0..<count where i != j {
        cosines[i * count + j] = min(1, max(-1, gramian[i * count + j] / lengths[i] / lengths[j]))
      }
    }
    self.cosines = cosines
    b = lengths.map { shortest / $0 }
    v = Array(repeating: 0, count: count)
    members = [lengths.firstIndex(of: shortest) ?? 0]
    v[members[0]] = 1
  }

  /// Lets vectors join and leave until no vector violates optimality.
  mutating func shorten() {
    var rejected: Set<Int> = []
    var square = 1.0
    // The bound is never met in exact arithmetic; it stands against rounding that undoes itself.
    for _ in 0..<20 * (count + 5) {
      guard let next = worstViolation(square, outside: rejected) else { return }
      let before = (v, members)
      members.append(next)
      settle()
      let shorter = squaredLength()
      if shorter < square {
        square = shorter
        rejected = []
      } else {
        (v, members) = before
        rejected.insert(next)
      }
    }
  }

  /// The weights by way of the shortest vector with `⟨uₖ, d⟩ ≥ bₖ` for all k, `d / |d|²` of the one sought.
  func widest() -> [Double] { PolyhedralProjection.softened(cosines: cosines, right: b) }

  /// The vector with the largest `|d|² bₖ − ⟨uₖ, d⟩` above rounding error.
  private func worstViolation(_ square: Double, outside rejected: Set<Int>) -> Int? {
    let noise = 8 * Double.ulpOfOne * v.reduce(0, +)
    var worst: (index: Int, violation: Double)?
    for k in 0..<count where !rejected.contains(k) && !members.contains(k) {
      let violation = square * b[k] - product(k)
      if violation > max(noise, worst?.violation ?? 0) { worst = (k, violation) }
    }
    return worst?.index
  }

  private func product(_ k: Int) -> Double {
    members.reduce(0) { $0 + cosines[k * count + $1] * v[$1] }
  }

  private func squaredLength() -> Double {
    members.reduce(0) { $0 + v[$1] * product($1) }
  }

  /// Moves to the shortest vector of the members' affine hull; members that block the way leave.
  private mutating func settle() {
    while members.count > 1 {
      let goal = affineMinimum()
      let blocking = zip(members, goal).filter { $0.1 <= 0 }
      guard !blocking.isEmpty else {
        for (k, value) in zip(members, goal) { v[k] = value }
        return
      }
      // One without weight blocks at once; 0 / 0, where its goal is 0 too, would let nobody leave.
      let way = blocking.map { v[$0.0] > 0 ? v[$0.0] / (v[$0.0] - $0.1) : 0 }
      let step = way.min() ?? 0
      let leaving = Set(zip(blocking, way).filter { $0.1 <= step }.map(\.0.0))
      for (k, value) in zip(members, goal) {
        v[k] = leaving.contains(k) ? 0 : v[k] + step * (value - v[k])
      }
      members.removeAll(where: leaving.contains)
    }
    if let last = members.first { v[last] = 1 / b[last] }
  }

  /// `argmin |Σ vₖ uₖ|²` over `Σ bₖ vₖ = 1`, of any sign: `R v = λ b`, `bᵀ v = 1`.
  private func affineMinimum() -> [Double] {
    let size = members.count + 1
    // Divided by the largest, so that all entries of the matrix are of one size.
    let scale = members.map { b[$0] }.max() ?? 1
    var matrix = Array(repeating: 0.0, count: size * size)
    for (i, row) in members.enumerated() {
      for (j, column) in members.enumerated() {
        matrix[i * size + j] = cosines[row * count + column]
      }
      matrix[i * size + size - 1] = -b[row] / scale
      matrix[(size - 1) * size + i] = b[row] / scale
    }
    let right = Array(repeating: 0, count: size - 1) + [1.0]
    var solution = LinearSystem.solve(matrix, right)
    // Dependent to rounding error: the shortest of the equally good answers is near enough.
    for i in 0..<size - 1 where solution == nil { matrix[i * size + i] += 1e-13 }
    solution = solution ?? LinearSystem.solve(matrix, right)
    return (solution ?? Array(repeating: 0, count: size)).dropLast().map { $0 / scale }
  }
}
