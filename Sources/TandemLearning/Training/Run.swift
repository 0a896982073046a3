public import TandemCatalog
public import TandemData

/// What `train` gives: settings, the state after the last step, and what it reached.
///
/// A value: `resume` gives another run and leaves this one as it is.
public struct Run: ValueObject {
  public var settings: TrainingSettings
  public var state: TrainingState
  /// Epochs that have been asked for, by `train` and every `resume`; the schedule's horizon stays
  /// `settings.epochs`.
  public var epochsAsked: Int
  /// How inputs were coded: one a group of tasks with the same data and input columns.
  public var encoders: [InputEncoder]
  /// For each task, which encoder its inputs use.
  public var encoderOfTask: [Int]
  /// Figures on the validation split (`run.metrics`) of the model as it is: after a whole epoch, that
  /// epoch's.
  public var validation: [TaskScores]
  /// Figures on the test split (`run.test`) of the model as it is; computed once, when a call ends.
  public var test: [TaskScores]
  /// Time spent in steps and evaluation, all resumes included.
  public var time: Duration
  public var ending: Ending
  public var stepsPerEpoch: Int
  /// The parts of the network (`run.model`).
  public var model: Model
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .run }

  /// How the last call ended.
  public enum Ending: String, Codable, Sendable {
    case finished, interrupted, stoppedEarly
    /// A step failed: the run is that of the last good one, and what methods remember may be a step
    /// ahead.
    case failed
  }

  public var tasks: [LearningTask] { settings.tasks }
  public var history: TrainingHistory { state.history }

  /// The columns that a task's inputs are made of.
  public func inputColumns(ofTask index: Int) -> [String] {
    encoders[encoderOfTask[index]].columnNames
  }
}
