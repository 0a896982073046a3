internal import COpenBLAS

/// A matrix in memory, row after row, read as it lies or transposed.
struct Matrix {
  let pointer: UnsafePointer<Float>
  /// Columns as it lies, so many numbers from one row to the next.
  let columnCount: Int
  let isTransposed: Bool

  init(_ pointer: UnsafePointer<Float>, columnCount: Int, isTransposed: Bool = false) {
    self.pointer = pointer
    self.columnCount = columnCount
    self.isTransposed = isTransposed
  }
}

/// Writes `left · right` into `result`, a matrix of `rowCount × columnCount` without gaps.
func multiply(
  _ left: Matrix, _ right: Matrix, into result: UnsafeMutablePointer<Float>, rowCount: Int,
  columnCount: Int, innerCount: Int
) {
  guard innerCount > 0 else {
    result.update(repeating: 0, count: rowCount * columnCount)
    return
  }
  cblas_sgemm(
    CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
    right.isTransposed ? CblasTrans : CblasNoTrans, Int32(rowCount), Int32(columnCount),
    Int32(innerCount), 1, left.pointer, Int32(left.columnCount), right.pointer,
    Int32(right.columnCount), 0, result, Int32(columnCount))
}
