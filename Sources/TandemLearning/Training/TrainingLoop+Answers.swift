import TandemData
import TandemTensors

extension TrainingLoop {
  /// A task's outputs for rows of any data that has its input columns.
  /// - Parameters:
  ///   - task: The task's index.
  ///   - data: The data.
  ///   - rowNumbers: Which of its rows, all of them there.
  /// - Returns: `[rows, outputSize]`.
  /// - Throws: `DataError.missingInput` and the like.
  func outputs(ofTask task: Int, for data: Dataset, rowNumbers: [Int]) throws -> [Float] {
    let index = preparation.groupOfTask[task]
    var group = preparation.groups[index]
    group.inputs = try group.encoder.encode(data, rows: rowNumbers)
    let outputs = try evaluator.outputs(
      of: group, index: index, rows: Array(rowNumbers.indices))
    guard let outputs, let place = group.tasks.firstIndex(of: task) else { return [] }
    return outputs[place]
  }

  /// The figures of all tasks on all rows of some data.
  ///
  /// A task that the data has no targets for has 0 labelled rows; if that is so of all, it is an error.
  /// - Parameter data: The data.
  /// - Returns: The figures.
  /// - Throws: `TrainingError.missingTarget`; `DataError.missingInput` where a task has targets only.
  func scores(on data: Dataset) throws -> [TaskScores] {
    let rows = Array(0..<data.rowCount)
    var scores: [TaskScores] = []
    var missing: (task: String, error: DataError)?
    for (index, task) in settings.tasks.enumerated() {
      do {
        let columns = try task.targets.map { try $0.rebuilt(on: data) }
        let target = CodedTarget(
          values: try task.method.encode(columns), size: task.method.targetSize)
        let outputs = try outputs(ofTask: index, for: data, rowNumbers: rows)
        scores.append(try task.scores(outputs: outputs, targets: target, rows: rows))
      } catch let error as DataError {
        guard case .unknownColumn = error else { throw error }
        missing = missing ?? (task.name, error)
        let nothing = CodedTarget(values: [], size: task.method.targetSize)
        scores.append(try task.scores(outputs: [], targets: nothing, rows: []))
      }
    }
    if let missing, scores.allSatisfy({ $0.rowCount == 0 }),
      case .unknownColumn(let column, _) = missing.error
    {
      throw TrainingError.missingTarget(task: missing.task, column: column)
    }
    return scores
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
