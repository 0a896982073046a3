import TandemCatalog
internal import TandemTensors

/// What `adam` and `adamw` share: two moments of the gradient, and the step that they scale.
struct AdamMoments: Sendable {
  static let arguments: [ArgumentDescriptor] = [
    .number("rate", default: 1e-3, above: 0, "the learning rate"),
    .number("beta1", default: 0.9, atLeast: 0, below: 1, "how long gradients are remembered"),
    .number("beta2", default: 0.999, atLeast: 0, below: 1, "how long their squares are"),
    .number("epsilon", default: 1e-8, above: 0, "keeps the division finite"),
  ]

  static let keepsLargest = ArgumentDescriptor.truth(
    "amsgrad", default: false, "whether the largest second moment so far scales the step")

  let beta1: Double
  let beta2: Double
  let epsilon: Double
  /// Whether a third slot keeps the largest second moments (amsgrad).
  let keepsLargest: Bool
  var slotCount: Int { keepsLargest ? 3 : 2 }

  init(_ arguments: Arguments) {
    beta1 = arguments["beta1"]
    beta2 = arguments["beta2"]
    epsilon = arguments["epsilon"]
    keepsLargest = arguments["amsgrad"]
  }

  /// Makes one step in one pass over the flat arrays.
  /// - Parameters:
  ///   - step: What to step on.
  ///   - state: The two moments, and the largest ones.
  ///   - decay: How much of every weight is taken away, times the rate, before the step.
  ///   - pull: How much of every weight is added to its gradient.
  func update(
    _ step: OptimizerStep, state: inout OptimizerState, decay: Double = 0, pull: Double = 0
  ) {
    state.updateCount += 1
    let (length, root) = corrections(at: state.updateCount)
    state.withSlots { slots in
      step.forEachStretch { range, rate in
        step.stretch(range, slots).adam(
          FlatStretch.Moments(
            beta1: beta1, beta2: beta2, length: rate * length, root: root, epsilon: epsilon,
            kept: 1 - rate * decay, pull: pull))
      }
    }
  }

  /// What m and √v are multiplied by, for they begin at 0.
  private func corrections(at updateCount: Int) -> (length: Double, root: Double) {
    (
      1 / (1 - beta1.raised(to: updateCount)),
      (1 / (1 - beta2.raised(to: updateCount))).squareRoot()
    )
  }
}

extension ArgumentDescriptor {
  /// Weight decay that is off unless asked for.
  static var weightDecay: Self {
    .number("weight_decay", default: 0, atLeast: 0, "pulls every weight towards 0")
  }
}

extension Double {
  /// The number to a whole power, by repeated squaring.
  func raised(to exponent: Int) -> Double {
    var (result, square, rest) = (1.0, self, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
