public import TandemCatalog
public import TandemData

/// What `predict` gives: what a model says of some rows, in the words of the task.
public struct Prediction: ValueObject {
  public var task: String
  /// The numbers of the rows in the data that was given, from 0.
  public var rowNumbers: [Int]
  /// Classes, labels or numbers, one a row.
  public var values: ColumnValues
  /// The classes or labels by name; empty for numbers.
  public var levels: [String]
  /// For each row the probability of each of `levels`; empty for numbers.
  public var probabilities: [[Double]]
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .prediction }

  /// Creates a prediction.
  public init(
    task: String, rowNumbers: [Int], values: ColumnValues, levels: [String],
    probabilities: [[Double]], sourceText: String
  ) {
    self.task = task
    self.rowNumbers = rowNumbers
    self.values = values
    self.levels = levels
    self.probabilities = probabilities
    self.sourceText = sourceText
  }
}
