internal import CVectorKernels

/// How the numbers of attention lie in memory, and how they are cut into pieces.
struct AttentionLayout {
  let batch: Int
  let length: Int
  /// The size of a position's queries, and of its keys and values.
  let size: Int
  let headCount: Int
  var headSize: Int { size / headCount }
  var scale: Float { 1 / Float(max(headSize, 1)).squareRoot() }

  init(_ input: Shape, headCount: Int) {
    (batch, length, size) = (input.sizes[0], input.sizes[1], input.sizes[2] / 3)
    self.headCount = headCount
  }

  /// Heads of all rows; each is computed by one thread.
  var blockCount: Int { batch * headCount }

  /// A fixed number, so that the memory for weights does not grow with the batch.
  var pieceCount: Int { min(blockCount, 32) }

  /// So many queries at a time.
  static let queryLimit = 64

  /// Two matrices of weights, and a head's keys and values transposed, for each piece.
  var scratchOfPiece: Int { 2 * weightCount + 2 * length * headSize }
  var weightCount: Int { min(Self.queryLimit, length) * length }
  var scratchCount: Int { pieceCount * scratchOfPiece }
}

/// Attention while it runs, in plain pointers.
struct AttentionWork {
  let layout: AttentionLayout
  let input: UnsafePointer<Float>
  let mask: UnsafePointer<Float>?
  var upstream: UnsafePointer<Float>?
  let output: UnsafeMutablePointer<Float>
  let scratch: UnsafeMutablePointer<Float>
  let settings: AttentionSettings
  let draws: CounterRandom?

  /// Calls `body` with each head of a piece.
  func forEachBlock(ofPiece piece: Int, _ body: (Int) -> Void) {
    let start = piece * layout.blockCount / layout.pieceCount
    let end = (piece + 1) * layout.blockCount / layout.pieceCount
    for block in start..<end { body(block) }
  }

  /// Computes a head's result.
  func attend(_ block: Int, piece: Int) {
    let (row, head) = (block / layout.headCount, block % layout.headCount)
    let weights = scratch + piece * layout.scratchOfPiece
    let keys = transposed(1, row, head, in: weights + 2 * layout.weightCount)
    forEachStretch { queries, keyCount in
      computeWeights(weights, keys, block: block, queries: queries, keyCount: keyCount)
      _ = dropped(weights, into: weights, block, queries, keyCount)
      let start = (row * layout.length + queries.lowerBound) * layout.size
      multiplyHere(
        Matrix(weights, columnCount: keyCount), matrix(2, row, head),
        into: output + start + head * layout.headSize, stride: layout.size,
        size: ProductSize(rows: queries.count, columns: layout.headSize, inner: keyCount))
    }
  }

  /// Computes a head's gradient.
  func pullBack(_ block: Int, piece: Int) {
    guard let upstream else { return }
    let (row, head) = (block / layout.headCount, block % layout.headCount)
    let weights = scratch + piece * layout.scratchOfPiece
    let slopes = weights + layout.weightCount
    let keys = transposed(1, row, head, in: slopes + layout.weightCount)
    let values = transposed(
      2, row, head, in: slopes + layout.weightCount + layout.length * layout.headSize)
    let (length, size, headSize) = (layout.length, layout.size, layout.headSize)
    let isSingle = length <= AttentionLayout.queryLimit
    if !isSingle { clear(row, head) }
    forEachStretch { queries, keyCount in
      let start = (row * length + queries.lowerBound) * size + head * headSize
      let given = Matrix(upstream + start, columnCount: size)
      computeWeights(weights, keys, block: block, queries: queries, keyCount: keyCount)
      let used = dropped(weights, into: slopes, block, queries, keyCount)
      let perKey = ProductSize(rows: keyCount, columns: headSize, inner: queries.count)
      multiplyHere(
        Matrix(used, columnCount: keyCount, isTransposed: true), given,
        into: gradient(2, row, head), stride: 3 * size, size: perKey, adding: !isSingle)
      multiplyHere(
        given, values, into: slopes, stride: keyCount,
        size: ProductSize(rows: queries.count, columns: keyCount, inner: headSize))
      _ = dropped(slopes, into: slopes, block, queries, keyCount)
      vk_attention_weights_gradient(weights, slopes, queries.count, keyCount, layout.scale)
      multiplyHere(
        Matrix(slopes, columnCount: keyCount), matrix(1, row, head),
        into: gradient(0, row, head, from: queries.lowerBound), stride: 3 * size,
        size: ProductSize(rows: queries.count, columns: headSize, inner: keyCount))
      multiplyHere(
        Matrix(slopes, columnCount: keyCount, isTransposed: true),
        matrix(0, row, head, from: queries.lowerBound), into: gradient(1, row, head),
        stride: 3 * size, size: perKey, adding: !isSingle)
    }
  }

