import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors

/// A run's model as it answers: no dropout, statistics as they are, many rows at a time.
final class Evaluator {
  private let model: BoundModel
  private var plans: [Int: ForwardPlan] = [:]
  /// How many rows of a group go through the network together, where it is fewer than others'.
  private var limits: [Int: Int] = [:]

  /// The most rows that go through the network together.
  static let chunkLimit = 512
  /// The most memory that they may take.
  ///
  /// Not what is free, while there is so much: how rows are cut may change the last bits of what comes
  /// of them.
  static let byteLimit = 1 << 29

  private struct ForwardPlan {
    var rowCount: Int
    var input: Tensor
    var plan: Plan
    /// What the inputs must be below, where they must be ids.
    var idCount: Int?
  }

  /// Creates the evaluator of a model; it always sees the model's present numbers.
  init(_ model: BoundModel) {
    self.model = model
  }

  /// Applies the model to rows of a group's inputs.
  /// - Parameters:
  ///   - group: The group, with the coded rows; they may be of other data than the run's.
  ///   - index: The group's number in the run.
  ///   - rows: Which rows.
  ///   - interrupt: The person's flag, if it is to be minded.
  /// - Returns: For each task of the group `[rows, outputSize]`; `nil` if interrupted.
  /// - Throws: `TrainingError.unsuitableID` or `.notEnoughMemory`; `ShapeError`, where a network does not
  ///   give what its parts promise.
  func outputs(
    of group: TaskGroup, index: Int, rows: [Int], interrupt: InterruptFlag? = nil
  ) throws -> [[Float]]? {
    var outputs = [[Float]](repeating: [], count: group.tasks.count)
    if rows.isEmpty { return outputs }
    let forward = try plan(of: group, index: index, rowCount: rows.count)
    if let count = forward.idCount { try group.requireIDs(below: count, in: rows) }
    var start = 0
    while start < rows.count {
      if let interrupt, interrupt.isRaised { return nil }
      let count = min(forward.rowCount, rows.count - start)
      // Rows that a smaller last chunk leaves over keep old numbers; their results are not read.
      if let place = forward.input.storage?.pointer {
        group.copyRows(rows[start..<start + count], to: place)
      }
      forward.plan.run()
      for task in outputs.indices {
        let result = forward.plan.result(task)
        outputs[task] += UnsafeBufferPointer(
          start: result.pointer, count: result.count / forward.rowCount * count)
      }
      start += count
    }
    return outputs
  }

  /// A plan for as many rows as there are, or as fit: half as many, until they do.
  private func plan(of group: TaskGroup, index: Int, rowCount: Int) throws -> ForwardPlan {
    var count = min(rowCount, limits[index] ?? Self.chunkLimit)
    if let known = plans[index], known.rowCount >= count { return known }
    plans[index] = nil
    while true {
      do {
        let made = try plan(of: group, rowCount: count)
        plans[index] = made
        return made
      } catch let shortage as MemoryShortage {
        guard count > 1 else { throw TrainingError.notEnoughMemory(shortage, .row) }
        // The same halves whoever asks first, and however many rows.
        var next = Self.chunkLimit
        while next >= count { next /= 2 }
        count = next
        limits[index] = count
      }
    }
  }

  private func plan(of group: TaskGroup, rowCount count: Int) throws -> ForwardPlan {
    let bytes = count * group.rowSize * MemoryLayout<Float>.stride
    // A single row must go through, whatever it takes.
    let left = count > 1 ? Self.byteLimit - bytes : nil
    if let left, left < 0 {
      throw MemoryShortage(neededByteCount: bytes, freeByteCount: Self.byteLimit)
    }
    let input = try Tensor.placeholder(checking: Shape([count] + group.encoder.rowShape))
    var context = ForwardContext(isTraining: false)
    let result = try model.network.outputs(for: group.tasks, of: input, in: &context)
    return ForwardPlan(
      rowCount: count, input: input,
      plan: try Plan(checking: [result.outputs.map { .init($0) }], byteLimit: left),
      idCount: context.idCount(of: input))
  }

