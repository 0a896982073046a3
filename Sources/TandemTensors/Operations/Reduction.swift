/// A reduction: what it makes of rows and of columns, by functions of the vector kernels.
struct Reduction {
  /// One number for each row.
  var rows: RowPieces.Kernel
  /// One row for all rows.
  var columns: RowPieces.Kernel

  /// Reduces neighbouring dimensions.
  func run(
    _ input: Operand, over dimensions: Range<Int>, into output: Operand, in context: RunContext
  ) {
    let cut = ReductionCut(input.shape, over: dimensions)
    guard output.count > 0 else { return }
    let scratch = cut.chunkCount > 1 ? context.scratch : output.pointer
    let work = Work(reduction: self, cut: cut, x: input.pointer, y: scratch)
    parallelFor(cut.pieceCount, of: work) { context, piece in
      context.assumingMemoryBound(to: Work.self).pointee.run(piece: piece)
    }
    guard cut.chunkCount > 1 else { return }
    for block in 0..<cut.outer {
      let parts = scratch + block * cut.chunkCount * cut.inner
      let y = output.pointer + block * cut.inner
      if cut.inner == 1 {
        rows(parts, parts, 1, cut.chunkCount, y)
      } else {
        columns(parts, parts, cut.chunkCount, cut.inner, y)
      }
    }
  }

  private struct Work {
    var reduction: Reduction
    var cut: ReductionCut
    var x: UnsafePointer<Float>
    var y: UnsafeMutablePointer<Float>

    func run(piece: Int) {
      if cut.chunkCount > 1 {
        let (block, chunk) = (piece / cut.chunkCount, piece % cut.chunkCount)
        let first = chunk * cut.chunk
        let x = x + (block * cut.count + first) * cut.inner
        reduce(x, count: min(cut.chunk, cut.count - first), into: y + piece * cut.inner)
        return
      }
      let first = piece * cut.blocksPerPiece
      let blocks = min(cut.blocksPerPiece, cut.outer - first)
      let (x, y) = (x + first * cut.count * cut.inner, y + first * cut.inner)
      if cut.inner == 1 {
        reduction.rows(x, x, blocks, cut.count, y)
      } else {
        for block in 0..<blocks {
          reduce(x + block * cut.count * cut.inner, count: cut.count, into: y + block * cut.inner)
        }
      }
    }

    private func reduce(
      _ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>
    ) {
      if cut.inner == 1 {
        reduction.rows(x, x, 1, count, y)
      } else {
        reduction.columns(x, x, count, cut.inner, y)
      }
    }
  }
}

/// How a reduction is cut into pieces: by sizes alone, so that the number of threads changes no bit.
struct ReductionCut {
  let outer: Int
  let count: Int
  let inner: Int
  /// Of each block `[count, inner]` so much of `count` is reduced at once.
  private(set) var chunk: Int
  /// How many chunks a block has; if more than 1, each is a piece, and their results are reduced then.
  private(set) var chunkCount = 1
  /// How many blocks are a piece, where a block is one chunk.
  private(set) var blocksPerPiece: Int

  private static let pieceSize = 32_768

  init(_ shape: Shape, over dimensions: Range<Int>) {
    (outer, count, inner) = shape.extents(around: dimensions)
    let size = count * inner
    chunk = count
    blocksPerPiece = max(1, Self.pieceSize / max(size, 1))
    if outer < 2 * blocksPerPiece { blocksPerPiece = max(outer, 1) }
    if outer < 8, size >= 2 * Self.pieceSize, count >= 16 {
      chunk = max(8, Self.pieceSize / inner)
      chunkCount = (count + chunk - 1) / chunk
    }
  }

  var pieceCount: Int {
    chunkCount > 1 ? outer * chunkCount : (outer + blocksPerPiece - 1) / blocksPerPiece
  }

  var scratchCount: Int { chunkCount > 1 ? outer * chunkCount * inner : 0 }
}
