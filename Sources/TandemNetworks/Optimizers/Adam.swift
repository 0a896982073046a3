public import TandemCatalog

/// Adam: steps scaled by running moments of the gradient.
///
/// `m = β₁ m + (1 − β₁) g`, `v = β₂ v + (1 − β₂) g²`, `p = p − rate · m̂ / (√v̂ + ε)`, with m̂ and v̂
/// corrected by `1 − βᵗ`. Source: Kingma, Ba, ICLR 2015, Algorithm 1; as PyTorch's `Adam`.
public struct Adam: Optimizer {
  public static let descriptor = MethodDescriptor(
    "adam", gives: .optimizer, "steps scaled by running moments of the gradient",
    formula: "p = p − rate · m̂ / (√v̂ + ε)", source: "Kingma, Ba, ICLR 2015", paper: "1412.6980",
    AdamMoments.arguments)

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var slotCount: Int { 2 }
  private let moments: AdamMoments

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rate = arguments["rate"]
    moments = AdamMoments(arguments)
  }

  public func update(_ step: OptimizerStep, state: inout OptimizerState) {
    moments.update(step, state: &state, decay: 0)
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
    AdamMoments.arguments + [
      .number("weight_decay", default: 0.01, atLeast: 0, "pulls every weight towards 0")
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var weightDecay: Double
  public var slotCount: Int { 2 }
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
