/// An operation that acts on each number by itself.
protocol UnaryOperation: ElementwiseOperation {
  /// The gradient with respect to `x`, in operations; `nil` where it is 0 everywhere.
  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor?
}

extension UnaryOperation {
  func outputShape(for inputs: [Shape]) throws -> Shape {
    precondition(inputs.count == 1, "\(name) has one input")
    return inputs[0]
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [pullback(upstream, x: inputs[0], y: output)]
  }
}
