public import TandemCatalog
public import TandemTensors

/// Squared for small differences, straight for large ones.
///
/// `L = ½ e²` where `|e| ≤ δ`, else `δ (|e| − ½ δ)`, with `e = y − t`. Computed as `m (|e| − ½ m)` with
/// `m = min(|e|, δ)`, which is the same. As δ grows it becomes half of `mean_squared`.
/// Source: Huber, Annals of Mathematical Statistics 1964; PyTorch's `HuberLoss`, which is δ times its
/// `SmoothL1Loss`.
public struct HuberLoss: Loss {
  public static let descriptor = MethodDescriptor(
    "huber", gives: .loss, "squared for small differences, straight for large ones",
    formula: "L = ½ e²  where |e| ≤ δ,  else δ (|e| − ½ δ),  e = y − t",
    source: "Huber, Annals of Mathematical Statistics 1964",
    details: ["For regress. The same as PyTorch's HuberLoss, δ times its SmoothL1Loss."],
    examples: ["huber()", "huber(0.1)"],
    [.number("delta", default: 1, above: 0, "the difference at which the square ends")])
  public static var forms: [Predictions.Form] { [.numbers] }

  public var delta: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    delta = arguments["delta"]
    self.arguments = arguments
  }

  /// Creates the loss.
  /// - Parameter delta: The difference at which the square ends, above 0.
  public init(delta: Double = 1) {
    self.init(Arguments(["delta": .number(delta)]))
  }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireSameShape(as: targets, for: "huber")
    let difference = (outputs - targets).abs()
    let bounded = difference.clamped(to: 0...Float(delta))
    return bounded * (difference - bounded * 0.5)
  }
}
