internal import COpenBLAS

/// Writes `left · right` into a matrix whose rows lie `stride` numbers apart, or adds it to what
/// is there, on this thread alone: for operations that cut their work themselves.
func multiplyHere(
  _ left: Matrix, _ right: Matrix, into result: UnsafeMutablePointer<Float>, stride: Int,
  size: ProductSize, adding: Bool = false
) {
  OpenBLAS.useOneThread
  cblas_sgemm(
    CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
    right.isTransposed ? CblasTrans : CblasNoTrans, Int32(size.rows), Int32(size.columns),
    Int32(size.inner), 1, left.pointer, Int32(left.columnCount), right.pointer,
    Int32(right.columnCount), adding ? 1 : 0, result, Int32(stride))
}
