public import TandemCatalog
internal import TandemTensors

/// Lion: steps of one size, along the sign of a momentum.
///
/// `p = p − rate · (sign(β₁ m + (1 − β₁) g) + weight_decay · p)`, then `m = β₂ m + (1 − β₂) g`.
/// Source: Chen, Liang, Huang et al., NeurIPS 2023, Algorithm 2.
public struct Lion: Optimizer {
  public static let descriptor = MethodDescriptor(
    "lion", gives: .optimizer, "steps of one size, along the sign of a momentum",
    formula: "p = p − rate · (sign(β₁ m + (1 − β₁) g) + weight_decay · p)",
    source: "Chen, Liang, Huang et al., NeurIPS 2023", paper: "2302.06675",
    details: [
      "Every number moves by the rate: take 3 to 10 times less than for adam, and as many times more "
        + "weight decay."
    ],
    examples: ["lion(1e-4, weight_decay: 0.1)"],
    [
      .number("rate", default: 1e-4, above: 0, "the learning rate"),
      .number(
        "beta1", default: 0.9, atLeast: 0, below: 1, "how much of the momentum gives the sign"),
      .number("beta2", default: 0.99, atLeast: 0, below: 1, "how long gradients are remembered"),
      .weightDecay,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var beta1: Double
  public var beta2: Double
  public var weightDecay: Double
  public var slotCount: Int { 1 }

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rate = arguments["rate"]
    beta1 = arguments["beta1"]
    beta2 = arguments["beta2"]
    weightDecay = arguments["weight_decay"]
  }

  public func update(_ step: OptimizerStep, state: inout OptimizerState) {
    state.updateCount += 1
    state.withSlots { slots in
      step.forEachStretch { range, rate in
        step.stretch(range, slots).descendBySign(
          rate: rate, kept: 1 - rate * weightDecay, beta1: beta1, beta2: beta2)
      }
    }
  }
}
