public import TandemCatalog
public import TandemData

/// What is to be learned: a target, how to score it, and how much it counts.
public struct LearningTask: ValueObject {
  /// The name it was declared with; what results, heads and weights are labelled by.
  public var name: String
  /// Classification, regression, …: how the target is coded and what the output layer is.
  public var method: any TaskMethod
  /// The target columns, all of one data set; several only for `multilabel`.
  public var targets: [Column]
  public var loss: any Loss
  /// The first is the one that Δm and summaries use.
  public var metrics: [any Metric]
  /// The input columns, where they differ from the data's own.
  public var inputs: [Column]?
  /// The depth of a hierarchy at which the task is supervised.
  public var level: Int?
  /// A fixed factor of its loss, before any weighting.
  public var weight: Double
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .task }

  /// Creates a task from its parts.
  public init(
    name: String, method: any TaskMethod, targets: [Column], loss: any Loss,
    metrics: [any Metric], inputs: [Column]? = nil, level: Int? = nil, weight: Double = 1,
    sourceText: String
  ) {
    self.name = name
    self.method = method
    self.targets = targets
    self.loss = loss
    self.metrics = metrics
    self.inputs = inputs
    self.level = level
    self.weight = weight
    self.sourceText = sourceText
  }

  /// The data that the target is of.
  public var dataset: Dataset { targets[0].dataset }
}

/// A kind of task: how targets are coded as numbers, and the output that predicts them.
public protocol TaskMethod: Sendable {
  static var descriptor: MethodDescriptor { get }

  /// How many numbers the output layer gives for a row: classes, 1, labels.
  var outputSize: Int { get }

  /// How many numbers a row of the coded target has: 1 for a class or a number.
  var targetSize: Int { get }

  /// The classes or labels by name, empty for a number.
  var levels: [String] { get }

  /// The target coded row after row, `[rows, targetSize]`; NaN where it is missing.
  ///
  /// Rows of `columns` may be of other data than the task was declared with (`evaluate(run, on:)`).
  func encode(_ columns: [Column]) throws -> [Float]

  /// What a person reads as the prediction: classes or labels by name, or numbers.
  ///
  /// `outputs` is `[rows, outputSize]`, before any softmax or sigmoid.
  func decode(_ outputs: [Float]) -> ColumnValues
}
