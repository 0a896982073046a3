import TandemLearning

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
}

extension GradientPlane {
  /// Finds the plane; `nil` for rows of less than two numbers, or all 0.
  init?(rows: [[Double]]) {
    guard let width = rows.first?.count, width >= 2, rows.count == 2 || rows.count == 3,
      rows.contains(where: { vectorLength($0) > 0 })
    else { return nil }
    if width == 2 {
      self.init(across: [1, 0], up: [0, 1], lostShare: 0, kind: .coordinates)
    } else if rows.count == 2 {
      self.init(through: rows[0], rows[1])
    } else {
      self.init(principalOf: rows, width: width)
    }
  }

  /// The plane that two vectors span.
  private init(through a: [Double], _ b: [Double]) {
    let difference = zip(a, b).map { $0 - $1 }
    let sum = zip(a, b).map { $0 + $1 }
    let first = Self.unit(difference) ?? Self.unit(sum) ?? a
    let second = Self.unit(Self.rest(of: sum, without: first))
    self.init(across: first, up: second ?? first.map { _ in 0 }, lostShare: 0, kind: .span)
  }

  /// The plane of the two principal directions of three vectors.
  private init(principalOf rows: [[Double]], width: Int) {
    let scale = rows.map { vectorLength($0) }.max() ?? 1
    let scaled = rows.map { $0.map { $0 / scale } }
    let sum = (0..<width).map { i in scaled.reduce(0) { $0 + $1[i] } }
    let gramian = scaled.flatMap { a in scaled.map { b in Self.product(a, b) } }
    let eigen = SymmetricEigen(gramian, count: 3)
    // Signs are free: the first vector points right, all together up.
    func direction(_ place: Int, towards anchor: [Double]) -> [Double] {
      let weights = eigen.vectors[place * 3..<(place + 1) * 3]
      let vector = (0..<width).map { i in
        zip(weights, scaled).reduce(0) { $0 + $1.0 * $1.1[i] }
      }
      return Self.product(vector, anchor) < 0 ? vector.map { -$0 } : vector
    }
    let total = eigen.values.reduce(0) { $0 + max($1, 0) }
    let first = Self.unit(direction(0, towards: scaled[0])) ?? scaled[0]
    // Rounding would make a direction of nothing.
    let second =
      eigen.values[1] < 1e-24 * total
      ? nil : Self.unit(Self.rest(of: direction(1, towards: sum), without: first))
    let lostShare = max(eigen.values[2], 0) / total
    self.init(
      across: first, up: second ?? first.map { _ in 0 }, lostShare: lostShare,
      kind: lostShare < 1e-12 ? .span : .principal)
  }

  /// Where a vector lies in the plane.
  func place(_ vector: [Double]) -> (x: Double, y: Double) {
    (Self.product(vector, across), Self.product(vector, up))
  }

  /// How much of a vector's squared length lies outside.
  func lostShare(of vector: [Double]) -> Double {
    let size = vectorLength(vector)
    guard size > 0 else { return 0 }
    let (x, y) = place(vector.map { $0 / size })
    return max(0, 1 - x * x - y * y)
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func unit(_ vector: [Double]) -> [Double]? {
    let size = vectorLength(vector)
    return size > 0 ? vector.map { $0 / size } : nil
  }

  private static func rest(of vector: [Double], without direction: [Double]) -> [Double] {
    let size = product(vector, direction)
    let rest = zip(vector, direction).map { $0 - size * $1 }
    // What is left of a vector that lies along the direction is rounding error.
    return vectorLength(rest) > 1e-12 * vectorLength(vector) ? rest : rest.map { _ in 0 }
  }
}