  /// How many rows go through the network together, of each group that has been asked for.
  var rowCounts: [Int: Int] { plans.mapValues(\.rowCount) }

  /// The figures of all tasks on a part of the run's own data.
  /// - Parameters:
  ///   - tasks: The tasks of the run.
  ///   - preparation: Its data.
  ///   - part: Which rows of each data set.
  ///   - metricLimit: How many metrics of each task are wanted.
  ///   - interrupt: The person's flag, if it is to be minded.
  /// - Returns: The figures; `nil` if interrupted.
  /// - Throws: `ShapeError`, where a loss does not fit.
  func scores(
    _ tasks: [LearningTask], _ preparation: Preparation, part: KeyPath<Split, [Int]>,
    metricLimit: Int = .max, interrupt: InterruptFlag? = nil
  ) throws -> [TaskScores]? {
    var scores = [TaskScores?](repeating: nil, count: tasks.count)
    for (index, group) in preparation.groups.enumerated() {
      let rows = preparation.sources[group.source].split[keyPath: part]
      guard
        let outputs = try outputs(of: group, index: index, rows: rows, interrupt: interrupt)
      else { return nil }
      for (task, output) in zip(group.tasks, outputs) {
        scores[task] = try tasks[task].scores(
          outputs: output, targets: preparation.targets[task], rows: rows,
          metricLimit: metricLimit)
      }
    }
    return scores.compactMap { $0 }
  }
}

extension LearningTask {
  /// The task's figures from a model's outputs.
  /// - Parameters:
  ///   - outputs: `[rows, outputSize]`.
  ///   - target: The targets of the data that the rows are of.
  ///   - rows: The row that each output belongs to.
  ///   - metricLimit: How many metrics are wanted.
  /// - Returns: The figures over the labelled rows.
  /// - Throws: `ShapeError`, where the loss does not fit.
  func scores(
    outputs: [Float], targets target: CodedTarget, rows: [Int], metricLimit: Int = .max
  ) throws -> TaskScores {
    let outputSize = method.outputSize
    var known = Predictions(
      outputs: [], outputSize: outputSize, targets: [], targetSize: target.size,
      form: method.form)
    for (place, row) in rows.enumerated() where target.isLabelled(row) {
      known.outputs += outputs[place * outputSize..<(place + 1) * outputSize]
      known.targets += target.values[row * target.size..<(row + 1) * target.size]
    }
    let rowCount = known.targets.count / target.size
    let loss = rowCount == 0 ? .nan : try meanLoss(known, rowCount: rowCount)
    known.outputs = self.loss.predictions(of: known.outputs)
    let metrics = metrics.prefix(metricLimit).map { metric in
      TaskScores.MetricScore(
        name: type(of: metric).descriptor.name,
        value: rowCount == 0 ? .nan : metric.value(of: known) ?? .nan,
        isHigherBetter: type(of: metric).isHigherBetter)
    }
    return TaskScores(task: name, rowCount: rowCount, loss: loss, metrics: metrics)
  }

  /// The sum of the losses that are there by what they count together, as in training.
  private func meanLoss(_ known: Predictions, rowCount: Int) throws -> Double {
    let losses = try loss.values(
      outputs: Tensor(known.outputs, [rowCount, known.outputSize]),
      targets: Tensor(known.targets.map { $0.isNaN ? 0 : $0 }, [rowCount, known.targetSize])
    )
    let isWhole = type(of: loss).isOfWholeRows
    let size = known.targetSize
    var (sum, total) = (0.0, 0.0)
    for (place, value) in losses.values.enumerated() {
      let own = isWhole ? place * size..<(place + 1) * size : place..<place + 1
      if known.targets[own].contains(where: \.isNaN) { continue }
      sum += Double(value)
      total += isWhole ? 1 : Double(loss.weight(ofTarget: known.targets[place]))
    }
    return sum / total
  }
}
