public import TandemCatalog

/// Macro F1: the F1 of each class or label, averaged.
///
/// `F1 = 2 TP / (2 TP + FP + FN)`, the harmonic mean of precision and recall; the mean goes over the
/// classes or labels that occur among targets or predictions. A label holds where its score is above 0.
/// Differs: scikit-learn counts a label that neither occurs nor is predicted as 0; it does not count here.
public struct F1: Metric {
  public static let descriptor = MethodDescriptor(
    "f1", gives: .metric,
    "the harmonic mean of precision and recall, averaged over classes or labels",
    formula: "mean over classes of 2 TP / (2 TP + FP + FN)",
    differs:
      "scikit-learn counts a label that neither occurs nor is predicted as 0; ours leaves it out",
    details: [
      "For classify and multilabel; every class counts alike, however rare. Higher is better."
    ],
    examples: ["f1()"])
  public static var isHigherBetter: Bool { true }
  public static var forms: [Predictions.Form] { [.classes, .labels] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the metric.
  public init() { self.init(Arguments()) }

  public func value(of predictions: Predictions) -> Double? {
    guard let counts = Confusion(predictions) else { return nil }
    let figures = counts.truePositives.indices.compactMap {
      Confusion.f1(counts.truePositives[$0], counts.falsePositives[$0], counts.falseNegatives[$0])
    }
    return figures.isEmpty ? nil : figures.reduce(0, +) / Double(figures.count)
  }
}
