internal import COpenBLAS

/// The inner products of a matrix's rows, `G Gᵀ`, in double precision.
///
/// The products and sums are made in doubles from the single-precision numbers, for what is decided
/// from them (angles between nearly parallel gradients) is lost in single precision.
/// - Parameters:
///   - matrix: `rowCount` rows of equal length, one after the other.
///   - rowCount: How many rows there are.
/// - Returns: `[rowCount, rowCount]`, row after row, exactly symmetric.
public func gramian(of matrix: UnsafeBufferPointer<Float>, rowCount: Int) -> [Double] {
  guard rowCount > 0, let start = matrix.baseAddress else {
    return Array(repeating: 0, count: rowCount * rowCount)
  }
  let columnCount = matrix.count / rowCount
  let blockCount = (columnCount + gramianBlock - 1) / gramianBlock
  let size = rowCount * rowCount
  // Each block of columns has sums of its own, which are added up in order.
  var partial = [Double](repeating: 0, count: blockCount * size)
  partial.withUnsafeMutableBufferPointer { partial in
    guard let sums = partial.baseAddress else { return }
    parallelFor(blockCount) { block in
      let first = block * gramianBlock
      addGramian(
        start + first, rowCount: rowCount, columnCount: min(gramianBlock, columnCount - first),
        stride: columnCount, to: sums + block * size)
    }
  }
  var total = [Double](repeating: 0, count: size)
  for block in 0..<blockCount {
    for index in 0..<size { total[index] += partial[block * size + index] }
  }
  for row in 0..<rowCount {
    for column in 0..<row { total[row * rowCount + column] = total[column * rowCount + row] }
  }
  return total
}

extension BufferSlice {
  /// The inner products of the rows that the slice holds, in double precision.
  /// - Parameter rowCount: How many rows of equal length the slice holds.
  /// - Returns: `[rowCount, rowCount]`, row after row.
  public func gramian(rowCount: Int) -> [Double] {
    TandemTensors.gramian(
      of: UnsafeBufferPointer(start: pointer, count: count), rowCount: rowCount)
  }
}

// 1024 columns of 8 rows are 64 KiB of doubles, which stay in the second cache.
private let gramianBlock = 1024

/// Adds the upper triangle of `X Xᵀ` for a block of columns.
private func addGramian(
  _ start: UnsafePointer<Float>, rowCount: Int, columnCount: Int, stride: Int,
  to sums: UnsafeMutablePointer<Double>
) {
  OpenBLAS.useOneThread
  withUnsafeTemporaryAllocation(of: Double.self, capacity: rowCount * columnCount) { block in
    guard let doubles = block.baseAddress else { return }
    for row in 0..<rowCount {
      let (x, y) = (start + row * stride, doubles + row * columnCount)
      for i in 0..<columnCount { y[i] = Double(x[i]) }
    }
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasNoTrans, Int32(rowCount), Int32(columnCount), 1, doubles,
      Int32(columnCount), 1, sums, Int32(rowCount))
  }
}
