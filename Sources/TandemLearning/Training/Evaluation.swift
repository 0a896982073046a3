public import TandemCatalog

/// What `evaluate` gives: every task's figures on some rows.
public struct Evaluation: ValueObject {
  /// One for each task, in the run's order.
  public var scores: [TaskScores]
  /// Which rows these are: "test split", or the data's text.
  public var rows: String
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .evaluation }

  /// Creates an evaluation from its figures.
  public init(scores: [TaskScores], rows: String, sourceText: String) {
    self.scores = scores
    self.rows = rows
    self.sourceText = sourceText
  }

  /// The figures of a task, or `nil` if the run has no such task.
  public subscript(task: String) -> TaskScores? { scores.first { $0.task == task } }
}

/// A task's figures on a split.
public struct TaskScores: Codable, Sendable, Equatable {
  public var task: String
  /// Labelled rows: those with at least one target that is not missing.
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

    /// Creates a figure.
    public init(name: String, value: Double, isHigherBetter: Bool) {
      self.name = name
      self.value = value
      self.isHigherBetter = isHigherBetter
    }
  }

  /// Creates the figures of a task.
  public init(task: String, rowCount: Int, loss: Double, metrics: [MetricScore]) {
    self.task = task
    self.rowCount = rowCount
    self.loss = loss
    self.metrics = metrics
  }

  /// The figure of a metric, or `nil` if the task does not have it.
  public subscript(metric: String) -> Double? { metrics.first { $0.name == metric }?.value }
}
