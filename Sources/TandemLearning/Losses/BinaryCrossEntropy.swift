public import TandemCatalog
public import TandemTensors

/// Cross-entropy of each label's truth value, from scores before the sigmoid, in nats.
///
/// `L = −t log p − (1 − t) log(1 − p)`, `p = sigmoid(z)`; computed as `softplus(z) − t z`, which is the same
/// and stays finite for every score.
public struct BinaryCrossEntropy: Loss {
  public static let descriptor = MethodDescriptor(
    "binary_cross_entropy", gives: .loss,
    "the negative logarithm of the probability of each label's truth value",
    formula: "L = −t log p − (1 − t) log(1 − p),  p = sigmoid(z)",
    details: [
      "For multilabel. In nats: log 2 for a guess. A task's loss is the mean over its labels."
    ],
    examples: ["binary_cross_entropy()"])
  public static var forms: [Predictions.Form] { [.labels] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the loss.
  public init() { self.init(Arguments()) }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireSameShape(as: targets, for: "binary_cross_entropy")
    return outputs.softplus() - outputs * targets
  }
}
