import TandemTensors

/// The tasks' gradients in the shared part: a row a task, and what is made of the rows.
///
/// Numbers are `Float`; inner products are summed in `Double` over short stretches, so that a Gramian
/// of ill-scaled gradients keeps its digits.
struct GradientMatrix {
  let taskCount: Int
  let columnCount: Int
  let buffer: FloatBuffer

  /// Creates a matrix of zeros.
  init(taskCount: Int, columnCount: Int) {
    self.taskCount = taskCount
    self.columnCount = columnCount
    buffer = FloatBuffer(count: taskCount * columnCount)
  }

  /// A stretch of a task's row.
  func slice(ofTask task: Int, offset: Int, count: Int) -> BufferSlice {
    BufferSlice(buffer, offset: task * columnCount + offset, count: count)
  }

  /// The inner products of all rows, `[K, K]` row after row.
  func gramian() -> [Double] {
    var sums = [Double](repeating: 0, count: taskCount * taskCount)
    let stretch = 1024
    var start = 0
    // Stretch by stretch over all pairs, so that the rows' numbers stay in the first cache.
    while start < columnCount {
      let count = min(stretch, columnCount - start)
      for a in 0..<taskCount {
        let left = buffer.pointer + (a * columnCount + start)
        for b in a..<taskCount {
          let right = buffer.pointer + (b * columnCount + start)
          sums[a * taskCount + b] += Double(Self.product(left, right, count))
        }
      }
      start += count
    }
    for a in 0..<taskCount {
      for b in 0..<a { sums[a * taskCount + b] = sums[b * taskCount + a] }
    }
    return sums
  }

  /// Writes the weighted sum of the rows to `output`, which has room for a row.
  func combine(_ weights: [Double], into output: UnsafeMutablePointer<Float>) {
    output.update(repeating: 0, count: columnCount)
    for task in 0..<taskCount where weights[task] != 0 {
      let row = buffer.pointer + task * columnCount
      let weight = Float(weights[task])
      for i in 0..<columnCount { output[i] += weight * row[i] }
    }
  }

  /// Copies of some rows, each times a factor, one after the other.
  func rows(_ tasks: [Int], times factors: [Double]) -> [Float] {
    [Float](unsafeUninitializedCapacity: tasks.count * columnCount) { copy, count in
      for (place, task) in tasks.enumerated() {
        let factor = Float(factors[task])
        let row = buffer.pointer + task * columnCount
        for i in 0..<columnCount { copy[place * columnCount + i] = factor * row[i] }
      }
      count = tasks.count * columnCount
    }
  }

  /// The inner product of at most 1024 numbers, in 16 partial sums.
  static func product(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    var sums = SIMD16<Float>()
    var i = 0
    while i + 16 <= count {
      let a = UnsafeRawPointer(left + i).loadUnaligned(as: SIMD16<Float>.self)
      let b = UnsafeRawPointer(right + i).loadUnaligned(as: SIMD16<Float>.self)
      sums += a * b
      i += 16
    }
    var sum = sums.sum()
    while i < count {
      sum += left[i] * right[i]
      i += 1
    }
    return sum
  }

  /// The sum of the squares of any count of numbers.
  static func squaredNorm(_ numbers: UnsafePointer<Float>, count: Int) -> Double {
    var sum = 0.0
    var start = 0
    while start < count {
      let stretch = min(1024, count - start)
      sum += Double(product(numbers + start, numbers + start, stretch))
      start += stretch
    }
    return sum
  }
}
