/// The pseudo-inverse of a Gramian whose vectors depend on each other, `v = M⁺ x`, however unlike their lengths.
///
/// v is the shortest of those that make `|M v − x|` least. Eigenvalues do not help here: those of short vectors are
/// lost in the rounding of the long ones. Instead `M = X P² Xᵀ` by Cholesky's method with pivots, the
/// longest remainder first: P is diagonal and falls, X has entries of about 1 and less, one column an independent
/// vector. With `X = Q R` by Householder's reflections, `v = Q R⁻ᵀ P⁻² R⁻¹ Qᵀ x`: of each product all terms are of one
/// size, so that the error is rounding error times the condition of the directions.
///
/// A vector is dependent where what is left of it is rounding error beside its own length, whatever the others'.
/// Source: Cox & Higham, "Stability of Householder QR factorization for weighted least squares problems", 1998.
struct GradedInverse {
  /// How many of the vectors are independent.
  let rank: Int
  private let count: Int
  /// The order of rows here: the independent vectors in the order of their columns, then the others.
  ///
  /// So the largest entry of each column is on the diagonal, and no row's error reaches those of shorter vectors.
  private let order: [Int]
  /// The columns of X, then R on and above the diagonal.
  private var columns: [[Double]]
  /// P.
  private let pivots: [Double]
  /// The reflections, each from its column's own place on, and `2 / |v|²`.
  private var reflections: [(vector: [Double], factor: Double)] = []

  /// Takes a Gramian apart, O(K³).
  /// - Parameter rows: The vectors; those of length 0 depend on all others.
  init(_ rows: UnitRows) {
    count = rows.count
    let factor = Self.factor(rows)
    pivots = factor.pivots
    rank = pivots.count
    let order = factor.members + (0..<rows.count).filter { !factor.members.contains($0) }
    columns = factor.columns.map { column in order.map { column[$0] } }
    self.order = order
    for step in 0..<rank { reflect(step) }
  }

  /// `M⁺ x`.
  func apply(_ x: [Double]) -> [Double] {
    var y = order.map { x[$0] }
    for (step, reflection) in reflections.enumerated() { Self.mirror(&y, from: step, reflection) }
    var w = Array(repeating: 0.0, count: count)
    for i in (0..<rank).reversed() {
      let known = (i + 1..<max(rank, i + 1)).reduce(y[i]) { $0 - columns[$1][i] * w[$1] }
      w[i] = known / columns[i][i]
    }
    for i in 0..<rank {
      let known = (0..<i).reduce(w[i] / (pivots[i] * pivots[i])) { $0 - columns[i][$1] * w[$1] }
      w[i] = known / columns[i][i]
    }
    for (step, reflection) in reflections.enumerated().reversed() {
      Self.mirror(&w, from: step, reflection)
    }
    var result = w
    for (place, row) in order.enumerated() { result[row] = w[place] }
    return result
  }

  /// The columns of X and P, and whose they are.
  private static func factor(_ rows: UnitRows)
    -> (columns: [[Double]], pivots: [Double], members: [Int])
  {
    let (count, lengths) = (rows.count, rows.lengths)
    var rest = rows.cosines
    var isLeft = lengths.map { $0 > 0 }
    var (columns, pivots, members): ([[Double]], [Double], [Int]) = ([], [], [])
    let smallest = 16 * Double(count) * Double.ulpOfOne
    while true {
      // What is rounding error has no part in what comes after: beside shorter vectors it would be large.
      for i in 0..<count where rest[i * count + i] <= smallest { isLeft[i] = false }
      let left = (0..<count).filter { isLeft[$0] }
      func remainder(_ i: Int) -> Double { lengths[i] * rest[i * count + i].squareRoot() }
      guard let best = left.max(by: { remainder($0) < remainder($1) }) else { break }
      let pivot = rest[best * count + best]
      var column = lengths.map { _ in 0.0 }
      for i in left { column[i] = lengths[i] / lengths[best] * (rest[i * count + best] / pivot) }
      columns.append(column)
      pivots.append(remainder(best))
      members.append(best)
      isLeft[best] = false
      for i in left where isLeft[i] {
        let factor = rest[i * count + best] / pivot
        for j in left where isLeft[j] { rest[i * count + j] -= factor * rest[best * count + j] }
      }
    }
    return (columns, pivots, members)
  }

  /// Makes a column's entries below the diagonal vanish.
  private mutating func reflect(_ step: Int) {
    var vector = Array(columns[step].dropFirst(step))
    let length = vectorLength(vector)
    let goal = vector[0] > 0 ? -length : length
    vector[0] -= goal
    let square = vector.reduce(0) { $0 + $1 * $1 }
    let reflection = (vector: vector, factor: square > 0 ? 2 / square : 0)
    for column in step..<rank { Self.mirror(&columns[column], from: step, reflection) }
    columns[step][step] = goal
    reflections.append(reflection)
  }

  private static func mirror(
    _ x: inout [Double], from start: Int, _ reflection: (vector: [Double], factor: Double)
  ) {
    let vector = reflection.vector
    let product = vector.indices.reduce(0) { $0 + vector[$1] * x[start + $1] }
    let factor = reflection.factor * product
    for (place, value) in vector.enumerated() { x[start + place] -= factor * value }
  }
}
