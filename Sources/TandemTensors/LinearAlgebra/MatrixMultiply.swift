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

  /// Where the row `row`, as it is read, begins.
  fileprivate func pointer(toRow row: Int) -> UnsafePointer<Float> {
    pointer + (isTransposed ? row : row * columnCount)
  }

  /// Where the column `column`, as it is read, begins.
  fileprivate func pointer(toColumn column: Int) -> UnsafePointer<Float> {
    pointer + (isTransposed ? column * columnCount : column)
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
}

/// Writes `left · right` into `result`, a matrix of `rows × columns` without gaps.
///
/// A large product is cut into tiles that depend on its size alone, so that the number of threads
/// changes no bit of the result.
func multiply(
  _ left: Matrix, _ right: Matrix, into result: UnsafeMutablePointer<Float>, size: ProductSize
) {
  let tiling = ProductTiling(size)
  let product = Product(left: left, right: right, result: result, size: size, tiling: tiling)
  guard tiling.count > 1 else {
    product.computeTile(0)
    return
  }
  // Not `parallelFor`: its closure would be allocated, and a planned step allocates nothing.
  withUnsafePointer(to: product) { product in
    let context = UnsafeRawPointer(product)
    WorkerPool.shared.run(
      .init(count: tiling.count, context: context) { context, index in
        context.assumingMemoryBound(to: Product.self).pointee.computeTile(index)
      })
  }
}

/// A product, and how it is cut.
private struct Product {
  let left: Matrix
  let right: Matrix
  let result: UnsafeMutablePointer<Float>
  let size: ProductSize
  let tiling: ProductTiling

  /// One call of BLAS, on this thread.
  func computeTile(_ index: Int) {
    OpenBLAS.useOneThread
    let (row, column) = tiling.origin(of: index)
    let rows = min(tiling.rows, size.rows - row)
    let columns = min(tiling.columns, size.columns - column)
    let result = result + row * size.columns + column
    guard size.inner > 0 else {
      for row in 0..<rows { (result + row * size.columns).update(repeating: 0, count: columns) }
      return
    }
    cblas_sgemm(
      CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
      right.isTransposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns),
      Int32(size.inner), 1, left.pointer(toRow: row), Int32(left.columnCount),
      right.pointer(toColumn: column), Int32(right.columnCount), 0, result, Int32(size.columns))
  }
}

/// How a product is cut into tiles.
package struct ProductTiling: Equatable {
  /// The size of a tile; those at the right and lower edge may be smaller.
  package private(set) var rows: Int
  package private(set) var columns: Int
  private let acrossCount: Int
  package let count: Int

  // Below some ten million operations a product takes less than waking a thread is worth.
  private static let smallestWork = 16_000_000
  private static let largestCount = 8

  package init(_ size: ProductSize) {
    (rows, columns) = (size.rows, size.columns)
    let work = Double(size.rows) * Double(size.columns) * Double(size.inner) * 2
    var wanted = min(Int(min(work / Double(Self.smallestWork), 1e6)), Self.largestCount)
    if wanted == 1 { wanted = 2 }
    var count = 1
    while count * 2 <= wanted, max(rows, columns) >= 32 {
      if rows >= columns {
        rows = Self.half(rows)
      } else {
        columns = Self.half(columns)
      }
      count *= 2
    }
    acrossCount = columns > 0 ? (size.columns + columns - 1) / columns : 1
    self.count = rows > 0 ? acrossCount * ((size.rows + rows - 1) / rows) : 1
  }

  /// Half, rounded up to whole blocks of the BLAS kernels.
  private static func half(_ size: Int) -> Int { ((size + 1) / 2 + 15) / 16 * 16 }

  package func origin(of index: Int) -> (row: Int, column: Int) {
    (index / acrossCount * rows, index % acrossCount * columns)
  }
}

/// The library as a whole.
enum OpenBLAS {
  /// Keeps the library from starting threads of its own; done once, before the first product.
  static let useOneThread: Void = openblas_set_num_threads(1)

  /// The processors that this process may use, which can be fewer than the machine has.
  static var processorCount: Int { Int(openblas_get_num_procs()) }
}
