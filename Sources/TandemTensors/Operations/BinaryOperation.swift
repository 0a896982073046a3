/// An operation that acts on pairs of numbers; inputs of two shapes are broadcast.
protocol BinaryOperation: ElementwiseOperation {
  /// The gradients with respect to both inputs in the result's shape; `nil` for 0 everywhere.
  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?)
}

extension BinaryOperation {
  func outputShape(for inputs: [Shape]) throws -> Shape {
    precondition(inputs.count == 2, "\(name) has two inputs")
    guard let shape = inputs[0].broadcast(with: inputs[1]) else {
      throw ShapeError(
        operation: name, expected: "two shapes that can be broadcast to one", actual: inputs)
    }
    return shape
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (a, b) = pullback(upstream, a: inputs[0], b: inputs[1], y: output)
    return [a?.summed(to: inputs[0].shape), b?.summed(to: inputs[1].shape)]
  }
}
