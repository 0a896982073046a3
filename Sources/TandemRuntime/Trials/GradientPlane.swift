/// A plane through two or three vectors, in which they can be drawn.
///
/// Vectors of two numbers are drawn as they are. For two others the plane that they span is drawn, with
/// their difference across and what they have in common up. For three it is the plane of the two
/// principal directions: the first two right singular vectors of the matrix of their rows, `G = U S Vᵀ`,
/// which keep the most of the vectors' squared lengths; `lostShare` is what they do not.
struct GradientPlane {
  /// Two vectors at right angles, of length 1; the second may be 0 where all lie on one line.
  let across: [Double]
  let up: [Double]
  /// How much of the rows' squared lengths lies outside.
  let lostShare: Double
  let kind: Kind

  enum Kind {
    /// The two numbers themselves.
    case coordinates
    /// The plane that the vectors span.
    case span
    /// The best plane for vectors that span more.
    case principal
  }

  /// Finds the plane; `nil` for rows of less than two numbers, or all 0.
  init?(rows: [[Double]]) {
    guard let width = rows.first?.count, width >= 2, rows.count == 2 || rows.count == 3,
      rows.contains(where: { length(of: $0) > 0 })
    else { return nil }
    if width == 2 {
      (across, up, lostShare, kind) = ([1, 0], [0, 1], 0, .coordinates)
      return
    }
    if rows.count == 2 {
      let difference = zip(rows[0], rows[1]).map { $0 - $1 }
      let sum = zip(rows[0], rows[1]).map { $0 + $1 }
      let first = Self.unit(difference) ?? Self.unit(sum) ?? rows[0]
      across = first
      up = Self.unit(Self.rest(of: sum, without: first)) ?? first.map { _ in 0 }
      (lostShare, kind) = (0, .span)
      return
    }
    let scale = rows.map { length(of: $0) }.max() ?? 1
    let scaled = rows.map { $0.map { $0 / scale } }
    let gramian = scaled.map { a in scaled.map { b in Self.product(a, b) } }
    let (values, vectors) = Self.eigen(gramian)
    let order = values.indices.sorted { values[$0] > values[$1] }
    func direction(_ place: Int) -> [Double] {
      let weights = vectors.map { $0[order[place]] }
      let vector = (0..<width).map { i in (0..<3).reduce(0) { $0 + weights[$1] * scaled[$1][i] } }
      // Signs are free: the first vector points right, all together up.
      let anchor =
        place == 0 ? scaled[0] : (0..<width).map { i in scaled.reduce(0) { $0 + $1[i] } }
      return Self.product(vector, anchor) < 0 ? vector.map { -$0 } : vector
    }
    let total = values.reduce(0) { $0 + max($1, 0) }
    let first = Self.unit(direction(0)) ?? scaled[0]
    across = first
    // Rounding would make a direction of nothing.
    let isFlat = values[order[1]] < 1e-24 * total
    up =
      isFlat
      ? first.map { _ in 0 }
      : Self.unit(Self.rest(of: direction(1), without: first)) ?? first.map { _ in 0 }
    lostShare = max(values[order[2]], 0) / total
    kind = lostShare < 1e-12 ? .span : .principal
  }

  /// Where a vector lies in the plane.
  func place(_ vector: [Double]) -> (x: Double, y: Double) {
    (Self.product(vector, across), Self.product(vector, up))
  }

  /// How much of a vector's squared length lies outside.
  func lostShare(of vector: [Double]) -> Double {
    let size = length(of: vector)
    guard size > 0 else { return 0 }
    let (x, y) = place(vector.map { $0 / size })
    return max(0, 1 - x * x - y * y)
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func unit(_ vector: [Double]) -> [Double]? {
    let size = length(of: vector)
    return size > 0 ? vector.map { $0 / size } : nil
  }

  private static func rest(of vector: [Double], without direction: [Double]) -> [Double] {
    let size = product(vector, direction)
    let rest = zip(vector, direction).map { $0 - size * $1 }
    // What is left of a vector that lies along the direction is rounding error.
    return length(of: rest) > 1e-12 * length(of: vector) ? rest : rest.map { _ in 0 }
  }

  /// Eigenvalues and eigenvectors (as columns) of a small symmetric matrix, by Jacobi's rotations.
  static func eigen(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    var a = matrix
    let n = a.count
    var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    for _ in 0..<30 {
      for p in 0..<n {
        for q in p + 1..<n where a[p][q].magnitude > 1e-300 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<n {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in 0..<n {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
            (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q])
          }
        }
      }
    }
    return ((0..<n).map { a[$0][$0] }, v)
  }
}