  /// Calls `body` with some queries at a time, and with how many keys they see.
  private func forEachStretch(_ body: (Range<Int>, Int) -> Void) {
    for start in stride(from: 0, to: layout.length, by: AttentionLayout.queryLimit) {
      let end = min(start + AttentionLayout.queryLimit, layout.length)
      body(start..<end, settings.isCausal ? end : layout.length)
    }
  }

  private func computeWeights(
    _ weights: UnsafeMutablePointer<Float>, _ keys: Matrix, block: Int, queries: Range<Int>,
    keyCount: Int
  ) {
    let (row, head) = (block / layout.headCount, block % layout.headCount)
    multiplyHere(
      matrix(0, row, head, from: queries.lowerBound), keys, into: weights, stride: keyCount,
      size: ProductSize(rows: queries.count, columns: keyCount, inner: layout.headSize))
    vk_attention_weights(
      weights, queries.count, keyCount, layout.scale, mask.map { $0 + row * layout.length },
      settings.isCausal ? queries.lowerBound + 1 : keyCount, settings.isCausal ? 1 : 0)
  }

  /// Drops weights at random, the same ones for a query and a key however they are cut.
  ///
  /// Gives where they are then: `y`, or `x` itself if nothing is dropped.
  private func dropped(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ block: Int,
    _ queries: Range<Int>, _ keyCount: Int
  ) -> UnsafePointer<Float> {
    guard let draws, let dropout = settings.dropout else { return x }
    for (line, query) in queries.enumerated() {
      let first = (block * layout.length + query) * layout.length
      vk_dropout(
        x + line * keyCount, y + line * keyCount, keyCount, draws.key, UInt64(first),
        dropout.threshold, dropout.scale)
    }
    return UnsafePointer(y)
  }

  /// A head's queries (0), keys (1) or values (2).
  private func matrix(_ part: Int, _ row: Int, _ head: Int, from position: Int = 0) -> Matrix {
    Matrix(input + offset(part, row, head, position), columnCount: 3 * layout.size)
  }

  /// A head's keys or values, a row for each column: a transposed right side is slow to read.
  private func transposed(
    _ part: Int, _ row: Int, _ head: Int, in place: UnsafeMutablePointer<Float>
  ) -> Matrix {
    vk_pack_transposed(
      input + offset(part, row, head, 0), 3 * layout.size, layout.headSize, layout.length, place)
    return Matrix(place, columnCount: layout.length)
  }

  private func gradient(_ part: Int, _ row: Int, _ head: Int, from position: Int = 0)
    -> UnsafeMutablePointer<Float>
  {
    output + offset(part, row, head, position)
  }

  private func offset(_ part: Int, _ row: Int, _ head: Int, _ position: Int) -> Int {
    ((row * layout.length + position) * 3 + part) * layout.size + head * layout.headSize
  }

  /// Sets the gradients of a head's keys and values to 0, to which stretches add.
  private func clear(_ row: Int, _ head: Int) {
    for position in 0..<layout.length {
      for part in 1...2 {
        gradient(part, row, head, from: position).update(repeating: 0, count: layout.headSize)
      }
    }
  }
}
