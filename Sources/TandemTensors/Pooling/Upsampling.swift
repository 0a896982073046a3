/// Images made larger by whole factors, or the gradient of that, while it is computed.
struct Upsampling {
  let factors: Factors
  let isLinear: Bool
  /// Height and width of the small images.
  let size: (rows: Int, columns: Int)
  let planeCount: Int
  /// Adds the large images' numbers up into the small ones.
  let isGradient: Bool
  let source: UnsafePointer<Float>
  let result: UnsafeMutablePointer<Float>

  /// How much larger images become.
  struct Factors: Hashable, Sendable {
    var rows: Int
    var columns: Int
  }

  private var smallCount: Int { size.rows * size.columns }
  private var largeCount: Int { smallCount * factors.rows * factors.columns }
  private var planesInPiece: Int { max(1, 8192 / max(largeCount, 1)) }

  /// Computes the result.
  func compute() {
    let count = (planeCount + planesInPiece - 1) / planesInPiece
    parallelFor(count, of: self) { context, index in
      context.assumingMemoryBound(to: Upsampling.self).pointee.computePiece(index)
    }
  }

  private func computePiece(_ index: Int) {
    for plane in index * planesInPiece..<min((index + 1) * planesInPiece, planeCount) {
      if isGradient {
        let (x, y) = (source + plane * largeCount, result + plane * smallCount)
        y.update(repeating: 0, count: smallCount)
        forEachPlace { large, rows, columns in
          let upper = x[large] * (1 - rows.share)
          let lower = x[large] * rows.share
          y[rows.first * size.columns + columns.first] += upper * (1 - columns.share)
          y[rows.first * size.columns + columns.second] += upper * columns.share
          y[rows.second * size.columns + columns.first] += lower * (1 - columns.share)
          y[rows.second * size.columns + columns.second] += lower * columns.share
        }
      } else {
        let (x, y) = (source + plane * smallCount, result + plane * largeCount)
        forEachPlace { large, rows, columns in
          let upper = columns.mix(x + rows.first * size.columns)
          let lower = columns.mix(x + rows.second * size.columns)
          y[large] = upper * (1 - rows.share) + lower * rows.share
        }
      }
    }
  }

  /// Two neighbouring numbers along one dimension, and how much the second one counts.
  private struct Pair {
    var first: Int
    var second: Int
    var share: Float

    /// For the place `index`: the middle of what it covers, among the middles of the small numbers.
    init(_ index: Int, factor: Int, size: Int, isLinear: Bool) {
      let whole = index / factor
      (first, second, share) = (whole, whole, 0)
      guard isLinear else { return }
      let middle = max((Float(index) + 0.5) / Float(factor) - 0.5, 0)
      first = min(Int(middle), size - 1)
      second = min(first + 1, size - 1)
      share = middle - Float(first)
    }

    func mix(_ row: UnsafePointer<Float>) -> Float {
      row[first] * (1 - share) + row[second] * share
    }
  }

  @inline(__always)
  private func forEachPlace(_ body: (_ large: Int, _ rows: Pair, _ columns: Pair) -> Void) {
    var place = 0
    for row in 0..<size.rows * factors.rows {
      let rows = Pair(row, factor: factors.rows, size: size.rows, isLinear: isLinear)
      for column in 0..<size.columns * factors.columns {
        let columns = Pair(
          column, factor: factors.columns, size: size.columns, isLinear: isLinear)
        body(place, rows, columns)
        place += 1
      }
    }
  }
}
