public import TandemCatalog

/// The mean absolute difference, `mean |y − t|`, in the target's own unit.
public struct MeanAbsoluteDeviation: Metric {
  public static let descriptor = MethodDescriptor(
    "mae", gives: .metric, "the mean size of the difference",
    formula: "mean |y − t|",
    details: ["For regress, in the target's unit; lower is better."], examples: ["mae()"])
  public static var isHigherBetter: Bool { false }
  public static var forms: [Predictions.Form] { [.numbers] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the metric.
  public init() { self.init(Arguments()) }

  public func value(of predictions: Predictions) -> Double? {
    guard predictions.form == .numbers else { return nil }
    let sizes = predictions.pairs.map { ($0.output - $0.target).magnitude }
    return sizes.isEmpty ? nil : sizes.reduce(0, +) / Double(sizes.count)
  }
}
