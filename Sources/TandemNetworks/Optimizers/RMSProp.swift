public import TandemCatalog
internal import TandemTensors

/// RMSprop: steps scaled by a running mean of the gradient's square.
///
/// `v = α v + (1 − α) g²`, `p = p − rate · g / (√v + ε)`, `weight_decay · p` being added to g. Centered,
/// `v − a²` stands for v, a being the running mean of g; with momentum, `b = μ b + g / (√v + ε)` is the
/// direction. As PyTorch's `RMSprop`.
/// Source: Tieleman, Hinton, Coursera lecture 6.5, 2012; centered: Graves, arXiv:1308.0850. Differs: a
/// `v − a²` that rounding makes negative counts as 0.
public struct RMSProp: Optimizer {
  public static let descriptor = MethodDescriptor(
    "rmsprop", gives: .optimizer, "steps scaled by a running mean of the gradient's square",
    formula: "v = α v + (1 − α) g²,  p = p − rate · g / (√v + ε)",
    source: "Tieleman, Hinton, Coursera lecture 6.5, 2012; centered: Graves 2013",
    differs: "a variance that rounding makes negative counts as 0",
    examples: ["rmsprop(0.001)", "rmsprop(0.01, centered: true, momentum: 0.9)"],
    [
      .number("rate", default: 0.01, above: 0, "the learning rate"),
      .number("alpha", default: 0.99, atLeast: 0, below: 1, "how long squares are remembered"),
      .number("epsilon", default: 1e-8, above: 0, "keeps the division finite"),
      .number("momentum", default: 0, atLeast: 0, below: 1, "how much of the last step is kept"),
      .truth("centered", default: false, "whether the step is scaled by the gradient's variance"),
      .weightDecay,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var alpha: Double
  public var epsilon: Double
  public var momentum: Double
  public var isCentered: Bool
  public var weightDecay: Double
  public var slotCount: Int { 1 + (isCentered ? 1 : 0) + (momentum > 0 ? 1 : 0) }

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rate = arguments["rate"]
    alpha = arguments["alpha"]
    epsilon = arguments["epsilon"]
    momentum = arguments["momentum"]
    isCentered = arguments["centered"]
    weightDecay = arguments["weight_decay"]
  }

  public func update(_ step: OptimizerStep, state: inout OptimizerState) {
    state.updateCount += 1
    state.withSlots { slots in
      // The directions are the rule's third slot, whether there are means or not.
      let places =
        isCentered
        ? slots : OptimizerState.Slots(first: slots.first, third: slots.second)
      step.forEachStretch { range, rate in
        step.stretch(range, places).descendScaled(
          rate: rate, kept: alpha, rest: 1 - alpha, epsilon: epsilon, momentum: momentum,
          pull: weightDecay)
      }
    }
  }
}
