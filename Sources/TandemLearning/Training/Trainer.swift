public import TandemData
public import TandemTensors

/// Trains runs, goes on with them, and asks them.
///
/// What can be checked before the first step is: `TrainingError`, `ArchitectureError`,
/// `LayerBindingError` or `DataError` say what does not fit.
public enum Trainer {
  /// Trains a run from its first step.
  /// - Parameters:
  ///   - settings: Everything that decides the run.
  ///   - interrupt: Ends the run after the current step, as a whole value that `resume` continues.
  ///   - observer: Is told of every step.
  /// - Returns: The run as it is after its last step.
  /// - Throws: What does not fit, before the first step; `TrainingError.lossNotFinite` after it.
  public static func train(
    _ settings: TrainingSettings, interrupt: InterruptFlag,
    observer: (any TrainingObserver)? = nil
  ) throws -> Run {
    try settings.checkNames(of: settings.tasks)
    let loop = try TrainingLoop(settings, Preparation(settings))
    try loop.checkParts()
    return try loop.run(
      until: settings.epochs, before: .zero, interrupt: interrupt, observer: observer)
  }

  /// Trains a run on data that has been prepared for its tasks.
  static func train(
    _ settings: TrainingSettings, _ preparation: Preparation, interrupt: InterruptFlag,
    observer: (any TrainingObserver)?
  ) throws -> Run {
    let loop = try TrainingLoop(settings, preparation)
    return try loop.run(
      until: settings.epochs, before: .zero, interrupt: interrupt, observer: observer)
  }

  /// Goes on with a run, bit for bit as if it had not stopped.
  /// - Parameters:
  ///   - run: The run; it stays as it is.
  ///   - epochs: How many whole epochs more, a begun one among them; `nil` for the rest of what was
  ///     asked for.
  ///   - interrupt: Ends the run after the current step.
  ///   - observer: Is told of every step.
  /// - Returns: The run as it is after its last step.
  /// - Throws: What does not fit, before the first step; `TrainingError.lossNotFinite` after it.
  public static func resume(
    _ run: Run, epochs: Int? = nil, interrupt: InterruptFlag,
    observer: (any TrainingObserver)? = nil
  ) throws -> Run {
    let loop = try TrainingLoop(restoring: run)
    var asked = run.epochsAsked
    if let epochs {
      let (sum, overflows) = run.state.epoch.addingReportingOverflow(epochs)
      asked = overflows ? .max : sum
    }
    // A rule that has ended the run would end it again at once: it begins to count anew.
    if run.ending == .stoppedEarly { loop.state.stopRuleStart = run.state.epoch }
    var resumed = try loop.run(
      until: asked, before: run.time, interrupt: interrupt, observer: observer)
    resumed.sourceText = run.sourceText
    return resumed
  }

  /// Finds how good a run's model is.
  /// - Parameters:
  ///   - run: The run.
  ///   - data: All of its rows are used; `nil` for the run's own test split.
  ///   - interrupt: Ends the work.
  /// - Returns: Every task's loss and metrics.
  /// - Throws: `TrainingError` where the data lacks a column that the run needs; `DataError.interrupted`.
  public static func evaluate(
    _ run: Run, on data: Dataset? = nil, interrupt: InterruptFlag = InterruptFlag()
  ) throws -> Evaluation {
    let loop = try TrainingLoop(restoring: run)
    if let data {
      let scores = try loop.scores(on: data, interrupt: interrupt)
      return Evaluation(
        scores: scores, rows: data.sourceText,
        sourceText: "evaluate(\(run.sourceText), on: \(data.sourceText))")
    }
    let scores = try loop.evaluator.scores(
      run.tasks, loop.preparation, part: \.test, interrupt: interrupt)
    guard let scores else { throw DataError.interrupted }
    return Evaluation(
      scores: scores, rows: "test split", sourceText: "evaluate(\(run.sourceText))")
  }

  /// Lets a run's model say what it makes of some rows.
  /// - Parameters:
  ///   - run: The run.
  ///   - task: The name of one of its tasks.
  ///   - rows: Data with the task's input columns.
  ///   - rowNumbers: Which of its rows, from 0; `nil` for all.
  ///   - interrupt: Ends the work.
  /// - Returns: Classes, labels or numbers, and probabilities where there are any.
  /// - Throws: `TrainingError` for an unknown task, a missing column or a row that is not there;
  ///   `DataError.interrupted`.
  public static func predict(
    _ run: Run, task: String, rows: Dataset, rowNumbers: [Int]? = nil,
    interrupt: InterruptFlag = InterruptFlag()
  ) throws -> Prediction {
    guard let index = run.tasks.firstIndex(where: { $0.name == task }) else {
      throw TrainingError.unknownTask(task, tasks: run.tasks.map(\.name))
    }
    let numbers = rowNumbers ?? Array(0..<rows.rowCount)
    if let row = numbers.first(where: { $0 < 0 || $0 >= rows.rowCount }) {
      throw TrainingError.rowOutOfRange(row, rowCount: rows.rowCount)
    }
    let loop = try TrainingLoop(restoring: run)
    let outputs = try loop.outputs(
      ofTask: index, for: rows, rowNumbers: numbers, interrupt: interrupt)
    let method = run.tasks[index].method
    let predictions = run.tasks[index].loss.predictions(of: outputs)
    return Prediction(
      task: task, rowNumbers: numbers, values: method.decode(predictions), levels: method.levels,
      probabilities: method.probabilities(of: outputs),
      sourceText: "predict(\(run.sourceText), \(task), \(rows.sourceText))")
  }
}
