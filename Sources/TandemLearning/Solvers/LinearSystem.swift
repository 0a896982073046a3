/// Small dense systems of linear equations, in double precision.
enum LinearSystem {
  /// Solves `A x = b` by Gaussian elimination with full pivoting, O(n³).
  /// - Parameters:
  ///   - matrix: `A`, row after row, with entries of about one size.
  ///   - right: `b`.
  /// - Returns: `x`, or `nil` where a pivot is lost in rounding: the matrix is singular.
  static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
    let count = right.count
    var (a, x) = (matrix, right)
    var columns = Array(0..<count)
    let size = a.reduce(0) { max($0, $1.magnitude) }
    let smallest = size * Double(count) * 4 * Double.ulpOfOne
    for step in 0..<count {
      var (pivot, row, column) = (0.0, step, step)
      for i in step..<count {
        for j in step..<count where a[i * count + j].magnitude > pivot {
          (pivot, row, column) = (a[i * count + j].magnitude, i, j)
        }
      }
      guard pivot > smallest else { return nil }
      if row != step {
        for j in 0..<count { a.swapAt(step * count + j, row * count + j) }
        x.swapAt(step, row)
      }
      if column != step {
        for i in 0..<count { a.swapAt(i * count + step, i * count + column) }
        columns.swapAt(step, column)
      }
      for i in step + 1..<max(count, step + 1) {
        let factor = a[i * count + step] / a[step * count + step]
        guard factor != 0 else { continue }
        for j in step..<count { a[i * count + j] -= factor * a[step * count + j] }
        x[i] -= factor * x[step]
      }
    }
    for step in (0..<count).reversed() {
      for j in step + 1..<max(count, step + 1) { x[step] -= a[step * count + j] * x[j] }
      x[step] /= a[step * count + step]
    }
    var solution = x
    for (step, column) in columns.enumerated() { solution[column] = x[step] }
    return solution
  }
}
