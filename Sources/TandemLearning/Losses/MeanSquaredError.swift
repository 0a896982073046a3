public import TandemCatalog
public import TandemTensors

/// The squared difference, `L = (y − t)²`: its minimum is the mean of what the target may be.
public struct MeanSquaredError: Loss {
  public static let descriptor = MethodDescriptor(
    "mean_squared", gives: .loss, "the square of the difference",
    formula: "L = (y − t)²",
    details: ["For regress. Without the factor ½ that some texts have."],
    examples: ["mean_squared()"])
  public static var forms: [Predictions.Form] { [.numbers] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the loss.
  public init() { self.init(Arguments()) }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireSameShape(as: targets, for: "mean_squared")
    return (outputs - targets).square()
  }
}
