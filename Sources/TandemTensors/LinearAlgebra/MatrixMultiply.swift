internal import COpenBLAS

/// A matrix in memory, row after row, read as it lies or transposed.
struct Matrix {
  let pointer: UnsafePointer<Float>
  /// Columns as it lies, or more: so many numbers from one row to the next.
  let columnCount: Int
  let isTransposed: Bool

  init(_ pointer: UnsafePointer<Float>, columnCount: Int, isTransposed: Bool = false) {
    self.pointer = pointer
    self.columnCount = columnCount
    self.isTransposed = isTransposed
  }

  /// Where an element, as it is read, lies.
  func pointer(toRow row: Int, column: Int) -> UnsafePointer<Float> {
    pointer + (isTransposed ? column * columnCount + row : row * columnCount + column)
  }
}

/// The sizes of a product: `[rows, inner] · [inner, columns]`.
package struct ProductSize: Equatable {
  package var rows: Int
  package var columns: Int
  package var inner: Int

  package init(rows: Int, columns: Int, inner: Int) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
  }

  /// Multiplications and additions of one product.
  package var work: Double { 2 * Double(rows) * Double(columns) * Double(inner) }
}

/// Products of one size in a row: how far each side's matrices lie apart, 0 for one that all share.
struct ProductBatch {
  var count = 1
  var leftStride = 0
  var rightStride = 0
  var resultStride = 0
}

/// What is done to each tile of a product as soon as it is finished, by the thread that made it.
///
/// A plain function with a context, so that handing it over allocates nothing.
struct TileEpilogue {
  typealias Body =
    @convention(c) (
      _ context: UnsafeRawPointer, _ matrix: Int, _ row: Int, _ rowCount: Int, _ column: Int,
      _ columnCount: Int
    ) -> Void

  var context: UnsafeRawPointer
  var body: Body
  /// The number of a batch's first matrix, where several calls make one result.
  var firstMatrix = 0

  init(context: UnsafeRawPointer, body: @escaping Body) {
    self.context = context
    self.body = body
  }
}

/// Writes `left · right` into `result`, for each product of a batch.
///
/// The work is cut by its size alone, so that the number of threads changes no bit of the result.
/// - Parameters:
///   - left: The first left side.
///   - right: The first right side.
///   - result: Where the first result goes, row after row.
///   - resultColumnCount: How many numbers lie from one row of a result to the next; its columns if
///     left out.
///   - size: The size of each product.
///   - batch: How many products there are.
///   - epilogue: What is done to each finished tile.
func multiply(
  _ left: Matrix, _ right: Matrix, into result: UnsafeMutablePointer<Float>,
  resultColumnCount: Int? = nil, size: ProductSize, batch: ProductBatch = ProductBatch(),
  epilogue: TileEpilogue? = nil
) {
  guard size.rows > 0, size.columns > 0, batch.count > 0 else { return }
  let product = Product(
    left, right, into: result, resultColumnCount: resultColumnCount, size: size, batch: batch,
    epilogue: epilogue)
  parallelFor(product.tiling.count, of: product) { context, index in
    context.assumingMemoryBound(to: Product.self).pointee.computePiece(index)
  }
}

/// The library as a whole.
enum OpenBLAS {
  /// Keeps the library from starting threads of its own; done once, before the first product.
  static let useOneThread: Void = openblas_set_num_threads(1)

  /// The processors that this process may use, which can be fewer than the machine has.
  static var processorCount: Int { Int(openblas_get_num_procs()) }

  /// Whether the library has kernels that multiply small matrices where they lie, without a copy.
  static let hasSmallKernels: Bool = {
    let core = String(cString: openblas_get_corename())
    return ["SkylakeX", "Cooperlake", "SapphireRapids"].contains(core)
  }()
}
