public import TandemCatalog
public import TandemTensors

/// Focal loss: cross-entropy that looks away from what is already right.
///
/// `L = −α_t (1 − p_t)^γ log p_t`, with p_t the probability of the right class, or of a label's truth
/// value. For labels α_t is `alpha` where the label holds and `1 − alpha` where not; for classes each
/// has its own; without `alpha` it is 1. A task's loss is the plain mean, as in torchvision's
/// `sigmoid_focal_loss`: α does not count in the divisor.
/// Source: Lin, Goyal, Girshick, He, Dollár, ICCV 2017. Differs: there α is 0.25 unless said otherwise
/// and the sum is divided by the number of boxes that hold something.
public struct FocalLoss: Loss {
  public static let descriptor = MethodDescriptor(
    "focal", gives: .loss, "cross-entropy that looks away from what is already right",
    formula: "L = −α_t (1 − p_t)^γ log p_t",
    source: "Lin, Goyal, Girshick, He, Dollár, ICCV 2017", paper: "1708.02002",
    differs: "without alpha all rows count alike; the loss is the mean over rows",
    details: [
      "For classify and multilabel. With gamma 0 it is cross_entropy, or binary_cross_entropy.",
      "For multilabel alpha is a number: what a label that holds counts, 1 − alpha where it does not. "
        + "For classify it is a list in the order of the classes, labelled by class, or 'balanced'.",
    ],
    examples: ["focal()", "focal(1.5, alpha: balanced)"],
    [
      .number("gamma", default: 2, atLeast: 0, "how far it looks away from what is right"),
      .optional(
        "alpha",
        .oneOf(
          [.number(NumberRange(lower: 0, upper: 1)), .word(["balanced"])] + LevelWeights.each),
        "what classes, or labels that hold, count; none is the same for all"),
    ])
  public static var forms: [Predictions.Form] { [.classes, .labels] }

  public var gamma: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?
  private var alpha: LevelWeights

  public init(_ arguments: Arguments) {
    gamma = arguments["gamma"]
    alpha = LevelWeights(arguments, "alpha", of: Self.descriptor.name)
    self.arguments = arguments
  }

  public func fitted(to method: any TaskMethod, targets: [Float]) throws -> Self {
    switch (method.form, arguments[value: "alpha"]) {
    case (.classes, .number): throw alpha.error(.oneForAll, for: method)
    case (.labels, .list), (.labels, .record), (.labels, .text):
      throw alpha.error(.oneForEach, for: method)
    default: break
    }
    var fitted = self
    fitted.alpha = try alpha.fitted(to: method, targets: targets)
    return fitted
  }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireRank(2, for: "focal")
    if targets.shape == [outputs.shape[0], 1], outputs.shape[1] > 1 {
      return try ofClasses(outputs, targets)
    }
    try outputs.requireSameShape(as: targets, for: "focal")
    return ofLabels(outputs, targets)
  }

  private func ofClasses(_ outputs: Tensor, _ targets: Tensor) throws -> Tensor {
    let right = outputs.logSoftmax().picking(targets)
    var loss = -right
    if gamma > 0 {
      // A right class that is sure leaves 0, whose power below 1 would have an infinite slope.
      let doubt = (1 - right.exp()).clamped(to: 1e-8...1)
      loss = loss * doubt.power(Float(gamma))
    }
    guard let row = try alpha.row(count: outputs.shape[1]) else { return loss }
    return loss * row.broadcast(to: outputs.shape).picking(targets)
  }

  private func ofLabels(_ outputs: Tensor, _ targets: Tensor) -> Tensor {
    let score = (targets * 2 - 1) * outputs
    // log p = −softplus(−s) and log(1 − p) = −softplus(s): no power, and nothing overflows.
    let loss = (-score).softplus() * (score.softplus() * Float(-gamma)).exp()
    guard let alpha = alpha.number else { return loss }
    return loss * (targets * (2 * alpha - 1) + (1 - alpha))
  }
}
