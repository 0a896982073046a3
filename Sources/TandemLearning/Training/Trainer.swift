/// Trains runs.
///
/// What can be checked before the first step is: `TrainingError`, `ArchitectureError`,
/// `LayerBindingError` or `DataError` say what does not fit.
public enum Trainer {}

/// Why a run cannot be trained, or went wrong; values only, the runtime finds the words.
public enum TrainingError: Error {
  /// Two tasks of one name.
  case repeatedTask(String)
  /// A class that the data has but the training split has not.
  case classMissingFromTraining(task: String, level: String)
  /// No labelled row of the task in the training split.
  case noTrainingTarget(task: String)
  /// All columns are targets: nothing is left to learn from.
  case noInputs(task: String)
  /// `inputs` or `from` names a column that the rows to predict do not have.
  case missingInput(column: String)
  /// A loss that does not suit the kind of task, as `huber` for `classify`.
  case unsuitableLoss(task: String, loss: String, kind: String)
  case unsuitableMetric(task: String, metric: String, kind: String)
  /// A loss that is no number any more.
  case lossNotFinite(LossFailure)
  /// `predict` or a weighting names a task that the run does not have.
  case unknownTask(String, tasks: [String])
  /// A file that is no run, or not whole.
  case unreadableFile(path: String, reason: String)
}

/// The step at which a loss stopped being a number, and what was known then.
public struct LossFailure: Error, Sendable, Equatable {
  public var task: String
  public var loss: Double
  public var step: Int
  public var epoch: Int
  /// Losses of the step before, by task.
  public var lastGood: [(task: String, loss: Double)]
  /// The parameter tensor with the largest gradient in the last good step, as
  /// `encoder[0].weight`, and the norm of that gradient.
  public var largestGradient: (parameter: String, norm: Double)?
  public var learningRate: Double

  public static func == (left: Self, right: Self) -> Bool {
    left.task == right.task && left.step == right.step
  }
}
