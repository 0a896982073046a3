/// The nearest vector of a polyhedral cone, or polyhedron, from inner products alone.
///
/// `z ≥ 0`, `y = C z − h ≥ 0`, `zᵀ y = 0`: with unit vectors uₖ, `C = U Uᵀ`, these are the multipliers of the
/// projection of a vector x onto `{d : ⟨uₖ, d⟩ ≥ tₖ}`, `d = x + Σ zₖ uₖ`, where `hₖ = tₖ − ⟨uₖ, x⟩`. They prove the
/// optimum (Karush–Kuhn–Tucker), and `residual` measures them; d is exact to rounding error times the
/// condition of the directions, however unlike the lengths are.
///
/// The dual method of Goldfarb & Idnani: from x itself, the constraint that is violated most joins the active ones,
/// those whose multiplier would turn negative leave; d stays the nearest vector for the active constraints. It
/// ends after finitely many rounds, in practice about the number of active constraints, each O(K²).
/// Source: Goldfarb & Idnani, "A numerically stable dual method for solving strictly convex quadratic programs",
/// Mathematical Programming 1983.
enum PolyhedralProjection {
  /// The multipliers.
  /// - Parameters:
  ///   - cosines: `C`, positive semidefinite with a diagonal of ones; rows of 0 are passed over.
  ///   - right: `h`.
  ///   - accuracy: How large errors in `C` and `h` are, as a part of 1: rounding error, unless they were
  ///     computed with cancellation.
  /// - Returns: `z`, or `nil` where no vector fulfils all constraints, or rounding hides it.
  static func multipliers(
    cosines: [Double], right: [Double], accuracy: Double = .ulpOfOne
  ) -> [Double]? {
    var method = DualActiveSet(cosines: cosines, right: right, accuracy: accuracy)
    guard method.solve() else { return nil }
    let residual = residual(of: method.z, cosines: cosines, right: right)
    return residual <= max(1e-6, accuracy) ? method.z : nil
  }

  /// The multipliers, with what is rounding error anyway added to the diagonal of `C`.
  ///
  /// So there always is one solution and no vector depends on others: nothing has to be told from rounding
  /// error, which hides solutions where vectors nearly are opposite. Where no vector fulfils all constraints,
  /// the multipliers are so large that d is far away.
  /// - Parameters:
  ///   - cosines: As above.
  ///   - right: `h`.
  /// - Returns: `z`.
  static func softened(cosines: [Double], right: [Double]) -> [Double] {
    let count = right.count
    var softer = cosines
    for k in 0..<count where cosines[k * count + k] > 0 {
      softer[k * count + k] += 4 * Double(count) * Double.ulpOfOne
    }
    var method = DualActiveSet(
      cosines: softer, right: right, accuracy: .ulpOfOne, isDefinite: true)
    _ = method.solve()
    let z = method.z
    method.polish(for: cosines)
    func residual(_ z: [Double]) -> Double { self.residual(of: z, cosines: cosines, right: right) }
    return residual(method.z) <= residual(z) ? method.z : z
  }

  /// The multipliers where every vector of a cone fulfils the constraints, `h = −C x`: there always are some.
  static func ofCone(cosines: [Double], right: [Double]) -> [Double] {
    func residual(_ z: [Double]) -> Double { self.residual(of: z, cosines: cosines, right: right) }
    let exact = multipliers(cosines: cosines, right: right)
    if let exact, residual(exact) <= 1e-14 { return exact }
    let soft = softened(cosines: cosines, right: right)
    guard let exact else { return soft }
    return residual(soft) < residual(exact) ? soft : exact
  }

  /// The projection of `Σ xₖ uₖ` onto `{d : ⟨uₖ, d⟩ ≥ 0}`, the dual cone of the uₖ.
  /// - Parameters:
  ///   - rows: The uₖ; those of length 0 ask for nothing.
  ///   - coefficients: x.
  /// - Returns: `x + z`, the projection's coefficients; all 0 where it is 0 as far as inner products can tell.
  static func ontoDualCone(of rows: UnitRows, _ coefficients: [Double]) -> [Double] {
    let right = rows.products(with: coefficients).map { -$0 }
    let z = ofCone(cosines: rows.cosines, right: right)
    let result = zip(coefficients, z).map { $0 + $1 }
    return rows.products(with: result).allSatisfy { $0 == 0 } ? result.map { _ in 0 } : result
  }

