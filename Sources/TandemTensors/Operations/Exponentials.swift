/// eˣ element by element.
struct Exponential: UnaryOperation {
  let name = "exp"

  @inline(__always) func value(_ x: Float) -> Float { exponential(x) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream * y }
}

/// The natural logarithm element by element.
struct NaturalLogarithm: UnaryOperation {
  let name = "log"

  @inline(__always) func value(_ x: Float) -> Float { naturalLogarithm(x) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream / x }
}

/// Softplus, `log(1 + exp(x))` element by element: a smooth relu.
struct Softplus: UnaryOperation {
  let name = "softplus"

  // max(x, 0) + log1p(exp(−|x|)) stays finite where the textbook form overflows.
  @inline(__always) func value(_ x: Float) -> Float {
    (x > 0 ? x : 0) + logarithmOfOnePlus(exponential(-abs(x)))
  }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream * x.sigmoid() }
}

extension Tensor {
  /// eˣ element by element.
  public func exp() -> Tensor { .applying(Exponential(), self) }

  /// The natural logarithm element by element; −∞ at 0, NaN below.
  public func log() -> Tensor { .applying(NaturalLogarithm(), self) }

  /// `log(1 + exp(x))` element by element.
  public func softplus() -> Tensor { .applying(Softplus(), self) }
}
