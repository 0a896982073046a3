/// Vectors as their lengths and the cosines between them, from their inner products.
///
/// What solvers work on, so that vectors of very different lengths cost no accuracy: cosines are all of one size.
struct UnitRows {
  let count: Int
  /// `|gₖ|`.
  let lengths: [Double]
  /// `⟨gⱼ, gₖ⟩ / |gⱼ||gₖ|`, row after row: 1 on the diagonal, and all 0 for a vector of length 0.
  let cosines: [Double]

  /// Takes vectors apart.
  /// - Parameters:
  ///   - gramian: Their inner products, row after row.
  ///   - count: How many vectors there are.
  init(gramian: [Double], count: Int) {
    let lengths = (0..<count).map { max(gramian[$0 * count + $0], 0).squareRoot() }
    var cosines = Array(repeating: 0.0, count: count * count)
    for i in 0..<count where lengths[i] > 0 {
      cosines[i * count + i] = 1
      for j in 0..<i where lengths[j] > 0 {
        let cosine = min(1, max(-1, gramian[i * count + j] / lengths[i] / lengths[j]))
        cosines[i * count + j] = cosine
        cosines[j * count + i] = cosine
      }
    }
    self.count = count
    self.lengths = lengths
    self.cosines = cosines
  }

  private init(count: Int, lengths: [Double], cosines: [Double]) {
    self.count = count
    self.lengths = lengths
    self.cosines = cosines
  }

  /// Those of the given places alone.
  func subset(_ places: [Int]) -> Self {
    Self(
      count: places.count, lengths: places.map { lengths[$0] },
      cosines: places.flatMap { row in places.map { cosines[row * count + $0] } })
  }

  /// The places of vectors that are not 0.
  var nonzero: [Int] { lengths.indices.filter { lengths[$0] > 0 } }

  /// The cosines times a vector, `C x`.
  func multiplied(by x: [Double]) -> [Double] {
    (0..<count).map { row in
      (0..<count).reduce(0) { $0 + cosines[row * count + $1] * x[$1] }
    }
  }

  /// Inner products of each unit vector with `Σ xₖ uₖ`, all 0 where they are rounding error: then the sum is 0 as
  /// far as inner products can tell.
  func products(with x: [Double]) -> [Double] {
    let products = multiplied(by: x)
    let noise = 1e-12 * x.reduce(0) { $0 + $1.magnitude }
    return products.allSatisfy { $0.magnitude <= noise } ? products.map { _ in 0 } : products
  }

  /// `|Σ xₖ uₖ|`, 0 where it is rounding error.
  func length(of x: [Double]) -> Double {
    max(0, zip(x, products(with: x)).reduce(0) { $0 + $1.0 * $1.1 }).squareRoot()
  }

  /// How many of the vectors are independent: steps of a Cholesky factorization with pivots before they are lost
  /// in rounding.
  var rank: Int {
    var rest = cosines
    var isLeft = lengths.map { $0 > 0 }
    for step in 0..<count {
      let left = (0..<count).filter { isLeft[$0] }
      let best = left.max { rest[$0 * count + $0] < rest[$1 * count + $1] }
      guard let best, rest[best * count + best] > 16 * Double(count) * Double.ulpOfOne
      else { return step }
      isLeft[best] = false
      let pivot = rest[best * count + best]
      for i in left where isLeft[i] {
        let factor = rest[i * count + best] / pivot
        for j in left where isLeft[j] { rest[i * count + j] -= factor * rest[best * count + j] }
      }
    }
    return count
  }

  /// Whether no direction lowers all: a vector is 0, or 0 is in their convex hull (as near as cosines can tell,
  /// 1e-7 of the vectors' lengths).
  var isStationary: Bool {
    guard !lengths.contains(0) else { return true }
    let weights = MinimumNorm.weights(gramian: cosines, count: count)
    return zip(weights, multiplied(by: weights)).reduce(0) { $0 + $1.0 * $1.1 } <= 1e-14
  }
}
