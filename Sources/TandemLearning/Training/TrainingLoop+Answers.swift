import TandemData
import TandemTensors

extension TrainingLoop {
  /// A task's outputs for rows of any data that has its input columns.
  /// - Parameters:
  ///   - task: The task's index.
  ///   - data: The data.
  ///   - rowNumbers: Which of its rows, all of them there.
  ///   - interrupt: Ends the work.
  /// - Returns: `[rows, outputSize]`.
  /// - Throws: `DataError.missingInput` and the like; `DataError.interrupted`.
  func outputs(
    ofTask task: Int, for data: Dataset, rowNumbers: [Int], interrupt: InterruptFlag
  ) throws -> [Float] {
    let index = preparation.groupOfTask[task]
    var group = preparation.groups[index]
    group.inputs = try group.encoder.encode(data, rows: rowNumbers)
    let outputs = try evaluator.outputs(
      of: group, index: index, rows: Array(rowNumbers.indices), interrupt: interrupt)
    guard let outputs else { throw DataError.interrupted }
    return group.tasks.firstIndex(of: task).map { outputs[$0] } ?? []
  }

  /// The figures of all tasks on all rows of some data.
  ///
  /// A task that the data has no targets for has 0 labelled rows; if that is so of all, it is an error.
  /// - Parameters:
  ///   - data: The data.
  ///   - interrupt: Ends the work.
  /// - Returns: The figures.
  /// - Throws: `TrainingError.missingTarget`; `DataError.missingInput` where a task has targets only;
  ///   `DataError.interrupted`.
  func scores(on data: Dataset, interrupt: InterruptFlag) throws -> [TaskScores] {
    let tasks = settings.tasks
    let rows = Array(0..<data.rowCount)
    let targets = try codedTargets(on: data)
    var scores = try tasks.map {
      try $0.scores(outputs: [], targets: CodedTarget(emptyOf: $0), rows: [])
    }
    for (index, group) in preparation.groups.enumerated()
    where group.tasks.contains(where: { targets[$0] != nil }) {
      var group = group
      group.inputs = try group.encoder.encode(data)
      let outputs = try evaluator.outputs(
        of: group, index: index, rows: rows, interrupt: interrupt)
      guard let outputs else { throw DataError.interrupted }
      for (task, output) in zip(group.tasks, outputs) {
        guard let target = targets[task] else { continue }
        scores[task] = try tasks[task].scores(outputs: output, targets: target, rows: rows)
      }
    }
    return scores
  }

  /// The targets of some data as numbers, `nil` for a task whose columns it does not have.
  private func codedTargets(on data: Dataset) throws -> [CodedTarget?] {
    var missing: TrainingError?
    let targets = try settings.tasks.map { task -> CodedTarget? in
      do {
        let columns = try task.targets.map { try $0.rebuilt(on: data) }
        return try CodedTarget(task, columns)
      } catch DataError.unknownColumn(let column, _) {
        missing = missing ?? .missingTarget(task: task.name, column: column)
        return nil
      }
    }
    if let missing, targets.allSatisfy({ $0 == nil }) { throw missing }
    return targets
  }
}

extension TaskMethod {
  /// The probability of each class or label from outputs `[rows, outputSize]`; none for numbers.
  func probabilities(of outputs: [Float]) -> [[Double]] {
    let rows = stride(from: 0, to: outputs.count, by: max(outputSize, 1)).map {
      outputs[$0..<$0 + outputSize].map(Double.init)
    }
    switch form {
    case .numbers: return []
    case .labels: return rows.map { $0.map { 1 / (1 + exponential(-$0)) } }
    case .classes: return rows.map(normalizedExponentials)
    }
  }
}
