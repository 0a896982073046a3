public import TandemCatalog
public import TandemData

/// What `train` gives: settings, the state after the last step, and what it reached.
public struct Run: ValueObject {
  public var settings: TrainingSettings
  public var state: TrainingState
  /// How inputs were coded: one a group of tasks with the same input columns.
  public var encoders: [InputEncoder]
  /// For each task, which encoder its inputs use.
  public var encoderOfTask: [Int]
  /// Figures of the last epoch on the validation split, and of the model as it is on the test split.
  public var validation: [TaskScores]
  public var test: [TaskScores]
  /// Time spent in steps and evaluation, all resumes included.
  public var time: Duration
  public var ending: Ending
  public var parameterCount: Int
  public var floatingPointOperations: Int
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .run }

  /// How the last call ended.
  public enum Ending: String, Codable, Sendable {
    case finished, interrupted, stoppedEarly
  }

  public var tasks: [LearningTask] { settings.tasks }
}

/// A task's figures on a split.
public struct TaskScores: Codable, Sendable, Equatable {
  public var task: String
  /// Labelled rows.
  public var rowCount: Int
  /// The mean loss over the labelled rows; NaN where there are none.
  public var loss: Double
  /// In the task's order of metrics; a value is NaN where the figure is not defined.
  public var metrics: [MetricScore]

  /// One metric's figure.
  public struct MetricScore: Codable, Sendable, Equatable {
    public var name: String
    public var value: Double
    public var isHigherBetter: Bool
  }
}
