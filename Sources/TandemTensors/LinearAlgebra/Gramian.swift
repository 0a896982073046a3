internal import CVectorKernels

/// Rows of numbers, as long as what is asked of them.
struct NumberRows {
  let pointer: UnsafePointer<Float>
  let count: Int
  /// How far two rows lie apart.
  let stride: Int
}

/// Memory for doubles that grows to what is asked of it, and then stays.
final class DoubleScratch {
  private var memory: UnsafeMutablePointer<Double>?
  private var capacity = 0

  deinit { memory?.deallocate() }

  /// Memory for `count` numbers, uninitialized.
  func reserve(_ count: Int) -> UnsafeMutablePointer<Double> {
    if let memory, capacity >= count { return memory }
    memory?.deallocate()
    capacity = max(count, 64)
    let fresh = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
    memory = fresh
    return fresh
  }
}

/// Inner products of rows, in double precision.
///
/// The products and sums are made in doubles from the single-precision numbers, for what is decided
/// from them (angles between nearly parallel gradients) is lost in single precision. Columns are cut
/// into pieces of a fixed size, whose sums are added up in order.
struct InnerProducts {
  private let left: NumberRows
  private let right: NumberRows
  private let columnCount: Int
  private let isSymmetric: Bool
  private let pieceSize: Int
  private let sums: UnsafeMutablePointer<Double>

  /// Adds the inner products of all pairs of rows to `result`, `[left, right]`.
  /// - Parameters:
  ///   - left: Some rows.
  ///   - right: Others; `nil` for the same, of which each pair is then computed once.
  ///   - columnCount: How long a row is.
  ///   - result: `left.count × right.count` numbers.
  ///   - scratch: Memory to work in.
  static func add(
    _ left: NumberRows, _ right: NumberRows? = nil, columnCount: Int,
    to result: UnsafeMutablePointer<Double>, scratch: DoubleScratch
  ) {
    let other = right ?? left
    let size = left.count * other.count
    guard size > 0, columnCount > 0 else { return }
    // What is worth some twenty microseconds.
    let pieceSize = max(524_288 / size / 16 * 16, 1024)
    let pieceCount = (columnCount + pieceSize - 1) / pieceSize
    let products = InnerProducts(
      left: left, right: other, columnCount: columnCount, isSymmetric: right == nil,
      pieceSize: pieceSize, sums: scratch.reserve(pieceCount * size))
    products.run(pieceCount)
    for index in 0..<size {
      let isMirrored = right == nil && index / left.count > index % left.count
      let source = isMirrored ? index % left.count * left.count + index / left.count : index
      for piece in 0..<pieceCount { result[index] += products.sums[piece * size + source] }
    }
  }

  private func run(_ pieceCount: Int) {
    parallelFor(pieceCount, of: self) { context, piece in
      context.assumingMemoryBound(to: InnerProducts.self).pointee.compute(piece)
    }
  }

  private func compute(_ piece: Int) {
    let start = piece * pieceSize
    vk_inner_products(
      left.pointer + start, left.count, left.stride, right.pointer + start, right.count,
      right.stride, min(pieceSize, columnCount - start), isSymmetric ? 1 : 0,
      sums + piece * left.count * right.count)
  }
}

/// The inner products of a matrix's rows, `G Gᵀ`, in double precision.
/// - Parameters:
///   - matrix: `rowCount` rows of equal length, one after the other.
///   - rowCount: How many rows there are.
/// - Returns: `[rowCount, rowCount]`, row after row, exactly symmetric.
public func gramian(of matrix: UnsafeBufferPointer<Float>, rowCount: Int) -> [Double] {
  var result = [Double](repeating: 0, count: rowCount * rowCount)
  guard rowCount > 0, let start = matrix.baseAddress else { return result }
  let columnCount = matrix.count / rowCount
  let rows = NumberRows(pointer: start, count: rowCount, stride: columnCount)
  result.withUnsafeMutableBufferPointer { result in
    guard let place = result.baseAddress else { return }
    InnerProducts.add(rows, columnCount: columnCount, to: place, scratch: DoubleScratch())
  }
  return result
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
