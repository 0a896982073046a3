public import TandemCatalog
public import TandemData

/// A number for each row, predicted as it stands: targets are not scaled.
///
/// Truth values count as 0 and 1. The output is one number, and so is the prediction.
public struct Regression: TaskMethod {
  public static let descriptor = MethodDescriptor(
    "regress", gives: .task, "predicts a number",
    details: [
      "The target is not scaled: with values in the thousands, so is the loss. An empty cell is a "
        + "missing target: the row takes no part in this task.",
      "Losses: mean_squared (the default), mean_absolute, huber, quantile, poisson. Metrics: rmse and r2 "
        + "(the default), mae.",
    ],
    examples: ["regress(digits().pixels.mean, loss: huber(0.1))"],
    [ArgumentDescriptor("target", .object(.column), .required, "the column of numbers to predict")]
      + ArgumentDescriptor.taskOptions)
  public static var form: Predictions.Form { .numbers }
  public static var defaultLoss: any Loss { MeanSquaredError() }
  public static var defaultMetrics: [any Metric] { [RootMeanSquaredError(), Determination()] }

  public var levels: [String] { [] }
  public var outputSize: Int { 1 }
  public var targetSize: Int { 1 }

  public init(targets: [Column]) throws {
    guard let target = targets.first else { throw TaskError.noColumns(kind: "regress") }
    let coded = try encode(targets)
    if coded.allSatisfy(\.isNaN) { throw TaskError.noValues(column: target.label) }
  }

  public func encode(_ columns: [Column]) throws -> [Float] {
    guard let column = columns.first else { throw TaskError.noColumns(kind: "regress") }
    switch column.values {
    case .numbers(let values), .truths(let values):
      return try values.enumerated().map { row, value in
        let coded = Float(value)
        if coded.isInfinite { throw TaskError.notFinite(column: column.label, row: row) }
        return coded
      }
    case .categories, .arrays:
      throw TaskError.unsuitableTarget(
        kind: "regress", column: column.label, holds: column.type)
    }
  }

  public func decode(_ outputs: [Float]) -> ColumnValues { .numbers(outputs.map(Double.init)) }
}
