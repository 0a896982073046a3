public import TandemCatalog

/// The root of the mean squared difference, `√(mean (y − t)²)`, in the target's own unit.
public struct RootMeanSquaredError: Metric {
  public static let descriptor = MethodDescriptor(
    "rmse", gives: .metric, "the root of the mean squared difference",
    formula: "√(mean (y − t)²)",
    details: ["For regress, in the target's unit; lower is better."], examples: ["rmse()"])
  public static var isHigherBetter: Bool { false }
  public static var forms: [Predictions.Form] { [.numbers] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the metric.
  public init() { self.init(Arguments()) }

  public func value(of predictions: Predictions) -> Double? {
    guard predictions.form == .numbers else { return nil }
    let squares = predictions.pairs.map { ($0.output - $0.target) * ($0.output - $0.target) }
    return squares.isEmpty ? nil : (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }
}
