internal import CVectorKernels

/// `⟨δⱼ, U δₖ⟩` of the cotangents of up to eight tasks, whose numbers in one place are a vector.
///
/// Shapes: cotangents δ `[K, B, M]`, a triangle U `[B, B]` with 0 below its diagonal.
///
/// A column of δ is an output of the layer: rows where it is 0 for all tasks, as behind a relu every other
/// one, are passed over on both sides, which leaves a quarter of the work.
struct GatheredInnerProducts {
  private let cotangents: UnsafePointer<Float>
  private let size: ProductGradients.Size
  private let triangle: UnsafePointer<Float>
  /// How many columns are a piece.
  private let width: Int
  private var sums: UnsafeMutablePointer<Double>?

  /// Vectors that are half empty gain nothing.
  private static let taskCounts = 5...Int(vk_gathered_rows)
  /// So much of a thread's memory a column needs for a row: the tasks' numbers, and its place.
  private static let roomOfRow = Int(vk_gathered_rows) + 1
  /// What a piece adds up to: inner products, and squares.
  private static let sumCount = Int(vk_gathered_rows) * (Int(vk_gathered_rows) + 1)

  /// Prepares the products; `nil` where others are faster, or there are too many rows.
  init?(
    _ cotangents: UnsafePointer<Float>, _ size: ProductGradients.Size,
    triangle: UnsafePointer<Float>
  ) {
    // A vector that is read past the last number, and how many numbers a column has.
    let room = Int(vk_pack_capacity) - Int(vk_gathered_rows) - 16
    width = min(room / (size.rowCount * Self.roomOfRow) / 8 * 8, 16)
    guard Self.taskCounts ~= size.taskCount, width > 0 else { return nil }
    (self.cotangents, self.size, self.triangle) = (cotangents, size, triangle)
  }

  /// Adds the products to `half`, `[K, K]`, and `|δₖ|²` to `squares`, piece after piece.
  func add(
    to half: UnsafeMutablePointer<Double>, squares: UnsafeMutablePointer<Double>,
    scratch: DoubleScratch
  ) {
    let pieceCount = (size.outputCount + width - 1) / width
    var work = self
    let sums = scratch.reserve(pieceCount * Self.sumCount)
    work.sums = sums
    parallelFor(pieceCount, of: work) { context, piece in
      context.assumingMemoryBound(to: GatheredInnerProducts.self).pointee.compute(piece)
    }
    let (count, lanes) = (size.taskCount, Int(vk_gathered_rows))
    for piece in 0..<pieceCount {
      let sums = sums + piece * Self.sumCount
      for task in 0..<count {
        for other in 0..<count { half[task * count + other] += sums[task * lanes + other] }
        squares[task] += sums[lanes * lanes + task]
      }
    }
  }

  private func compute(_ piece: Int) {
    guard let sums = sums.map({ $0 + piece * Self.sumCount }), let room = vk_pack_buffer()
    else { return }
    let (taskCount, rowCount) = (size.taskCount, size.rowCount)
    let first = piece * width
    let columns = min(width, size.outputCount - first)
    let places = UnsafeMutableRawPointer(room)
      .bindMemory(to: Int32.self, capacity: columns * (rowCount + 1))
    let counts = places + columns * rowCount
    let values = room + columns * (rowCount + 1)
    vk_gather_nonzero_columns(
      cotangents + first, taskCount, rowCount * size.outputCount, size.outputCount, rowCount,
      columns, places, values, counts)
    sums.initialize(repeating: 0, count: Self.sumCount)
    for column in 0..<columns {
      vk_add_gathered_products(
        places + column * rowCount, values + column * rowCount * taskCount,
        Int(counts[column]), taskCount, triangle, rowCount, sums)
    }
  }
}
