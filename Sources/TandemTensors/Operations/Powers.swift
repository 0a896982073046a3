/// x² element by element.
struct Square: UnaryOperation {
  let name = "square"

  var instruction: ElementwiseInstruction { .init(opcode: .square) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    .applying(MultiplyScaled(scale: 2), upstream, x)
  }
}

/// √x element by element.
struct SquareRoot: UnaryOperation {
  let name = "sqrt"

  var instruction: ElementwiseInstruction { .init(opcode: .squareRoot) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream / (y * 2) }
}

/// xᵖ element by element, with a fixed exponent.
struct Power: UnaryOperation {
  let exponent: Float
  let name = "power"

  var instruction: ElementwiseInstruction { .init(opcode: .power, p: exponent) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    exponent == 0 ? nil : upstream * x.power(exponent - 1) * exponent
  }
}

/// A fixed number divided by x, element by element.
struct Reciprocal: UnaryOperation {
  let numerator: Float
  let name = "reciprocal"

  var instruction: ElementwiseInstruction { .init(opcode: .reciprocal, p: numerator) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { -(upstream * y / x) }
}

extension Tensor {
  /// x² element by element.
  public func square() -> Tensor { .applying(Square(), self) }

  /// √x element by element; NaN below 0.
  public func sqrt() -> Tensor { .applying(SquareRoot(), self) }

  /// xᵖ element by element.
  public func power(_ exponent: Float) -> Tensor {
    switch exponent {
    case 1: self
    case 2: square()
    default: .applying(Power(exponent: exponent), self)
    }
  }
}
