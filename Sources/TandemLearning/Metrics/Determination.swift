public import TandemCatalog

/// R², the coefficient of determination: how much of the target's variance is explained.
///
/// `1 − Σ (y − t)² / Σ (t − mean t)²`: 1 is perfect, 0 is as good as the mean of these rows, below 0 worse.
/// Not defined for fewer than two rows, or where the target does not vary (scikit-learn then gives 0 or 1).
public struct Determination: Metric {
  public static let descriptor = MethodDescriptor(
    "r2", gives: .metric, "how much of the target's variance is explained",
    formula: "1 − Σ (y − t)² / Σ (t − mean t)²",
    differs: "not defined where the target does not vary; scikit-learn then gives 0 or 1",
    details: ["For regress; 0 is as good as the mean, 1 is perfect. Higher is better."],
    examples: ["r2()"])
  public static var isHigherBetter: Bool { true }
  public static var forms: [Predictions.Form] { [.numbers] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the metric.
  public init() { self.init(Arguments()) }

  public func value(of predictions: Predictions) -> Double? {
    let pairs = predictions.pairs
    guard predictions.form == .numbers, pairs.count >= 2 else { return nil }
    let mean = pairs.reduce(0) { $0 + $1.target } / Double(pairs.count)
    let total = pairs.reduce(0) { $0 + ($1.target - mean) * ($1.target - mean) }
    let left = pairs.reduce(0) { $0 + ($1.output - $1.target) * ($1.output - $1.target) }
    return total > 0 ? 1 - left / total : nil
  }
}
