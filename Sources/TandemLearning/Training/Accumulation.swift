import TandemTensors

/// What the batches of one step add up to, where a step takes several.
///
/// A task's loss over the step is its mean over the labelled targets of all batches; so batch j counts
/// `n_kj / n_k` in the loss and in the gradient of task k, as if all rows were one batch.
final class Accumulation {
  /// The network's gradient; where each task's gradient is looked at, that of the network's penalty.
  let gradient: FloatBuffer
  /// The tasks' gradients in the shared part, where they are looked at.
  let matrix: GradientMatrix?
  private let rows: FloatBuffer?
  private let row: FloatBuffer?
  private let own: FloatBuffer?
  private let model: BoundModel
  private let taskCount: Int

  /// Makes room for the sums of a step.
  init(_ model: BoundModel, taskCount: Int, mode: StepProgram.Mode) {
    self.model = model
    self.taskCount = taskCount
    gradient = FloatBuffer(count: model.networkCount)
    guard mode == .separate else {
      (matrix, rows, row, own) = (nil, nil, nil, nil)
      return
    }
    let rows = FloatBuffer(count: taskCount * model.sharedCount)
    let block = TaskGradientBlock(tasks: Array(0..<taskCount), rows: rows.whole)
    matrix = GradientMatrix(
      taskCount: taskCount, columnCount: model.sharedCount, blocks: [(block: block, offset: 0)])
    self.rows = rows
    row = FloatBuffer(count: model.sharedCount)
    own = FloatBuffer(count: model.networkCount - model.sharedCount)
  }

  /// Begins a step.
  func clear() {
    for buffer in [gradient, rows, own].compactMap(\.self) {
      buffer.pointer.update(repeating: 0, count: buffer.count)
    }
  }

  /// Adds a part of the network's gradient of a batch.
  func add(_ gradients: FloatBuffer, times factor: Double) {
    Self.add(gradients.pointer, times: factor, to: gradient.pointer, count: model.networkCount)
  }

  /// Adds each task's gradients of a batch by what the batch counts for the task.
  func add(_ matrix: GradientMatrix?, own batch: FloatBuffer?, shares: [Double]) {
    guard let rows, let row, let own, let matrix, let batch else { return }
    for task in 0..<taskCount where shares[task] > 0 {
      var one = [Double](repeating: 0, count: taskCount)
      one[task] = 1
      matrix.combine(one, into: row.pointer)
      Self.add(
        row.pointer, times: shares[task], to: rows.pointer + task * model.sharedCount,
        count: model.sharedCount)
    }
    for index in model.sharedParameterCount..<model.users.count {
      let place = model.store.gradient(at: index)
      let start = place.offset - model.sharedCount
      let share = model.users[index].first.map { shares[$0] } ?? 0
      Self.add(
        batch.pointer + start, times: share, to: own.pointer + start, count: place.count)
    }
  }

  /// Puts the sums of the tasks' own parts where a step expects them.
  func writeOwn(to buffer: FloatBuffer?) {
    guard let own, let buffer else { return }
    buffer.pointer.update(from: own.pointer, count: own.count)
  }

  private static func add(
    _ x: UnsafePointer<Float>, times factor: Double, to sum: UnsafeMutablePointer<Float>, count: Int
  ) {
    // What counts nothing may be anything.
    guard factor != 0 else { return }
    let factor = Float(factor)
    for i in 0..<count { sum[i] += factor * x[i] }
  }
}
