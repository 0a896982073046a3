/// |x| element by element.
struct AbsoluteValue: UnaryOperation {
  let name = "abs"

  var instruction: ElementwiseInstruction { .init(opcode: .absoluteValue) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { upstream * x.sign() }
}

/// −1, 0 or 1 element by element.
struct Sign: UnaryOperation {
  let name = "sign"

  var instruction: ElementwiseInstruction { .init(opcode: .sign) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? { nil }
}

/// x kept between two bounds, element by element.
struct Clamp: UnaryOperation {
  let lower: Float
  let upper: Float
  let name = "clamp"

  var instruction: ElementwiseInstruction { .init(opcode: .clamp, p: lower, q: upper) }

  // Where x is not bounded, y equals it; at a bound itself the gradient passes, as in PyTorch.
  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    upstream * x.equal(to: y)
  }
}

/// `scale · x + offset` element by element, with fixed numbers.
struct ScaleAndShift: UnaryOperation {
  let scale: Float
  let offset: Float
  let name = "scale"

  var instruction: ElementwiseInstruction { .init(opcode: .scale, p: scale, q: offset) }

  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor? {
    scale == 1 ? upstream : upstream * scale
  }
}

extension Tensor {
  /// |x| element by element; its gradient at 0 is 0.
  public func abs() -> Tensor { .applying(AbsoluteValue(), self) }

  /// −1, 0 or 1 element by element.
  public func sign() -> Tensor { .applying(Sign(), self) }

  /// x kept within a range, element by element.
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    .applying(Clamp(lower: range.lowerBound, upper: range.upperBound), self)
  }
}
