import TandemTensors

/// What the batches of one step add up to, where a step takes several.
///
/// A task's loss over the step is its mean over the labelled targets of all batches; so batch j counts
/// `n_kj / n_k` in the loss and in the gradient of task k, as if all rows were one batch.
final class Accumulation {
  /// The network's gradient; where it is made of the tasks' gradients, that of the network's penalty,
  /// and of the shared part what is pulled back.
  let gradient: FloatBuffer
  /// The tasks' gradients at each site that is looked at, over the batches so far.
  private(set) var matrices: [GradientSite: GradientMatrix] = [:]
  /// Where the representation of each batch begins in a row, and where the last ends.
  private(set) var starts = [0]
  /// What layers' statistics were before each batch.
  var statistics: [[Float]] = []
  private var sums: [GradientSite: FloatBuffer] = [:]
  private var cutBlocks: [(block: TaskGradientBlock, offset: Int)] = []
  private let own: FloatBuffer?
  private let model: BoundModel
  private let taskCount: Int

  /// Makes room for the sums of a step.
  init(_ model: BoundModel, taskCount: Int, demand: GradientDemand) {
    self.model = model
    self.taskCount = taskCount
    gradient = FloatBuffer(count: model.networkCount)
    own =
      demand.needsOwnGradients
      ? FloatBuffer(count: model.networkCount - model.sharedCount) : nil
  }

  /// Begins a step.
  func clear() {
    for buffer in [gradient, own].compactMap(\.self) + sums.values {
      buffer.pointer.update(repeating: 0, count: buffer.count)
    }
    matrices[.representation] = nil
    cutBlocks = []
    starts = [0]
    statistics = []
  }

  /// Adds a part of the network's gradient of a batch.
  func add(_ gradients: FloatBuffer, times factor: Double) {
    Self.add(gradients.pointer, times: factor, to: gradient.pointer, count: model.networkCount)
  }

  /// Adds the shared part's gradient of a batch, as it was pulled back.
  func addShared(_ gradients: FloatBuffer) {
    Self.add(gradients.pointer, times: 1, to: gradient.pointer, count: model.sharedCount)
  }

  /// Adds each task's gradients of a batch by what the batch counts for the task.
  ///
  /// By parameters they are added up; by the representation, of which each batch has its own, they
  /// follow one another.
  /// - Throws: `MemoryShortage`, where there is no room for them.
  func add(
    _ batch: [GradientSite: GradientMatrix], own ownGradients: FloatBuffer?, shares: [Double]
  ) throws {
    for (site, matrix) in batch {
      if site == .representation {
        try append(matrix, shares)
      } else {
        try add(matrix, at: site, shares)
      }
    }
    guard let own, let ownGradients else { return }
    for index in model.sharedParameterCount..<model.users.count {
      let place = model.store.gradient(at: index)
      let start = place.offset - model.sharedCount
      let share = model.users[index].first.map { shares[$0] } ?? 0
      Self.add(
        ownGradients.pointer + start, times: share, to: own.pointer + start, count: place.count)
    }
  }

  private func add(_ matrix: GradientMatrix, at site: GradientSite, _ shares: [Double]) throws {
    let width = matrix.columnCount
    let sum = try sums[site] ?? makeSum(at: site, width: width)
    let row = try FloatBuffer(checking: width)
    for task in 0..<taskCount where shares[task] > 0 {
      matrix.combine(one(of: task, 1), into: row.pointer)
      Self.add(row.pointer, times: shares[task], to: sum.pointer + task * width, count: width)
    }
  }

  private func makeSum(at site: GradientSite, width: Int) throws -> FloatBuffer {
    let sum = try FloatBuffer(checking: taskCount * width)
    sums[site] = sum
    let block = TaskGradientBlock(tasks: Array(0..<taskCount), rows: sum.whole)
    matrices[site] = GradientMatrix(
      taskCount: taskCount, columnCount: width, blocks: [(block: block, offset: 0)])
    return sum
  }

  private func append(_ matrix: GradientMatrix, _ shares: [Double]) throws {
    let (width, start) = (matrix.columnCount, starts[starts.count - 1])
    let rows = try FloatBuffer(checking: taskCount * width)
    for task in 0..<taskCount where shares[task] > 0 {
      matrix.combine(one(of: task, shares[task]), into: rows.pointer + task * width)
    }
    let block = TaskGradientBlock(tasks: Array(0..<taskCount), rows: rows.whole)
    cutBlocks.append((block: block, offset: start))
    starts.append(start + width)
    matrices[.representation] = GradientMatrix(
      taskCount: taskCount, columnCount: start + width, blocks: cutBlocks)
  }

  private func one(of task: Int, _ number: Double) -> [Double] {
    var numbers = [Double](repeating: 0, count: taskCount)
    numbers[task] = number
    return numbers
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
