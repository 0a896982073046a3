internal import CVectorKernels

/// The tasks' gradients in the shared part, parameter by parameter, and what is made of them.
///
/// As a matrix it has a row a task and a column a number of the shared parameters. It is kept as
/// blocks, one a parameter, which need not be multiplied out.
package final class GradientMatrix {
  package let taskCount: Int
  package let columnCount: Int
  private let blocks: [(block: TaskGradientBlock, offset: Int)]
  /// Columns on which no task depends.
  private let gaps: [Range<Int>]
  private let scratch: FloatBuffer
  private let weights: FloatBuffer
  private let doubles = DoubleScratch()
  private var sums: [Double]

  /// Puts a matrix together.
  /// - Parameters:
  ///   - taskCount: How many rows it has.
  ///   - columnCount: How many columns.
  ///   - blocks: The blocks and their first columns, in order.
  package init(
    taskCount: Int, columnCount: Int, blocks: [(block: TaskGradientBlock, offset: Int)]
  ) {
    self.taskCount = taskCount
    self.columnCount = columnCount
    self.blocks = blocks
    scratch = FloatBuffer(count: blocks.map(\.block.scratchCount).max() ?? 0)
    weights = FloatBuffer(count: taskCount)
    sums = Array(repeating: 0, count: taskCount * taskCount)
    var gaps: [Range<Int>] = []
    var end = 0
    for (block, offset) in blocks {
      if offset > end { gaps.append(end..<offset) }
      end = offset + block.columnCount
    }
    if columnCount > end { gaps.append(end..<columnCount) }
    self.gaps = gaps
  }

  /// The inner products of all rows, `[K, K]` row after row, in double precision.
  package func gramian() -> [Double] {
    var gramian: [Double] = []
    measure(into: &gramian)
    return gramian
  }

  /// Replaces `gramian` by the inner products of all rows; allocates nothing if it holds as many already.
  package func measure(into gramian: inout [Double]) {
    gramian.removeAll(keepingCapacity: true)
    gramian.append(contentsOf: repeatElement(0, count: taskCount * taskCount))
    for (block, _) in blocks {
      let count = block.tasks.count
      sums.withUnsafeMutableBufferPointer { sums in
        guard let start = sums.baseAddress else { return }
        start.update(repeating: 0, count: count * count)
        block.addGramian(to: start, scratch: scratch.pointer, doubles: doubles)
      }
      for (i, row) in block.tasks.enumerated() {
        for (j, column) in block.tasks.enumerated() {
          gramian[row * taskCount + column] += sums[i * count + j]
        }
      }
    }
  }

  /// Writes the weighted sum of the rows to `output`, which has room for a row.
  package func combine(_ weights: [Double], into output: UnsafeMutablePointer<Float>) {
    for gap in gaps { (output + gap.lowerBound).update(repeating: 0, count: gap.count) }
    for (block, offset) in blocks {
      for (place, task) in block.tasks.enumerated() {
        self.weights.pointer[place] = Float(weights[task])
      }
      block.combine(self.weights.pointer, into: output + offset, scratch: scratch.pointer)
    }
  }

  /// Copies of some rows, each times a factor, one after the other.
  ///
  /// The matrix must have been made of sources that keep rows.
  package func rows(_ tasks: [Int], times factors: [Double]) -> [Float] {
    var copy = [Float](repeating: 0, count: tasks.count * columnCount)
    for (block, offset) in blocks {
      guard case .rows(let slice) = block.form else {
        preconditionFailure("gradients that were not multiplied out have no rows")
      }
      let width = block.columnCount
      for (place, task) in tasks.enumerated() {
        guard let row = block.tasks.firstIndex(of: task) else { continue }
        let factor = Float(factors[task])
        let (x, start) = (slice.pointer + row * width, place * columnCount + offset)
        for i in 0..<width { copy[start + i] = factor * x[i] }
      }
    }
    return copy
  }

  /// The sum of the squares of some numbers, in double precision; finite for all that are.
  package static func squaredNorm(_ numbers: UnsafePointer<Float>, count: Int) -> Double {
    vk_dot(numbers, numbers, count)
  }
}
