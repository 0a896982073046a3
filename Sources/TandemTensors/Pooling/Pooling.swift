internal import CVectorKernels

/// A pool, or what derives one, while it is computed: image by image, channel by channel.
struct Pooling {
  /// What is made of each plane of numbers.
  enum Step {
    /// The largest number of each window.
    case maximum
    /// Each number of the second input put where its window's largest number lies, and added up there.
    case scatter
    /// The second input's number where each window's largest number lies.
    case gather
    /// The mean over each window.
    case mean
    /// Each number shared out evenly among its window.
    case spread
  }

  let step: Step
  let window: PoolWindow
  /// Height and width of the images, and of what is pooled from them.
  let size: (rows: Int, columns: Int)
  let pooledSize: (rows: Int, columns: Int)
  let planeCount: Int
  let first: UnsafePointer<Float>
  let second: UnsafePointer<Float>
  let result: UnsafeMutablePointer<Float>

  /// Planes of a piece of work, so that it is worth some ten microseconds.
  private var planesInPiece: Int { max(1, 16384 / max(imageCount, 1)) }
  private var imageCount: Int { size.rows * size.columns }
  private var pooledCount: Int { pooledSize.rows * pooledSize.columns }

  init(
    _ step: Step, _ window: PoolWindow, images: Shape, pooled: Shape, _ inputs: [Operand],
    into output: Operand
  ) {
    (self.step, self.window) = (step, window)
    size = (images[2], images[3])
    pooledSize = (pooled[2], pooled[3])
    planeCount = images[0] * images[1]
    first = UnsafePointer(inputs[0].pointer)
    second = UnsafePointer((inputs.count > 1 ? inputs[1] : inputs[0]).pointer)
    result = output.pointer
  }

  /// Computes the result.
  func compute() {
    let count = (planeCount + planesInPiece - 1) / planesInPiece
    parallelFor(count, of: self) { context, index in
      context.assumingMemoryBound(to: Pooling.self).pointee.computePiece(index)
    }
  }

  private func computePiece(_ index: Int) {
    for plane in index * planesInPiece..<min((index + 1) * planesInPiece, planeCount) {
      let (image, pooled) = (plane * imageCount, plane * pooledCount)
      switch step {
      case .maximum: takeMaximum(first + image, into: result + pooled)
      case .scatter: scatter(second + pooled, by: first + image, into: result + image)
      case .gather: gather(second + image, by: first + image, into: result + pooled)
      case .mean: takeMean(first + image, into: result + pooled)
      case .spread: spread(first + pooled, into: result + image)
      }
    }
  }

  // MARK: Maxima

  /// Whether the windows are squares of two by two, side by side from the first number on.
  private var isHalving: Bool {
    let half = PoolWindow.Axis(size: 2)
    return window.rows == half && window.columns == half
  }

  private func takeMaximum(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
    if isHalving { return vk_max_pool(x, size.columns, pooledSize.rows, y) }
    forEachMaximum(of: x) { pooled, position in y[pooled] = x[position] }
  }

  private func scatter(
    _ upstream: UnsafePointer<Float>, by x: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) {
    guard isHalving else {
      y.update(repeating: 0, count: imageCount)
      return forEachMaximum(of: x) { pooled, position in y[position] += upstream[pooled] }
    }
    vk_max_pool_scatter(x, upstream, size.columns, pooledSize.rows, y)
    // A last odd row belongs to no window.
    let covered = 2 * pooledSize.rows * size.columns
    (y + covered).update(repeating: 0, count: imageCount - covered)
  }

  private func gather(
    _ numbers: UnsafePointer<Float>, by x: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) {
    forEachMaximum(of: x) { pooled, position in y[pooled] = numbers[position] }
  }

  /// Finds the first largest number of each window; one that is no number is the largest.
  @inline(__always)
  private func forEachMaximum(
    of x: UnsafePointer<Float>, _ body: (_ pooled: Int, _ position: Int) -> Void
  ) {
    for row in 0..<pooledSize.rows {
      let rows = window.rows.numbers(at: row, of: size.rows)
      for column in 0..<pooledSize.columns {
        let columns = window.columns.numbers(at: column, of: size.columns)
        var best = rows.lowerBound * size.columns + columns.lowerBound
        for row in rows {
          for column in columns {
            let position = row * size.columns + column
            if x[position] > x[best] || x[position] != x[position] { best = position }
          }
        }
        body(row * pooledSize.columns + column, best)
      }
    }
  }

  // MARK: Means

  private var share: Float { 1 / Float(window.rows.size * window.columns.size) }

  private func takeMean(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
    for row in 0..<pooledSize.rows {
      let rows = window.rows.numbers(at: row, of: size.rows)
      for column in 0..<pooledSize.columns {
        var total: Float = 0
        let columns = window.columns.numbers(at: column, of: size.columns)
        for row in rows {
          for column in columns { total += x[row * size.columns + column] }
        }
        y[row * pooledSize.columns + column] = total * share
      }
    }
  }

  private func spread(_ upstream: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
    for row in 0..<size.rows {
      let rows = window.rows.places(covering: row, of: pooledSize.rows)
      for column in 0..<size.columns {
        var total: Float = 0
        let columns = window.columns.places(covering: column, of: pooledSize.columns)
        for row in rows {
          for column in columns { total += upstream[row * pooledSize.columns + column] }
        }
        y[row * size.columns + column] = total * share
      }
    }
  }
}
