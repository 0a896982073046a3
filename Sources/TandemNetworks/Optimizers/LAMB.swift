public import TandemCatalog
internal import TandemTensors

/// LAMB: Adam's direction, as long in each tensor as the tensor itself.
///
/// `u = m̂ / (√v̂ + ε) + weight_decay · p`, `p = p − rate · (‖p‖ / ‖u‖) · u` for each weight or bias apart;
/// m̂ and v̂ are Adam's. A tensor whose norm is 0, or whose u is, steps by `rate · u`.
/// Source: You, Li, Reddi et al., ICLR 2020, Algorithm 2, with φ the identity. Differs: nothing is
/// excluded; the paper's code leaves biases and norms out of decay and scaling.
public struct LAMB: Optimizer {
  public static let descriptor = MethodDescriptor(
    "lamb", gives: .optimizer, "adam's direction, as long in each tensor as the tensor itself",
    formula: "u = m̂ / (√v̂ + ε) + weight_decay · p,  p = p − rate · (‖p‖ / ‖u‖) · u",
    source: "You, Li, Reddi et al., ICLR 2020", paper: "1904.00962",
    differs: "biases and norms are scaled and decay as all else",
    details: ["For large batches. Each weight, and each bias, is a tensor of its own."],
    examples: ["lamb(0.01)"],
    [
      .number("rate", default: 1e-3, above: 0, "the learning rate"),
      .number("beta1", default: 0.9, atLeast: 0, below: 1, "how long gradients are remembered"),
      .number("beta2", default: 0.999, atLeast: 0, below: 1, "how long their squares are"),
      .number("epsilon", default: 1e-6, above: 0, "keeps the division finite"),
      .number("weight_decay", default: 0.01, atLeast: 0, "pulls every weight towards 0"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double
  public var weightDecay: Double
  public var slotCount: Int { 2 }

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rate = arguments["rate"]
    beta1 = arguments["beta1"]
    beta2 = arguments["beta2"]
    epsilon = arguments["epsilon"]
    weightDecay = arguments["weight_decay"]
  }

  public func update(_ step: OptimizerStep, state: inout OptimizerState) {
    state.updateCount += 1
    let (first, second) = (
      1 - beta1.raised(to: state.updateCount), 1 - beta2.raised(to: state.updateCount)
    )
    let moments = FlatStretch.Moments(
      beta1: beta1, beta2: beta2, length: 1 / first, root: (1 / second).squareRoot(),
      epsilon: epsilon, pull: weightDecay)
    state.withSlots { slots in
      step.forEachTensor { range, rate in step.stretch(range, slots).lamb(moments, rate: rate) }
    }
  }
}
