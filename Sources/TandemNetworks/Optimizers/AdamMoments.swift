import TandemCatalog

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
    let firstCorrection = 1 - beta1.raised(to: state.updateCount)
    let secondCorrection = 1 - beta2.raised(to: state.updateCount)
    let root = Float(1 / secondCorrection.squareRoot())
    let (b1, b2, epsilon) = (Float(beta1), Float(beta2), Float(epsilon))
    let (c1, c2, pull) = (Float(1 - beta1), Float(1 - beta2), Float(pull))
    let (parameters, gradients) = (step.parameters, step.gradients)
    state.withSlots { slots in
      let (first, second, third) = (slots.first, slots.second, slots.third)
      step.forEachStretch { range, rate in
        let (length, kept) = (Float(rate / firstCorrection), Float(1 - rate * decay))
        for i in range {
          let gradient = gradients[i] + pull * parameters[i]
          let m = (b1 * first[i] + c1 * gradient).flushed
          var v = (b2 * second[i] + c2 * gradient * gradient).flushed
          first[i] = m
          second[i] = v
          if keepsLargest {
            v = max(v, third[i])
            third[i] = v
          }
          parameters[i] =
            parameters[i] * kept - length * m / (v.approximateSquareRoot * root + epsilon)
        }
      }
    }
  }
}

extension ArgumentDescriptor {
  /// Weight decay that is off unless asked for.
  static var weightDecay: Self {
    .number("weight_decay", default: 0, atLeast: 0, "pulls every weight towards 0")
  }
}

extension Float {
  /// The number, or 0 where it is subnormal.
  ///
  /// What is remembered of a gradient that has become 0 would shrink to a subnormal number and stay
  /// there, and processors calculate with those thirty times slower.
  @inline(__always) var flushed: Float { magnitude < .leastNormalMagnitude ? 0 : self }

  /// The square root of a number of at least 0, to within 1 part in 10⁶, by three of Newton's steps.
  ///
  /// `squareRoot()` may set `errno`, which keeps a loop over it from the vector units.
  @inline(__always) var approximateSquareRoot: Float {
    let half = self * 0.5
    var inverse = Float(bitPattern: 0x5F37_59DF &- bitPattern &>> 1)
    inverse *= 1.5 - half * inverse * inverse
    inverse *= 1.5 - half * inverse * inverse
    inverse *= 1.5 - half * inverse * inverse
    return self * inverse
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
