/// The tasks' gradients by one parameter, once they are computed.
package struct TaskGradientBlock {
  /// Which tasks depend on the parameter, in order.
  package let tasks: [Int]
  let form: Form

  enum Form {
    /// A row a task: `[K, n]` for a parameter of n numbers.
    case rows(BufferSlice)
    /// As products that are not multiplied out.
    case products(ProductGradients)
  }

  init(tasks: [Int], form: Form) {
    self.tasks = tasks
    self.form = form
  }

  /// Creates a block of rows, one a task.
  package init(tasks: [Int], rows: BufferSlice) {
    self.init(tasks: tasks, form: .rows(rows))
  }

  /// How many numbers the parameter has.
  var columnCount: Int {
    switch form {
    case .rows(let slice): slice.count / tasks.count
    case .products(let products): products.size.outputCount * products.size.inputCount
    }
  }

  var scratchCount: Int {
    switch form {
    case .rows: 0
    case .products(let products): products.size.scratchCount
    }
  }

  /// Adds the inner products of the block's gradients to `result`, `[K, K]`.
  func addGramian(
    to result: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Float>,
    doubles: DoubleScratch
  ) {
    switch form {
    case .rows(let slice):
      InnerProducts.add(
        rows(of: slice), columnCount: columnCount, to: result, scratch: doubles)
    case .products(let products):
      products.addGramian(to: result, scratch: scratch, doubles: doubles)
    }
  }

  /// Writes the weighted sum of the block's gradients to `output`.
  func combine(
    _ weights: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    switch form {
    case .rows(let slice):
      WeightedSum.write(rows(of: slice), weights, columnCount: columnCount, into: output)
    case .products(let products):
      products.combine(weights, into: output, scratch: scratch)
    }
  }

  private func rows(of slice: BufferSlice) -> NumberRows {
    NumberRows(pointer: slice.pointer, count: tasks.count, stride: columnCount)
  }
}
