/// An operation that acts on pairs of numbers; inputs of two shapes are broadcast.
protocol BinaryOperation: Operation {
  /// The result for one pair. Without branches, so that the loop over it uses the vector units.
  func value(_ a: Float, _ b: Float) -> Float

  /// The gradients with respect to both inputs in the result's shape; `nil` for 0 everywhere.
  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?)
}

extension BinaryOperation {
  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape {
    precondition(inputs.count == 2, "\(name) has two inputs")
    guard let shape = inputs[0].broadcast(with: inputs[1]) else {
      throw ShapeError(
        operation: name, expected: "two shapes that can be broadcast to one", actual: inputs)
    }
    return shape
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let layout = BroadcastLayout(
      left: inputs[0].shape, right: inputs[1].shape, output: output.shape)
    let count = layout.sizes[0]
    let (repeatsLeft, repeatsRight) = (layout.leftStrides[0] == 0, layout.rightStrides[0] == 0)
    layout.forEachStretch { left, right, start in
      let (a, b) = (inputs[0].pointer + left, inputs[1].pointer + right)
      let y = output.pointer + start
      switch (repeatsLeft, repeatsRight) {
      case (false, false): mapPairs(a, b, into: y, count: count) { value($0, $1) }
      case (false, true):
        let b = b[0]
        mapNumbers(a, into: y, count: count) { value($0, b) }
      case (true, false):
        let a = a[0]
        mapNumbers(b, into: y, count: count) { value(a, $0) }
      case (true, true): y.update(repeating: value(a[0], b[0]), count: count)
      }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (a, b) = pullback(upstream, a: inputs[0], b: inputs[1], y: output)
    return [a?.summed(to: inputs[0].shape), b?.summed(to: inputs[1].shape)]
  }
}
