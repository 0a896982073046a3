public import TandemCatalog

/// Adam: steps scaled by running moments of the gradient.
///
/// `m = β₁ m + (1 − β₁) g`, `v = β₂ v + (1 − β₂) g²`, `p = p − rate · m̂ / (√v̂ + ε)`, with m̂ and v̂
/// corrected by `1 − βᵗ`, and `weight_decay · p` added to g. With `amsgrad` the largest v so far stands
/// for v. As PyTorch's `Adam`.
/// Source: Kingma, Ba, ICLR 2015, Algorithm 1; amsgrad: Reddi, Kale, Kumar, ICLR 2018. Differs: there
/// amsgrad's v is not corrected; as in PyTorch it is.
public struct Adam: Optimizer {
  public static let descriptor = MethodDescriptor(
    "adam", gives: .optimizer, "steps scaled by running moments of the gradient",
    formula: "p = p − rate · m̂ / (√v̂ + ε)",
    source: "Kingma, Ba, ICLR 2015; amsgrad: Reddi, Kale, Kumar, ICLR 2018", paper: "1412.6980",
    differs: "amsgrad's largest v is corrected for its start too, as in PyTorch",
    examples: ["adam()", "adam(0.01, amsgrad: true)"],
    AdamMoments.arguments + [.weightDecay, AdamMoments.keepsLargest])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var weightDecay: Double
  public var slotCount: Int { moments.slotCount }
  private let moments: AdamMoments

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rate = arguments["rate"]
    weightDecay = arguments["weight_decay"]
    moments = AdamMoments(arguments)
  }

  public func update(_ step: OptimizerStep, state: inout OptimizerState) {
    moments.update(step, state: &state, pull: weightDecay)
  }
}

/// Adam with weight decay apart from the gradient's moments.
///
/// `p = p − rate · weight_decay · p` first, then Adam's step.
/// Source: Loshchilov, Hutter, ICLR 2019, Algorithm 2; as PyTorch's `AdamW`.
public struct AdamW: Optimizer {
  public static let descriptor = MethodDescriptor(
    "adamw", gives: .optimizer, "adam with weight decay apart from the gradient",
    formula: "p = (1 − rate · weight_decay) p − rate · m̂ / (√v̂ + ε)",
    source: "Loshchilov, Hutter, ICLR 2019", paper: "1711.05101",
    examples: ["adamw(0.001, weight_decay: 0.05)"],
    AdamMoments.arguments + [
      .number("weight_decay", default: 0.01, atLeast: 0, "pulls every weight towards 0"),
      AdamMoments.keepsLargest,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var weightDecay: Double
  public var slotCount: Int { moments.slotCount }
  private let moments: AdamMoments

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rate = arguments["rate"]
    weightDecay = arguments["weight_decay"]
    moments = AdamMoments(arguments)
  }

  public func update(_ step: OptimizerStep, state: inout OptimizerState) {
    moments.update(step, state: &state, decay: weightDecay)
  }
}
