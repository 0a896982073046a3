public import TandemCatalog
public import TandemTensors

/// The absolute difference, `L = |y − t|`: its minimum is the median of what the target may be.
///
/// The gradient is the sign of the difference, 0 where there is none.
public struct MeanAbsoluteError: Loss {
  public static let descriptor = MethodDescriptor(
    "mean_absolute", gives: .loss, "the size of the difference",
    formula: "L = |y − t|",
    details: ["For regress. Outliers pull no harder than other rows."],
    examples: ["mean_absolute()"])
  public static var forms: [Predictions.Form] { [.numbers] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the loss.
  public init() { self.init(Arguments()) }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireSameShape(as: targets, for: "mean_absolute")
    return (outputs - targets).abs()
  }
}
