public import TandemCatalog
public import TandemTensors

/// Cross-entropy of each label's truth value, from scores before the sigmoid, in nats.
///
/// `L = −w t log p − (1 − t) log(1 − p)`, `p = sigmoid(z)`, w being `positive_weight`. Computed as
/// `softplus(z) − t z` without a weight, and as `(1 − t) z + (1 + (w − 1) t) softplus(−z)` with one:
/// the same, and finite for every score. As PyTorch's `BCEWithLogitsLoss`.
public struct BinaryCrossEntropy: Loss {
  public static let descriptor = MethodDescriptor(
    "binary_cross_entropy", gives: .loss,
    "the negative logarithm of the probability of each label's truth value",
    formula: "L = −w t log p − (1 − t) log(1 − p),  p = sigmoid(z)",
    details: [
      "For multilabel. In nats: log 2 for a guess. A task's loss is the mean over its labels.",
      "w is positive_weight, for labels that seldom hold: a number for all of them, a list in their "
        + "order, or by name, as in [sour: 3, else: 1].",
    ],
    examples: ["binary_cross_entropy()", "binary_cross_entropy(positive_weight: 3)"],
    [
      ArgumentDescriptor(
        "positive_weight", .oneOf([.number(NumberRange(lower: 0))] + LevelWeights.each),
        .optional(default: .number(1)), "what a label that holds counts, one that does not being 1")
    ])
  public static var forms: [Predictions.Form] { [.labels] }

  public let arguments: Arguments
  public var origin: ValueOrigin?
  private var weights: LevelWeights

  public init(_ arguments: Arguments) {
    weights = LevelWeights(arguments, "positive_weight", of: Self.descriptor.name)
    self.arguments = arguments
  }

  /// Creates the loss.
  /// - Parameter positiveWeight: What a label that holds counts, one that does not being 1.
  public init(positiveWeight: Double = 1) {
    self.init(Arguments(["positive_weight": .number(positiveWeight)]))
  }

  public func fitted(to method: any TaskMethod, targets: [Float]) throws -> Self {
    var fitted = self
    fitted.weights = try weights.fitted(to: method, targets: [])
    return fitted
  }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireSameShape(as: targets, for: "binary_cross_entropy")
    let row = try weights.row(count: outputs.shape[-1])
    if row == nil, weights.number ?? 1 == 1 { return outputs.softplus() - outputs * targets }
    let extra = row.map { targets * ($0 - 1) } ?? targets * ((weights.number ?? 1) - 1)
    return (1 - targets) * outputs + (1 + extra) * (-outputs).softplus()
  }
}
