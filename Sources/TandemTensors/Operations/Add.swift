/// The sum of two tensors of one shape, element by element.
struct Add: Operation {
  let name = "add"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0] == inputs[1] else {
      throw ShapeError(operation: name, expected: "two tensors of one shape", actual: inputs)
    }
    return inputs[0]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let (a, b, y) = (inputs[0].pointer, inputs[1].pointer, output.pointer)
    for i in 0..<output.count { y[i] = a[i] + b[i] }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [upstream, upstream]
  }

  var canRunInPlace: Bool { true }
}

extension Tensor {
  /// The sum with a tensor of the same shape.
  package func adding(_ other: Tensor) throws -> Tensor {
    try Tensor(Add(), [self, other])
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor {
    Tensor([Float](repeating: 0, count: shape.count), shape)
  }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor {
    Tensor([Float](repeating: 1, count: shape.count), shape)
  }
}
