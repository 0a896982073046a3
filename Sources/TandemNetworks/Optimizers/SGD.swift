public import TandemCatalog
internal import TandemTensors

/// Stochastic gradient descent, with momentum, Nesterov's momentum and weight decay.
///
/// `v = μ v + g`, `p = p − rate · v`, with `g` the gradient and `weight_decay · p`; Nesterov's form
/// steps along `g + μ v`. As PyTorch's `SGD`.
public struct SGD: Optimizer {
  public static let descriptor = MethodDescriptor(
    "sgd", gives: .optimizer, "steps against the gradient, with momentum if wanted",
    formula: "v = μ v + g,  p = p − rate · v",
    source: "Sutskever, Martens, Dahl, Hinton, ICML 2013 (momentum)",
    [
      .number("rate", above: 0, "the learning rate"),
      .number("momentum", default: 0, atLeast: 0, below: 1, "how much of the last step is kept"),
      .truth("nesterov", default: false, "whether the step looks ahead along the momentum"),
      .number("weight_decay", default: 0, atLeast: 0, "pulls every weight towards 0"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double
  public var momentum: Double
  public var isNesterov: Bool
  public var weightDecay: Double
  public var slotCount: Int { momentum > 0 ? 1 : 0 }

  /// Creates the optimizer.
  /// - Parameter arguments: A value for each argument of the descriptor.
  /// - Throws: `OptimizerError.nesterovWithoutMomentum`.
  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    rate = arguments["rate"]
    momentum = arguments["momentum"]
    isNesterov = arguments["nesterov"]
    weightDecay = arguments["weight_decay"]
    if isNesterov, momentum == 0 { throw OptimizerError.nesterovWithoutMomentum }
  }

  public func update(_ step: OptimizerStep, state: inout OptimizerState) {
    state.updateCount += 1
    state.withSlots { slots in
      step.forEachStretch { range, rate in
        step.stretch(range, slots).descend(
          rate: rate, momentum: momentum, looksAhead: isNesterov, pull: weightDecay)
      }
    }
  }
}
