/// A convex quadratic program on the simplex: `minimize ½ wᵀ M w + bᵀ w` over `w ≥ 0, Σ w = 1`.
///
/// w is optimal exactly where, with `r = M w + b`, `rₖ ≥ ⟨w, r⟩` for all k: the Karush–Kuhn–Tucker conditions, which
/// `residual` measures. An active-set method, as in `MinimumNorm`: what carries weight is a set, on whose
/// affine hull the minimum is found by linear equations; the variable that violates optimality most joins,
/// those whose weight would be negative leave. It ends after finitely many rounds, each O(K³).
/// Source: Kiwiel, "A method for solving certain quadratic programming problems arising in nonsmooth
/// optimization", IMA Journal of Numerical Analysis 1986.
struct SimplexProgram {
  private let matrix: [Double]
  private let linear: [Double]
  private let count: Int
  private var weights: [Double]
  private var members: [Int]

  /// The optimal weights.
  /// - Parameters:
  ///   - matrix: M, symmetric and without negative curvature, row after row.
  ///   - linear: b.
  /// - Returns: Weights of at least 0 that add up to 1.
  static func weights(matrix: [Double], linear: [Double]) -> [Double] {
    var program = Self(matrix, linear)
    program.descend()
    let sum = program.weights.reduce(0, +)
    return program.weights.map { $0 / sum }
  }

  /// How far weights are from optimal: the largest `(⟨w, r⟩ − rₖ) / (max |M| + max |b|)`, a pure number.
  /// - Parameters:
  ///   - weights: Weights of at least 0 that add up to 1.
  ///   - matrix: M.
  ///   - linear: b.
  /// - Returns: At most rounding error where the weights are optimal.
  static func residual(of weights: [Double], matrix: [Double], linear: [Double]) -> Double {
    var program = Self(matrix, linear)
    program.weights = weights
    let slopes = program.slopes()
    let level = zip(weights, slopes).reduce(0) { $0 + $1.0 * $1.1 }
    return program.size > 0 ? (level - (slopes.min() ?? 0)) / program.size : 0
  }

  private init(_ matrix: [Double], _ linear: [Double]) {
    self.matrix = matrix
    self.linear = linear
    count = linear.count
    weights = Array(repeating: 0, count: linear.count)
    let alone = linear.indices.map { matrix[$0 * linear.count + $0] / 2 + linear[$0] }
    members = alone.indices.min { alone[$0] < alone[$1] }.map { [$0] } ?? []
    for member in members { weights[member] = 1 }
  }

  private var size: Double {
    let curvature = matrix.reduce(0) { max($0, $1.magnitude) }
    return linear.reduce(curvature) { max($0, curvature + $1.magnitude) }
  }

  private func slopes() -> [Double] {
    linear.indices.map { row in
      (0..<count).reduce(linear[row]) { $0 + matrix[row * count + $1] * weights[$1] }
    }
  }

  private func value() -> Double {
    zip(zip(slopes(), linear), weights).reduce(0) { $0 + ($1.0.0 + $1.0.1) * $1.1 / 2 }
  }

  private mutating func descend() {
    var rejected: Set<Int> = []
    var best = value()
    let noise = 1e-14 * size
    // The bound is never met in exact arithmetic; it stands against rounding that undoes itself.
    for _ in 0..<20 * (count + 5) {
      let slopes = slopes()
      let level = zip(weights, slopes).reduce(0) { $0 + $1.0 * $1.1 }
      let outside = (0..<count).filter { !members.contains($0) && !rejected.contains($0) }
      guard let next = outside.min(by: { slopes[$0] < slopes[$1] }), slopes[next] < level - noise
      else { return }
      let before = (weights, members)
      members.append(next)
      settle()
      let lower = value()
      if lower < best {
        best = lower
        rejected = []
      } else {
        (weights, members) = before
        rejected.insert(next)
      }
    }
  }

  /// Moves to the minimum on the members' affine hull; members that block the way leave.
  private mutating func settle() {
    while members.count > 1 {
      let goal = affineMinimum()
      let blocking = zip(members, goal).filter { $0.1 <= 0 }
      guard !blocking.isEmpty else {
        for (member, weight) in zip(members, goal) { weights[member] = weight }
        return
      }
      let way = blocking.map { weights[$0.0] > 0 ? weights[$0.0] / (weights[$0.0] - $0.1) : 0 }
      let step = way.min() ?? 0
      let leaving = Set(zip(blocking, way).filter { $0.1 <= step }.map(\.0.0))
      for (member, weight) in zip(members, goal) {
        weights[member] += step * (weight - weights[member])
        if leaving.contains(member) { weights[member] = 0 }
      }
      members.removeAll(where: leaving.contains)
    }
    if let last = members.first { weights[last] = 1 }
  }

  /// The minimum over weights of the members that add up to 1, of any sign: `M w − μ 1 = −b`, `1ᵀ w = 1`.
  private func affineMinimum() -> [Double] {
    let rank = members.count + 1
    let scale = size > 0 ? size : 1
    var system = Array(repeating: 0.0, count: rank * rank)
    for (i, row) in members.enumerated() {
      for (j, column) in members.enumerated() {
        system[i * rank + j] = matrix[row * count + column] / scale
      }
      system[i * rank + rank - 1] = -1
      system[(rank - 1) * rank + i] = 1
    }
    let right = members.map { -linear[$0] / scale } + [1]
    var solution = LinearSystem.solve(system, right)
    // Dependent to rounding error: the shortest of the equally good answers is near enough.
    for i in 0..<rank - 1 where solution == nil { system[i * rank + i] += 1e-13 }
    solution = solution ?? LinearSystem.solve(system, right)
    return (solution ?? Array(repeating: 0, count: rank)).dropLast()
  }
}
