public import TandemCatalog
public import TandemData

/// A class for each row: one of the distinct values that the target holds.
///
/// Classes are whole numbers in rising order, words in the column's order of levels, or false and true;
/// only those that occur count. A class is coded by its number from 0. The output is a score a class,
/// whose softmax is the probability; the prediction is the class with the largest.
public struct Classification: TaskMethod {
  public static let descriptor = MethodDescriptor(
    "classify", gives: .task, "predicts one of the classes that the target holds",
    details: [
      "The classes are found in the data: whole numbers, words, or false and true. An empty cell is "
        + "a missing target: the row takes no part in this task.",
      "Losses: cross_entropy (the default), focal, kl, cosine_distance. Metrics: accuracy (the default), f1, "
        + "f1_micro, auc, log_loss.",
    ],
    examples: [
      "classify(digits().label)", "classify(digits().label % 2, loss: cross_entropy(0.1))",
    ],
    [ArgumentDescriptor("target", .object(.column), .required, "the column to predict")]
      + ArgumentDescriptor.taskOptions)
  public static var form: Predictions.Form { .classes }
  public static var defaultLoss: any Loss { CrossEntropy() }
  public static var defaultMetrics: [any Metric] { [Accuracy()] }

  /// More classes than this are taken for a regression by mistake.
  static let limit = 1000

  /// The classes in order, as the target's type holds them.
  let classes: Classes
  public var levels: [String] { classes.names }
  public var outputSize: Int { classes.names.count }
  public var targetSize: Int { 1 }

  public init(targets: [Column]) throws {
    guard let target = targets.first else { throw TaskError.noColumns(kind: "classify") }
    let (found, missing) = try Classes.find(in: target)
    guard found.names.count >= 2 else {
      throw TaskError.tooFewClasses(column: target.label, classes: found.names, missing: missing)
    }
    guard found.names.count <= Self.limit else {
      throw TaskError.tooManyClasses(
        column: target.label, count: found.names.count, limit: Self.limit)
    }
    classes = found
  }

  public func encode(_ columns: [Column]) throws -> [Float] {
    guard let column = columns.first else { throw TaskError.noColumns(kind: "classify") }
    return try classes.encode(column)
  }

  public func decode(_ outputs: [Float]) -> ColumnValues {
    let rows = outputs.count / outputSize
    return classes.values(
      (0..<rows).map { row in
        Predictions.largest(outputs[row * outputSize..<(row + 1) * outputSize])
      })
  }
}
