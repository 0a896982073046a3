/// An operation that acts on each number by itself.
protocol UnaryOperation: Operation {
  /// The result for one number. Without branches, so that the loop over it uses the vector units.
  func value(_ x: Float) -> Float

  /// The gradient with respect to `x`, in operations; `nil` where it is 0 everywhere.
  func pullback(_ upstream: Tensor, x: Tensor, y: Tensor) -> Tensor?
}

extension UnaryOperation {
  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape {
    precondition(inputs.count == 1, "\(name) has one input")
    return inputs[0]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let (x, y, count) = (UnsafePointer(inputs[0].pointer), output.pointer, output.count)
    // The loops of `mapNumbers`, written out: a long `value` is not inlined into a closure.
    if x == UnsafePointer(y) {
      for i in 0..<count { y[i] = value(y[i]) }
    } else {
      for i in 0..<count { y[i] = value(x[i]) }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [pullback(upstream, x: inputs[0], y: output)]
  }
}
