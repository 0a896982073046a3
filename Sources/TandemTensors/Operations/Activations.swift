/// max(x, 0) element by element.
struct Relu: UnaryOperation {
  let name = "relu"

  var instruction: ElementwiseInstruction { .init(opcode: .relu) }

  // By y, not x: a plan may then write y over x.
  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream.passed(where: y) }
}

/// x where it is above 0, and a multiple of it elsewhere.
struct LeakyRelu: UnaryOperation {
  let slope: Float
  let name = "leaky relu"

  var instruction: ElementwiseInstruction { .init(opcode: .leakyRelu, p: slope) }

  // By y, where it tells the sign of x: a plan may then write y over x.
  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    .applying(LeakyGate(slope: slope), upstream, slope >= 0 ? y : x)
  }
}

/// x where it is above 0, and `scale · (eˣ − 1)` elsewhere.
struct Elu: UnaryOperation {
  /// At least 0.
  let scale: Float
  let name = "elu"

  var instruction: ElementwiseInstruction { .init(opcode: .elu, p: scale) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    .applying(EluGradient(scale: scale), upstream, y)
  }
}

/// The hyperbolic tangent element by element.
struct Tanh: UnaryOperation {
  let name = "tanh"

  var instruction: ElementwiseInstruction { .init(opcode: .tanh) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    .applying(TanhGradient(), upstream, y)
  }
}

/// 1 / (1 + e⁻ˣ) element by element.
struct Sigmoid: UnaryOperation {
  let name = "sigmoid"

  var instruction: ElementwiseInstruction { .init(opcode: .sigmoid) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    .applying(SigmoidGradient(), upstream, y)
  }
}

/// x Φ(x) element by element, with Φ the normal distribution function: the exact form of gelu.
struct Gelu: UnaryOperation {
  let name = "gelu"

  var instruction: ElementwiseInstruction { .init(opcode: .gelu) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    .applying(GeluGradient(), upstream, x)
  }
}

/// x / (1 + e⁻ˣ) element by element: x times its sigmoid, also called swish.
struct Silu: UnaryOperation {
  let name = "silu"

  var instruction: ElementwiseInstruction { .init(opcode: .silu) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    .applying(SiluGradient(), upstream, x)
  }
}

/// The error function element by element.
struct ErrorFunction: UnaryOperation {
  let name = "erf"

  var instruction: ElementwiseInstruction { .init(opcode: .errorFunction) }

  /// 2 / √π · exp(−x²).
  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    upstream * (-x.square()).exp() * 1.128_379_2
  }
}

extension Tensor {
  /// max(x, 0) element by element; its gradient at 0 is 0.
  public func relu() -> Tensor { .applying(Relu(), self) }

  /// The hyperbolic tangent element by element.
  public func tanh() -> Tensor { .applying(Tanh(), self) }

  /// 1 / (1 + e⁻ˣ) element by element.
  public func sigmoid() -> Tensor { .applying(Sigmoid(), self) }

  /// x Φ(x) element by element, Φ being the normal distribution function.
  public func gelu() -> Tensor { .applying(Gelu(), self) }

  /// x / (1 + e⁻ˣ) element by element: x times its sigmoid.
  public func silu() -> Tensor { .applying(Silu(), self) }

  /// x where it is above 0, `slope · x` elsewhere; its gradient at 0 is `slope`.
  public func leakyRelu(slope: Float) -> Tensor { .applying(LeakyRelu(slope: slope), self) }

  /// x where it is above 0, `scale · (eˣ − 1)` elsewhere, with a scale of at least 0.
  public func elu(scale: Float) -> Tensor {
    precondition(scale >= 0, "the scale of elu is at least 0")
    return .applying(Elu(scale: scale), self)
  }

  /// The error function element by element.
  public func erf() -> Tensor { .applying(ErrorFunction(), self) }
}
