public import TandemCatalog
internal import TandemTensors

/// Adagrad: each parameter's steps shrink with all the gradients that it has had.
///
/// `s = s + g²`, `p = p − rate · g / (√s + ε)`, `weight_decay · p` being added to g. As PyTorch's
/// `Adagrad`.
/// Source: Duchi, Hazan, Singer, JMLR 2011.
public struct Adagrad: Optimizer {
  public static let descriptor = MethodDescriptor(
    "adagrad", gives: .optimizer, "steps shrink with all the gradients that there were",
    formula: "s = s + g²,  p = p − rate · g / (√s + ε)", source: "Duchi, Hazan, Singer, JMLR 2011",
    examples: ["adagrad(0.1)"],
    [
      .number("rate", default: 0.01, above: 0, "the learning rate"),
      .number("epsilon", default: 1e-10, above: 0, "keeps the division finite"),
      .weightDecay,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var epsilon: Double
  public var weightDecay: Double
  public var slotCount: Int { 1 }

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rate = arguments["rate"]
    epsilon = arguments["epsilon"]
    weightDecay = arguments["weight_decay"]
  }

  public func update(_ step: OptimizerStep, state: inout OptimizerState) {
    state.updateCount += 1
    state.withSlots { slots in
      step.forEachStretch { range, rate in
        step.stretch(range, slots).descendScaled(
          rate: rate, kept: 1, rest: 1, epsilon: epsilon, pull: weightDecay)
      }
    }
  }
}
