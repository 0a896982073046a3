import TandemTensors

/// The tasks' gradients in the shared part: a row a task, and what is made of the rows.
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

  /// The inner products of all rows, `[K, K]` row after row, in double precision.
  func gramian() -> [Double] { buffer.whole.gramian(rowCount: taskCount) }

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

  /// The sum of the squares of some numbers; finite for all that are.
  static func squaredNorm(_ numbers: UnsafePointer<Float>, count: Int) -> Double {
    var sums = SIMD8<Double>()
    var i = 0
    while i + 8 <= count {
      let eight = UnsafeRawPointer(numbers + i).loadUnaligned(as: SIMD8<Float>.self)
      let wide = SIMD8<Double>(eight)
      sums += wide * wide
      i += 8
    }
    var sum = sums.sum()
    while i < count {
      sum += Double(numbers[i]) * Double(numbers[i])
      i += 1
    }
    return sum
  }
}
