// What reaches a function times its slope, in one instruction each. `a` is the gradient that reaches
// the function; `b` is what the function was given or what it gave, whichever makes the slope short.

/// `a · (1 − b²)`, the gradient of tanh by its result b.
struct TanhGradient: BinaryOperation {
  let name = "tanh gradient"

  var instruction: ElementwiseInstruction { .init(opcode: .tanhGradient) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (.applying(self, upstream, b), .applying(MultiplyScaled(scale: -2), upstream * a, b))
  }
}

/// `a · (b − b²)`, the gradient of a sigmoid by its result b.
struct SigmoidGradient: BinaryOperation {
  let name = "sigmoid gradient"

  var instruction: ElementwiseInstruction { .init(opcode: .sigmoidGradient) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (.applying(self, upstream, b), upstream * a * b.scaled(by: -2, plus: 1))
  }
}

/// `a σ(b)`, the gradient of softplus at b.
struct SoftplusGradient: BinaryOperation {
  let name = "softplus gradient"

  var instruction: ElementwiseInstruction { .init(opcode: .softplusGradient) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (.applying(self, upstream, b), .applying(SigmoidGradient(), upstream * a, b.sigmoid()))
  }
}

/// `a (Φ(b) + b φ(b))`, the gradient of gelu at b, φ being the normal density and Φ its integral.
struct GeluGradient: BinaryOperation {
  let name = "gelu gradient"

  var instruction: ElementwiseInstruction { .init(opcode: .geluGradient) }

  // The slope's own slope is φ(b) (2 − b²).
  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    let square = b.square()
    let density = (square * -0.5).exp() * 0.398_942_28
    return (.applying(self, upstream, b), upstream * a * (density * (2 - square)))
  }
}

/// `a (σ + b σ (1 − σ))` with σ = σ(b), the gradient of silu at b.
struct SiluGradient: BinaryOperation {
  let name = "silu gradient"

  var instruction: ElementwiseInstruction { .init(opcode: .siluGradient) }

  // The slope's own slope is σ (1 − σ) (2 + b (1 − 2σ)).
  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    let sigmoid = b.sigmoid()
    let bend = b * sigmoid.scaled(by: -2, plus: 1) + 2
    return (
      .applying(self, upstream, b), .applying(SigmoidGradient(), upstream * a * bend, sigmoid)
    )
  }
}

/// a where b > 0, and `a · (b + scale)` elsewhere: the gradient of elu by its result b.
struct EluGradient: BinaryOperation {
  let scale: Float
  let name = "elu gradient"

  var instruction: ElementwiseInstruction { .init(opcode: .eluGradient, p: scale) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (.applying(self, upstream, b), (upstream * a).stopped(where: b))
  }
}

/// a where b > 0, and `slope · a` elsewhere: the gradient of a leaky relu.
struct LeakyGate: BinaryOperation {
  let slope: Float
  let name = "leaky gate"

  var instruction: ElementwiseInstruction { .init(opcode: .leakyGate, p: slope) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (.applying(self, upstream, b), nil)
  }
}
