public import TandemCatalog
public import TandemTensors

/// Quantile (pinball) loss: its minimum is a quantile of what the target may be.
///
/// `L = q e` where `e = t − y` is above 0, else `(q − 1) e`; q is `level`. Computed as
/// `½ (|e| + (2 q − 1) e)`, which is the same. At 0.5 it is half of `mean_absolute`.
/// Source: Koenker, Bassett, Econometrica 1978.
public struct QuantileLoss: Loss {
  public static let descriptor = MethodDescriptor(
    "quantile", gives: .loss, "its minimum is a quantile of what the target may be",
    formula: "L = q e  where e > 0,  else (q − 1) e,  e = t − y",
    source: "Koenker, Bassett, Econometrica 1978",
    details: [
      "For regress. q is level: with 0.9 nine targets in ten are to be below the prediction. At 0.5 it "
        + "is half of mean_absolute."
    ],
    examples: ["quantile(0.9)"],
    [.number("level", default: 0.5, above: 0, below: 1, "the quantile that is predicted")])
  public static var forms: [Predictions.Form] { [.numbers] }

  public var level: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    level = arguments["level"]
    self.arguments = arguments
  }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireSameShape(as: targets, for: "quantile")
    let difference = targets - outputs
    return (difference.abs() + difference * Float(2 * level - 1)) * 0.5
  }
}
