public import TandemTensors

/// Why a run cannot be trained, or went wrong; values only, the runtime finds the words.
public enum TrainingError: Error, Sendable, Equatable {
  /// No task at all.
  case noTasks
  /// Two tasks of one name.
  case repeatedTask(String)
  /// A class that the data has but the training split has not.
  case classMissingFromTraining(task: String, level: String)
  /// No labelled row of the task in the training split.
  case noTrainingTarget(task: String)
  /// All columns are targets: nothing is left to learn from.
  case noInputs(task: String)
  /// The rows to evaluate do not have a column that a target is made of.
  case missingTarget(task: String, column: String)
  /// A loss that is no number any more.
  case lossNotFinite(LossFailure)
  /// `predict` or a weighting names a task that the run does not have.
  case unknownTask(String, tasks: [String])
  /// Row numbers that the data does not have.
  case rowOutOfRange(Int, rowCount: Int)
  /// `from:` names columns of other data than the target's.
  case foreignInput(task: String, column: String)
  /// A stop rule, a schedule or a method that looks at the validation splits, which have no labelled row.
  case noValidationRows(argument: String)
  /// A name among `rates` or `freeze` that no part of the network has.
  case unknownPart(String, argument: String, parts: [String])
  /// All parts are frozen.
  case nothingToTrain(argument: String)
  /// An input that an embedding should look up, and that is no whole number from 0 to below `count`.
  case unsuitableID(column: String, row: Int, value: Double, count: Int, isStandardized: Bool)
  /// A state of another network: `resume` of a run whose file was changed.
  case unsuitableState(expected: Int, actual: Int)
  /// A computation that needs more memory than there is.
  case notEnoughMemory(MemoryShortage, MemoryUse)
  /// A file that is no run, or not whole.
  case unreadableFile(path: String, reason: String)
  /// A file that could not be written: no such folder, no space left.
  case unwritableFile(path: String, reason: String)
}

extension TrainingError {
  /// Says what memory is needed for, should a computation need more than there is.
  static func needing<Result>(_ use: MemoryUse, _ make: () throws -> Result) throws -> Result {
    do {
      return try make()
    } catch let shortage as MemoryShortage {
      throw TrainingError.notEnoughMemory(shortage, use)
    }
  }
}

/// What memory is needed for.
public enum MemoryUse: Sendable, Equatable {
  /// The weights of a network, their gradients and what an optimizer keeps.
  case weights
  /// A step on so many rows at once.
  case step(rowCount: Int)
  /// Each task's gradient by all numbers that the tasks share, for a method that looks at them.
  case gradients(method: String, taskCount: Int, columnCount: Int)
  /// Each task's gradient by what it shares with others, however many rows a step has.
  case rows(taskCount: Int)
  /// The answer of a network for a single row.
  case row
}

/// The step at which a loss stopped being a number, and what was known then.
public struct LossFailure: Error, Sendable, Equatable {
  public var task: String
  public var loss: Double
  /// What is not finite: the loss itself, or the gradient of a loss that still was.
  public var quantity: Quantity
  public var step: Int
  public var epoch: Int
  /// Losses of the step before, by task; empty where it was the first.
  public var lastGood: [TaskLoss]
  /// The parameter tensor with the largest gradient in the last good step, as
  /// `encoder[0].weight`, and the norm of that gradient before any clipping.
  public var largestGradient: GradientNorm?
  public var learningRate: Double

  /// What stopped being a number.
  public enum Quantity: Sendable { case loss, gradient }

  /// A task's loss.
  public struct TaskLoss: Sendable, Equatable {
    public var task: String
    public var loss: Double
  }

  /// The norm of a parameter's gradient.
  public struct GradientNorm: Sendable, Equatable {
    public var parameter: String
    public var norm: Double
  }
}
