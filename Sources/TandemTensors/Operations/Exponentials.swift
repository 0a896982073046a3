/// eˣ element by element.
struct Exponential: UnaryOperation {
  let name = "exp"

  var instruction: ElementwiseInstruction { .init(opcode: .exponential) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream * y }
}

/// The natural logarithm element by element.
struct NaturalLogarithm: UnaryOperation {
  let name = "log"

  var instruction: ElementwiseInstruction { .init(opcode: .logarithm) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream / x }
}

/// Softplus, `log(1 + exp(x))` element by element: a smooth relu.
struct Softplus: UnaryOperation {
  let name = "softplus"

  var instruction: ElementwiseInstruction { .init(opcode: .softplus) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    .applying(SoftplusGradient(), upstream, x)
  }
}

extension Tensor {
  /// eˣ element by element.
  public func exp() -> Tensor { .applying(Exponential(), self) }

  /// The natural logarithm element by element; −∞ at 0, NaN below.
  public func log() -> Tensor { .applying(NaturalLogarithm(), self) }

  /// `log(1 + exp(x))` element by element.
  public func softplus() -> Tensor { .applying(Softplus(), self) }
}
