public import TandemCatalog
public import TandemData

/// Why columns do not make a task; values only, the runtime finds the words.
///
/// `kind` is the task method's name in the language, `column` the target as a person would write it.
public enum TaskError: Error, Equatable {
  /// The column's values are of a kind that the task cannot predict: `holds` says which.
  case unsuitableTarget(kind: String, column: String, holds: ColumnType)
  /// `classify` of a column with fewer than two classes: `classes` is what it holds.
  case tooFewClasses(column: String, classes: [String], missing: Int)
  /// `classify` of numbers that are not whole: `regress` is meant. `value` is the first of them.
  case fractionalClass(column: String, value: Double)
  /// `classify` of more different values than anyone means as classes: `regress` is meant.
  case tooManyClasses(column: String, count: Int, limit: Int)
  /// `multilabel` of a column that holds something else than truth values, 0 and 1.
  case notBinary(column: String, value: Double)
  /// A number that is not finite; rows count from 0.
  case notFinite(column: String, row: Int)
  /// Every cell of the target is empty.
  case noValues(column: String)
  /// No column at all: `multilabel([])`.
  case noColumns(kind: String)
  /// Two columns of one name.
  case repeatedColumn(column: String)
  /// The columns of a task, or its target and its inputs, are of different data.
  case differentData(first: String, second: String)
  /// Rows to evaluate hold a class that the task was not trained with; rows count from 0.
  case unknownClass(column: String, value: String, row: Int, known: [String])
  /// A loss or metric for another kind of output; `suitable` names those that fit.
  case unsuitableLoss(kind: String, loss: String, origin: ValueOrigin?, suitable: [String])
  case unsuitableMetric(kind: String, metric: String, origin: ValueOrigin?, suitable: [String])
  /// An argument of a loss that does not suit the classes or labels of the target, its `levels`.
  case unsuitableWeights(
    WeightProblem, argument: String, levels: [String], form: Predictions.Form, origin: ValueOrigin?)
  /// A loss of counts for a target that is negative somewhere.
  case negativeCount(loss: String, value: Double, origin: ValueOrigin?)
}

/// Why what a loss is told of classes or labels does not fit.
public enum WeightProblem: Error, Equatable {
  /// A list of another length than there are levels.
  case count(given: Int)
  /// A name that no level has.
  case unknown(name: String)
  /// A record without an entry for a level, and without `else`.
  case missing(level: String)
  /// One number where each class takes its own.
  case oneForAll
  /// A number for each label, where one stands for all.
  case oneForEach
}
