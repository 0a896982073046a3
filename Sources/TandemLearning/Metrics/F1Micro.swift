public import TandemCatalog

/// Micro F1: one F1 from the counts of all classes or labels together.
///
/// `2 Σ TP / (2 Σ TP + Σ FP + Σ FN)`. For `classify` every row has one class, so it equals the accuracy.
public struct F1Micro: Metric {
  public static let descriptor = MethodDescriptor(
    "f1_micro", gives: .metric, "the F1 of all classes' or labels' counts together",
    formula: "2 Σ TP / (2 Σ TP + Σ FP + Σ FN)",
    details: ["For classify, where it equals accuracy, and multilabel. Higher is better."],
    examples: ["f1_micro()"])
  public static var isHigherBetter: Bool { true }
  public static var forms: [Predictions.Form] { [.classes, .labels] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the metric.
  public init() { self.init(Arguments()) }

  public func value(of predictions: Predictions) -> Double? {
    guard let counts = Confusion(predictions) else { return nil }
    return Confusion.f1(
      counts.truePositives.reduce(0, +), counts.falsePositives.reduce(0, +),
      counts.falseNegatives.reduce(0, +))
  }
}
