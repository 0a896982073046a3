internal import CVectorKernels

/// The weighted sum of rows, `Σ wₖ xₖ`; a row whose weight is 0 is not looked at.
struct WeightedSum {
  private let rows: NumberRows
  private let weights: UnsafePointer<Float>
  private let columnCount: Int
  private let pieceSize: Int
  private let output: UnsafeMutablePointer<Float>

  /// Writes the sum to `output`, which is as long as a row.
  static func write(
    _ rows: NumberRows, _ weights: UnsafePointer<Float>, columnCount: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    // What is worth some five microseconds.
    let pieceSize = max(65_536 / max(rows.count, 1) / 32 * 32, 4096)
    let pieceCount = (columnCount + pieceSize - 1) / pieceSize
    let sum = WeightedSum(
      rows: rows, weights: weights, columnCount: columnCount, pieceSize: pieceSize, output: output)
    parallelFor(pieceCount, of: sum) { context, piece in
      context.assumingMemoryBound(to: WeightedSum.self).pointee.compute(piece)
    }
  }

  private func compute(_ piece: Int) {
    let start = piece * pieceSize
    let count = min(pieceSize, columnCount - start)
    guard count > 0 else { return }
    vk_weighted_sum(
      rows.pointer + start, rows.count, rows.stride, weights, count, output + start)
  }
}