  /// How far multipliers are from optimal: the largest of `|min(zₖ, yₖ)|`, which is 0 where both are at least 0 and one
  /// is 0, as a part of the numbers of which they are sums.
  static func residual(of z: [Double], cosines: [Double], right: [Double]) -> Double {
    let count = z.count
    let size = z.reduce(0) { $0 + $1.magnitude } + (right.map(\.magnitude).max() ?? 0)
    guard size > 0 else { return 0 }
    return (0..<count).reduce(0) { worst, k in
      guard cosines[k * count + k] > 0 else { return worst }
      let y = (0..<count).reduce(-right[k]) { $0 + cosines[k * count + $1] * z[$1] }
      return max(worst, min(z[k], y).magnitude / size)
    }
  }
}

/// The state of the dual active-set method.
private struct DualActiveSet {
  let count: Int
  let cosines: [Double]
  let right: [Double]
  var z: [Double]
  private var factor: ActiveFactor
  private var isRejected: [Bool]
  private let largest: Double
  private let accuracy: Double
  /// Whether no vector depends on others.
  private let isDefinite: Bool

  init(cosines: [Double], right: [Double], accuracy: Double, isDefinite: Bool = false) {
    self.isDefinite = isDefinite
    count = right.count
    self.accuracy = accuracy
    self.cosines = cosines
    self.right = right
    z = Array(repeating: 0, count: right.count)
    factor = ActiveFactor(cosines: cosines, count: right.count)
    isRejected = (0..<count).map { cosines[$0 * right.count + $0] <= 0 }
    largest = right.reduce(0) { max($0, $1.magnitude) }
  }

  /// Whether there is a solution; then it is `z`.
  mutating func solve() -> Bool {
    // The bound is never met in exact arithmetic; it stands against rounding that undoes itself.
    for _ in 0..<20 * (count + 5) {
      guard let next = worstViolation() else { break }
      let before = (z, factor)
      switch admit(next) {
      case .infeasible: return false
      case .lost:
        (z, factor) = before
        isRejected[next] = true
      case .joined:
        for k in 0..<count where cosines[k * count + k] > 0 { isRejected[k] = false }
      }
    }
    polish(for: cosines)
    return true
  }

  private enum Admission { case joined, lost, infeasible }

  private func slack(_ k: Int) -> Double {
    (0..<count).reduce(-right[k]) { $0 + cosines[k * count + $1] * z[$1] }
  }

  private var noise: Double {
    8 * accuracy * (largest + z.reduce(0, +))
  }

  /// The constraint that is violated most, above rounding error.
  private func worstViolation() -> Int? {
    var worst: (index: Int, slack: Double) = (-1, -noise)
    for k in 0..<count where !isRejected[k] && !factor.members.contains(k) {
      let slack = slack(k)
      if slack < worst.slack { worst = (k, slack) }
    }
    return worst.index >= 0 ? worst.index : nil
  }

  /// Makes a violated constraint an active one; active ones that block the way leave.
  private mutating func admit(_ next: Int) -> Admission {
    while true {
      let (r, square) = factor.dependence(of: next)
      let size = 1 + r.reduce(0) { $0 + $1.magnitude }
      let slack = slack(next)
      guard slack < 0 else { return .lost }
      // No longer than what an error in the last digits of the cosines would make.
      let isDependent = !isDefinite && square <= 8 * accuracy * size * size
      let fullStep = isDependent ? Double.infinity : -slack / square
      // Without a full step a coefficient that is rounding error would stand in no constraint's way.
      let least = isDependent ? 8 * accuracy * size : 0
      var (step, leaving) = (fullStep, -1)
      for (place, k) in factor.members.enumerated()
      where r[place] > least && z[k] < step * r[place] {
        (step, leaving) = (z[k] / r[place], place)
      }
      guard step < .infinity else {
        return -slack <= 8 * noise * size ? .lost : .infeasible
      }
      for (place, k) in factor.members.enumerated() { z[k] -= step * r[place] }
      z[next] += step
      guard leaving >= 0 else {
        factor.append(next)
        return .joined
      }
      z[factor.members[leaving]] = 0
      factor.remove(at: leaving)
    }
  }

  /// Solves the active constraints' equations once more, without what rounding left on the way.
  mutating func polish(for cosines: [Double]) {
    let members = factor.members
    var solution = factor.solve(members.map { right[$0] })
    let residual = members.indices.map { row in
      members.indices.reduce(right[members[row]]) {
        $0 - cosines[members[row] * count + members[$1]] * solution[$1]
      }
    }
    solution = zip(solution, factor.solve(residual)).map { $0 + $1 }
    // Those that are 0 to rounding error may have turned negative; of more, the equations say nothing.
    let least = -8 * accuracy * solution.reduce(0) { $0 + $1.magnitude }
    guard !isDefinite || solution.allSatisfy({ $0 >= least }) else { return }
    for (k, value) in zip(members, solution) { z[k] = max(0, value) }
  }
}
