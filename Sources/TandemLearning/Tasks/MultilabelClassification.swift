public import TandemCatalog
public import TandemData

/// Several yes-or-no answers for each row, one a label: any number of them may hold.
///
/// The target is a list of columns, each of truth values or 0 and 1, or a single such column; a label is
/// named like its column. Each label has an output whose sigmoid is its probability, and holds where
/// that is above ½. An empty cell is missing for its label alone.
public struct MultilabelClassification: TaskMethod {
  public static let descriptor = MethodDescriptor(
    "multilabel", gives: .task, "predicts which of several labels hold",
    details: [
      "The target is a list of columns of truth values, or of 0 and 1: one label each. An empty cell "
        + "is missing for that label alone.",
      "Losses: binary_cross_entropy (the default), focal, dice. Metrics: f1 and auc (the default), "
        + "f1_micro, accuracy, log_loss.",
    ],
    examples: ["multilabel([digits().label % 2 == 0, digits().label > 4])"],
    [
      ArgumentDescriptor(
        "target", .oneOf([.list(.object(.column)), .object(.column)]), .required,
        "the columns to predict, of truth values or 0 and 1")
    ] + ArgumentDescriptor.taskOptions)
  public static var form: Predictions.Form { .labels }
  public static var defaultLoss: any Loss { BinaryCrossEntropy() }
  public static var defaultMetrics: [any Metric] { [F1(), AreaUnderCurve()] }

  public let levels: [String]
  public var outputSize: Int { levels.count }
  public var targetSize: Int { levels.count }

  public init(targets: [Column]) throws {
    levels = targets.map(\.label)
    for (place, label) in levels.enumerated() where levels[..<place].contains(label) {
      throw TaskError.repeatedColumn(column: label)
    }
    for target in targets where try Self.binary(target).allSatisfy(\.isNaN) {
      throw TaskError.noValues(column: target.label)
    }
  }

  public func encode(_ columns: [Column]) throws -> [Float] {
    let labels = try columns.map(Self.binary)
    let rows = labels.first?.count ?? 0
    return (0..<rows).flatMap { row in labels.map { $0[row] } }
  }

  /// The labels that hold in each row, by name: "sour, red", or "none".
  public func decode(_ outputs: [Float]) -> ColumnValues {
    var combinations: [String] = []
    var codes: [String: Int] = [:]
    let rows = outputs.count / max(outputSize, 1)
    let coded = (0..<rows).map { row in
      let holding = levels.enumerated().filter { outputs[row * outputSize + $0.offset] > 0 }
      let name = holding.isEmpty ? "none" : holding.map(\.element).joined(separator: ", ")
      if let code = codes[name] { return code }
      codes[name] = combinations.count
      combinations.append(name)
      return combinations.count - 1
    }
    return .categories(codes: coded, levels: combinations)
  }

  private static func binary(_ column: Column) throws -> [Float] {
    switch column.values {
    case .truths(let values), .numbers(let values):
      if let value = values.first(where: { !$0.isNaN && $0 != 0 && $0 != 1 }) {
        throw TaskError.notBinary(column: column.label, value: value)
      }
      return values.map(Float.init)
    case .categories, .arrays:
      throw TaskError.unsuitableTarget(
        kind: "multilabel", column: column.label, holds: column.type)
    }
  }
}
