/// The eigenvalues and eigenvectors of a small symmetric matrix, `A = V diag(λ) Vᵀ`, in double precision.
///
/// Jacobi's method in cyclic order: rotations make the largest entries off the diagonal vanish until each is
/// within rounding error of `√(aᵢᵢ aⱼⱼ)`. Unlike methods that first make the matrix tridiagonal it finds the *small*
/// eigenvalues of a positive definite matrix to full relative accuracy where its rows differ much in size: the error
/// is rounding error times the condition of the matrix with a diagonal of ones, not of the matrix (Demmel &
/// Veselić, "Jacobi's method is more accurate than QR", SIAM Journal on Matrix Analysis 1992).
package struct SymmetricEigen {
  let count: Int
  /// The eigenvalues, the largest first.
  package private(set) var values: [Double]
  /// Eigenvectors of length 1, one a row, `vectors[k * count..<(k + 1) * count]` with `values[k]`.
  package private(set) var vectors: [Double]

  /// Decomposes a matrix, O(n³) a sweep, some ten sweeps.
  /// - Parameters:
  ///   - matrix: A symmetric matrix, row after row, of finite numbers.
  ///   - count: How many rows it has.
  package init(_ matrix: [Double], count: Int) {
    self.count = count
    var a = matrix
    var v = Array(repeating: 0.0, count: count * count)
    for i in 0..<count { v[i * count + i] = 1 }
    // Seldom more than ten; the bound stands against rounding that never settles.
    for _ in 0..<20 where !Self.sweep(&a, &v, count) {}
    let diagonal = (0..<count).map { a[$0 * count + $0] }
    let order = (0..<count).sorted { diagonal[$0] > diagonal[$1] }
    values = order.map { diagonal[$0] }
    vectors = order.flatMap { v[$0 * count..<($0 + 1) * count] }
  }

  /// Rotates every pair once; whether there was nothing left to rotate.
  private static func sweep(_ a: inout [Double], _ v: inout [Double], _ count: Int) -> Bool {
    var isDone = true
    for p in 0..<count {
      for q in p + 1..<max(count, p + 1) {
        let (app, aqq, apq) = (a[p * count + p], a[q * count + q], a[p * count + q])
        let size = (app.magnitude * aqq.magnitude).squareRoot()
        guard apq.magnitude > Double.ulpOfOne * size, apq.magnitude > .leastNormalMagnitude
        else { continue }
        isDone = false
        rotate(&a, &v, count, p, q, tangent(app, aqq, apq))
      }
    }
    return isDone
  }

  /// The tangent of the smaller angle that makes `apq` vanish.
  private static func tangent(_ app: Double, _ aqq: Double, _ apq: Double) -> Double {
    let theta = (aqq - app) / (2 * apq)
    guard theta.magnitude < 1e150 else { return 0.5 / theta }
    let root = (1 + theta * theta).squareRoot()
    return theta >= 0 ? 1 / (theta + root) : 1 / (theta - root)
  }

  private static func rotate(
    _ a: inout [Double], _ v: inout [Double], _ count: Int, _ p: Int, _ q: Int, _ t: Double
  ) {
    let c = 1 / (1 + t * t).squareRoot()
    let s = t * c
    let apq = a[p * count + q]
    for k in 0..<count where k != p && k != q {
      let (x, y) = (a[k * count + p], a[k * count + q])
      let (first, second) = (c * x - s * y, s * x + c * y)
      a[k * count + p] = first
      a[p * count + k] = first
      a[k * count + q] = second
      a[q * count + k] = second
    }
    a[p * count + p] -= t * apq
    a[q * count + q] += t * apq
    a[p * count + q] = 0
    a[q * count + p] = 0
    for k in 0..<count {
      let (x, y) = (v[p * count + k], v[q * count + k])
      v[p * count + k] = c * x - s * y
      v[q * count + k] = s * x + c * y
    }
  }

  /// `f(A) x`, with f given by its values on the first `rank` eigenvalues and 0 on the others.
  /// - Parameters:
  ///   - vector: `x`.
  ///   - rank: How many eigenvalues count.
  ///   - function: f.
  /// - Returns: `Σ f(λₖ) vₖ ⟨vₖ, x⟩` over k < `rank`.
  func apply(_ vector: [Double], rank: Int, _ function: (Double) -> Double) -> [Double] {
    var result = Array(repeating: 0.0, count: count)
    for k in 0..<min(rank, count) {
      let row = k * count
      let product = (0..<count).reduce(0) { $0 + vectors[row + $1] * vector[$1] }
      let factor = function(values[k]) * product
      for i in 0..<count { result[i] += factor * vectors[row + i] }
    }
    return result
  }

  /// The largest entry of `A − V diag(λ) Vᵀ`, as a part of `√(aᵢᵢ aⱼⱼ)`.
  func residual(of matrix: [Double]) -> Double {
    var worst = 0.0
    for i in 0..<count {
      for j in 0..<count {
        let sum = (0..<count).reduce(0) {
          $0 + values[$1] * vectors[$1 * count + i] * vectors[$1 * count + j]
        }
        let size = (matrix[i * count + i] * matrix[j * count + j]).magnitude.squareRoot()
        let error = (sum - matrix[i * count + j]).magnitude
        worst = max(worst, size > 0 ? error / size : error)
      }
    }
    return worst
  }
}
