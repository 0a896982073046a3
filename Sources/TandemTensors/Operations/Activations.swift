/// max(x, 0) element by element.
struct Relu: UnaryOperation {
  let name = "relu"

  var instruction: ElementwiseInstruction { .init(opcode: .relu) }

  // By y, not x: a plan may then write y over x.
  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream.passed(where: y) }
}

/// The hyperbolic tangent element by element.
struct Tanh: UnaryOperation {
  let name = "tanh"

  var instruction: ElementwiseInstruction { .init(opcode: .tanh) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    upstream * (1 - y.square())
  }
}

/// 1 / (1 + e⁻ˣ) element by element.
struct Sigmoid: UnaryOperation {
  let name = "sigmoid"

  var instruction: ElementwiseInstruction { .init(opcode: .sigmoid) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream * (y - y.square()) }
}

/// x Φ(x) element by element, with Φ the normal distribution function: the exact form of gelu.
struct Gelu: UnaryOperation {
  let name = "gelu"

  var instruction: ElementwiseInstruction { .init(opcode: .gelu) }

  /// Φ(x) + x φ(x), φ being the normal density.
  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    let distribution = (x * 0.707_106_77).erf() * 0.5 + 0.5
    let density = (x.square() * -0.5).exp() * 0.398_942_28
    return upstream * (distribution + x * density)
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

  /// The error function element by element.
  public func erf() -> Tensor { .applying(ErrorFunction(), self) }
}
