/// a + b, number by number.
struct Add: BinaryOperation {
  let name = "add"

  var instruction: ElementwiseInstruction { .init(opcode: .add) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (upstream, upstream)
  }
}

/// a − b, number by number.
struct Subtract: BinaryOperation {
  let name = "subtract"

  var instruction: ElementwiseInstruction { .init(opcode: .subtract) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (upstream, -upstream)
  }
}

/// a · b, number by number.
struct Multiply: BinaryOperation {
  let name = "multiply"

  var instruction: ElementwiseInstruction { .init(opcode: .multiply) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (upstream * b, upstream * a)
  }
}

/// A fixed number times a · b, number by number.
struct MultiplyScaled: BinaryOperation {
  let scale: Float
  let name = "multiply scaled"

  var instruction: ElementwiseInstruction { .init(opcode: .multiplyScaled, p: scale) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (.applying(self, upstream, b), .applying(self, upstream, a))
  }
}

/// a / b, number by number.
struct Divide: BinaryOperation {
  let name = "divide"

  var instruction: ElementwiseInstruction { .init(opcode: .divide) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (upstream / b, -(upstream * y / b))
  }
}

// The operators broadcast as NumPy does; the shapes must fit.
extension Tensor {
  public static func + (left: Tensor, right: Tensor) -> Tensor { .applying(Add(), left, right) }

  public static func - (left: Tensor, right: Tensor) -> Tensor {
    .applying(Subtract(), left, right)
  }

  public static func * (left: Tensor, right: Tensor) -> Tensor {
    .applying(Multiply(), left, right)
  }

  public static func / (left: Tensor, right: Tensor) -> Tensor { .applying(Divide(), left, right) }

  public static prefix func - (tensor: Tensor) -> Tensor { tensor.scaled(by: -1) }

  public static func + (left: Tensor, right: Float) -> Tensor { left.scaled(by: 1, plus: right) }

  public static func + (left: Float, right: Tensor) -> Tensor { right.scaled(by: 1, plus: left) }

  public static func - (left: Tensor, right: Float) -> Tensor { left.scaled(by: 1, plus: -right) }

  public static func - (left: Float, right: Tensor) -> Tensor { right.scaled(by: -1, plus: left) }

  public static func * (left: Tensor, right: Float) -> Tensor { left.scaled(by: right) }

  public static func * (left: Float, right: Tensor) -> Tensor { right.scaled(by: left) }

  public static func / (left: Tensor, right: Float) -> Tensor { left.scaled(by: 1 / right) }

  public static func / (left: Float, right: Tensor) -> Tensor {
    .applying(Reciprocal(numerator: left), right)
  }

  /// `scale · x + offset` element by element.
  public func scaled(by scale: Float, plus offset: Float = 0) -> Tensor {
    .applying(ScaleAndShift(scale: scale, offset: offset), self)
  }
}
