public import TandemCatalog

/// The share of predictions that are right.
///
/// For classes: rows whose largest score is that of their class, the first of equal scores. For labels:
/// truth values whose score lies on the right side of 0 (probability ½), over all labels and rows.
/// Differs: scikit-learn's `accuracy_score` for labels counts rows that are right in every label.
public struct Accuracy: Metric {
  public static let descriptor = MethodDescriptor(
    "accuracy", gives: .metric, "the share of predictions that are right",
    formula: "right / all",
    differs:
      "for labels, scikit-learn counts rows that are right in every label; ours counts labels",
    details: ["For classify and multilabel; higher is better."], examples: ["accuracy()"])
  public static var isHigherBetter: Bool { true }
  public static var forms: [Predictions.Form] { [.classes, .labels] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the metric.
  public init() { self.init(Arguments()) }

  public func value(of predictions: Predictions) -> Double? {
    switch predictions.form {
    case .classes:
      let rows = predictions.classRows
      let right = rows.count { Predictions.largest(predictions.scores($0.row)) == $0.target }
      return rows.isEmpty ? nil : Double(right) / Double(rows.count)
    case .labels:
      let pairs = predictions.pairs
      let right = pairs.count { !$0.output.isNaN && ($0.output > 0) == ($0.target > 0.5) }
      return pairs.isEmpty ? nil : Double(right) / Double(pairs.count)
    case .numbers: return nil
    }
  }
}
