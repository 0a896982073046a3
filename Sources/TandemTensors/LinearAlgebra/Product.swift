internal import COpenBLAS
internal import CVectorKernels

/// Products of one size, and how they are cut.
struct Product {
  let left: Matrix
  let right: Matrix
  let result: UnsafeMutablePointer<Float>
  let resultColumnCount: Int
  let size: ProductSize
  let batch: ProductBatch
  let tiling: ProductTiling
  let epilogue: TileEpilogue?

  init(
    _ left: Matrix, _ right: Matrix, into result: UnsafeMutablePointer<Float>,
    resultColumnCount: Int? = nil, size: ProductSize, batch: ProductBatch = ProductBatch(),
    epilogue: TileEpilogue? = nil
  ) {
    (self.left, self.right, self.result) = (left, right, result)
    self.resultColumnCount = resultColumnCount ?? size.columns
    (self.size, self.batch, self.epilogue) = (size, batch, epilogue)
    tiling = ProductTiling(size, batchCount: batch.count, turnsRight: right.isTransposed)
  }

  /// Computes a piece, on this thread.
  func computePiece(_ index: Int) {
    OpenBLAS.useOneThread
    let (first, row, column) = tiling.origin(of: index)
    let rows = row..<min(row + tiling.rows, size.rows)
    let columns = column..<min(column + tiling.columns, size.columns)
    for matrix in first..<min(first + tiling.matrices, batch.count) {
      guard size.inner > 0 else {
        clear(matrix, rows, columns)
        continue
      }
      var start = column
      while start < columns.upperBound {
        let panel = start..<min(start + tiling.tileColumns, columns.upperBound)
        computePanel(matrix, rows, panel)
        start = panel.upperBound
      }
    }
  }

  /// Computes some columns of a piece, tile by tile.
  private func computePanel(_ matrix: Int, _ rows: Range<Int>, _ columns: Range<Int>) {
    var inner = 0
    while inner < size.inner {
      let depth = inner..<min(inner + tiling.tileInner, size.inner)
      let side = packed(matrix, depth, columns, rowCount: rows.count)
      var row = rows.lowerBound
      while row < rows.upperBound {
        let tile = row..<min(row + tiling.tileRows, rows.upperBound)
        compute(matrix, tile, columns, depth, right: side)
        if depth.upperBound == size.inner { finish(matrix, tile, columns) }
        row = tile.upperBound
      }
      inner = depth.upperBound
    }
  }

  /// One call of BLAS: adds to the tile, or begins it.
  private func compute(
    _ matrix: Int, _ rows: Range<Int>, _ columns: Range<Int>, _ depth: Range<Int>, right: Matrix
  ) {
    let a = left.pointer(toRow: rows.lowerBound, column: depth.lowerBound)
    cblas_sgemm(
      CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
      right.isTransposed ? CblasTrans : CblasNoTrans, Int32(rows.count), Int32(columns.count),
      Int32(depth.count), 1, a + matrix * batch.leftStride, Int32(left.columnCount),
      right.pointer, Int32(right.columnCount), depth.lowerBound == 0 ? 0 : 1,
      place(matrix, rows.lowerBound, columns.lowerBound), Int32(resultColumnCount))
  }

  /// The part of the right side that a panel reads, copied together where that pays.
  private func packed(
    _ matrix: Int, _ depth: Range<Int>, _ columns: Range<Int>, rowCount: Int
  ) -> Matrix {
    let start =
      right.pointer(toRow: depth.lowerBound, column: columns.lowerBound)
      + matrix * batch.rightStride
    let asItLies = Matrix(
      start, columnCount: right.columnCount, isTransposed: right.isTransposed)
    let isSmall = depth.count * columns.count <= Int(vk_pack_capacity)
    // A transposed side is slow to read where it lies; another one only from many pages of memory.
    let pays = right.isTransposed ? rowCount >= 32 : size.columns > 128 && rowCount >= 128
    guard OpenBLAS.hasSmallKernels, isSmall, pays, columns.count >= 8, let buffer = vk_pack_buffer()
    else { return asItLies }
    if right.isTransposed {
      vk_pack_transposed(start, right.columnCount, depth.count, columns.count, buffer)
    } else {
      vk_pack(start, right.columnCount, depth.count, columns.count, buffer)
    }
    return Matrix(buffer, columnCount: columns.count)
  }

  private func finish(_ matrix: Int, _ rows: Range<Int>, _ columns: Range<Int>) {
    guard let epilogue else { return }
    epilogue.body(
      epilogue.context, epilogue.firstMatrix + matrix, rows.lowerBound, rows.count,
      columns.lowerBound, columns.count)
  }

  /// A product over nothing is 0.
  private func clear(_ matrix: Int, _ rows: Range<Int>, _ columns: Range<Int>) {
    for row in rows {
      place(matrix, row, columns.lowerBound).update(repeating: 0, count: columns.count)
    }
    finish(matrix, rows, columns)
  }

  private func place(_ matrix: Int, _ row: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
    result + matrix * batch.resultStride + row * resultColumnCount + column
  }
}
