internal import CVectorKernels

/// How products are cut: into pieces for several threads, and each piece into tiles for the cache.
///
/// OpenBLAS's kernels for small matrices (those for AVX-512 have them) are 5 to 15 % faster than its
/// ordinary ones, which copy both sides first: they take the numbers where they lie. So a piece is
/// gone through in panels of 64 columns, of which 384 inner positions at a time are copied together,
/// in tiles whose work those kernels accept. Without them a piece is one call.
package struct ProductTiling: Equatable {
  /// The size of a piece; those at the right and lower edge may be smaller.
  package private(set) var rows: Int
  package private(set) var columns: Int
  /// The size of a tile of a piece.
  private(set) var tileRows: Int
  private(set) var tileColumns: Int
  private(set) var tileInner: Int
  /// How many products of a batch are one piece.
  private(set) var matrices = 1
  private let acrossCount: Int
  private let perMatrixCount: Int
  /// How many pieces there are.
  package let count: Int

  /// The most multiplications that the kernels for small matrices accept.
  private static let smallLimit = 1_000_000
  static let panelWidth = 64
  static let panelDepth = Int(vk_pack_capacity) / panelWidth
  /// What a piece is worth: some eight microseconds, four times what handing it over takes.
  private static let pieceWork = 850_000.0
  private static let largestCount = 16

  package init(_ size: ProductSize, batchCount: Int = 1, turnsRight: Bool = false) {
    self.init(
      size, batchCount: batchCount, hasSmallKernels: OpenBLAS.hasSmallKernels,
      turnsRight: turnsRight)
  }

  /// Cuts products; with `turnsRight` their right sides are read transposed.
  package init(
    _ size: ProductSize, batchCount: Int, hasSmallKernels: Bool, turnsRight: Bool = false
  ) {
    (rows, columns) = (size.rows, size.columns)
    let total = size.work * Double(batchCount) / Self.pieceWork
    let wanted = max(Int(min(total, Double(Self.largestCount))), 1)
    if wanted > 1, batchCount == 1 {
      Self.cut(&rows, &columns, into: wanted, turnsRight: turnsRight)
    } else {
      matrices = (batchCount + wanted - 1) / wanted
    }
    acrossCount = (size.columns + columns - 1) / max(columns, 1)
    perMatrixCount = acrossCount * ((size.rows + rows - 1) / max(rows, 1))
    count = perMatrixCount * ((batchCount + matrices - 1) / matrices)

    let fits = rows <= Self.smallLimit / max(columns, 1) / max(size.inner, 1)
    if hasSmallKernels, !fits {
      tileColumns = min(Self.panelWidth, columns)
      let depths = (size.inner + Self.panelDepth - 1) / Self.panelDepth
      tileInner = (size.inner + depths - 1) / max(depths, 1)
      let highest = Self.smallLimit / (tileColumns * tileInner)
      tileRows = min(max(highest / 16 * 16, 16), 128)
    } else {
      (tileRows, tileColumns, tileInner) = (rows, columns, size.inner)
    }
  }

  /// Halves the longer side until there are enough pieces; columns are kept to whole panels.
  ///
  /// A right side that is read transposed is turned about as it is copied, once for each band of rows: so
  /// bands are cut only where they are much longer than wide.
  private static func cut(
    _ rows: inout Int, _ columns: inout Int, into wanted: Int, turnsRight: Bool
  ) {
    let longest = turnsRight ? 4 : 1
    var count = 1
    while count * 2 <= wanted {
      if rows >= longest * columns || columns <= panelWidth {
        guard rows >= 32 else { return }
        rows = half(rows, unit: 16)
      } else {
        columns = half(columns, unit: panelWidth)
      }
      count *= 2
    }
  }

  private static func half(_ size: Int, unit: Int) -> Int {
    ((size + 1) / 2 + unit - 1) / unit * unit
  }

  /// Where a piece begins.
  /// - Parameter index: Which piece.
  /// - Returns: Its first product, row and column.
  package func origin(of index: Int) -> (matrix: Int, row: Int, column: Int) {
    let place = index % perMatrixCount
    return (
      index / perMatrixCount * matrices, place / acrossCount * rows, place % acrossCount * columns
    )
  }
}
