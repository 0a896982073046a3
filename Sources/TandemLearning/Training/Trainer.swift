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
    throw TrainingError.noTasks
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
    throw TrainingError.noTasks
  }

  /// Finds how good a run's model is.
  /// - Parameters:
  ///   - run: The run.
  ///   - data: All of its rows are used; `nil` for the run's own test split.
  /// - Returns: Every task's loss and metrics.
  /// - Throws: `TrainingError` where the data lacks a column that the run needs.
  public static func evaluate(_ run: Run, on data: Dataset? = nil) throws -> Evaluation {
    throw TrainingError.noTasks
  }

  /// Lets a run's model say what it makes of some rows.
  /// - Parameters:
  ///   - run: The run.
  ///   - task: The name of one of its tasks.
  ///   - rows: Data with the task's input columns.
  ///   - rowNumbers: Which of its rows, from 0; `nil` for all.
  /// - Returns: Classes, labels or numbers, and probabilities where there are any.
  /// - Throws: `TrainingError` for an unknown task, a missing column or a row that is not there.
  public static func predict(
    _ run: Run, task: String, rows: Dataset, rowNumbers: [Int]? = nil
  ) throws -> Prediction {
    throw TrainingError.noTasks
  }
}
