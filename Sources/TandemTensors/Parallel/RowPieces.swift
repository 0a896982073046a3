/// Rows of one or two matrices, and a function of the vector kernels that goes through some of them.
struct RowPieces {
  typealias Kernel =
    @convention(c) (
      _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ rowCount: Int, _ count: Int,
      _ y: UnsafeMutablePointer<Float>
    ) -> Void

  var a: UnsafePointer<Float>
  var b: UnsafePointer<Float>
  var y: UnsafeMutablePointer<Float>
  var rowCount: Int
  /// Numbers of a row.
  var count: Int
  /// Numbers that come of a row.
  var resultCount: Int
  var kernel: Kernel
  /// What a number costs, in additions.
  var cost = 1
  private var rowsPerPiece = 1

  init(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    rowCount: Int, count: Int, resultCount: Int, cost: Int, _ kernel: @escaping Kernel
  ) {
    (self.a, self.b, self.y) = (a, b, y)
    (self.rowCount, self.count, self.resultCount) = (rowCount, count, resultCount)
    (self.cost, self.kernel) = (cost, kernel)
  }

  /// Goes through all rows; a piece is worth some ten microseconds.
  func run() {
    var pieces = self
    pieces.rowsPerPiece = max(1, 32_768 / max(count * cost, 1))
    if rowCount < 2 * pieces.rowsPerPiece { pieces.rowsPerPiece = max(rowCount, 1) }
    let pieceCount = (rowCount + pieces.rowsPerPiece - 1) / pieces.rowsPerPiece
    parallelFor(pieceCount, of: pieces) { context, piece in
      context.assumingMemoryBound(to: RowPieces.self).pointee.run(piece: piece)
    }
  }

  private func run(piece: Int) {
    let first = piece * rowsPerPiece
    let rows = min(rowsPerPiece, rowCount - first)
    kernel(a + first * count, b + first * count, rows, count, y + first * resultCount)
  }
}
