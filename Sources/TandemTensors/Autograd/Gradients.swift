/// Gradients of a scalar, or of a weighted sum of outputs, in reverse mode.
///
/// The result is made of operations like any other tensor, so it can be planned, and derived again.
/// - Parameters:
///   - outputs: What is derived.
///   - upstream: The gradient with respect to each output, in its shape; ones if left out.
///   - variables: What it is derived by.
/// - Returns: A gradient in the shape of each variable; zeros where nothing depends on it.
/// - Throws: `ShapeError` where an `upstream` gradient is not in its output's shape.
public func gradients(
  of outputs: [Tensor], upstream: [Tensor]? = nil, withRespectTo variables: [Tensor]
) throws -> [Tensor] {
  let order = Tensor.inOrder(outputs)
  var matters = Set(variables.map(ObjectIdentifier.init))
  for tensor in order
  where tensor.inputs.contains(where: { matters.contains(ObjectIdentifier($0)) }) {
    matters.insert(ObjectIdentifier(tensor))
  }
  var collected: [ObjectIdentifier: GradientSum] = [:]
  func collect(_ gradient: Tensor, for tensor: Tensor) throws {
    guard gradient.shape == tensor.shape else {
      throw ShapeError(
        operation: "gradients", expected: "a gradient in the shape \(tensor.shape)",
        actual: [gradient.shape])
    }
    collected[ObjectIdentifier(tensor), default: GradientSum()].add(gradient)
  }
  for (index, output) in outputs.enumerated() {
    try collect(upstream?[index] ?? .ones(output.shape), for: output)
  }
  for tensor in order.reversed() where matters.contains(ObjectIdentifier(tensor)) {
    guard let operation = tensor.operation,
      let upstream = collected[ObjectIdentifier(tensor)]?.total
    else { continue }
    let pulled = try operation.pullback(upstream, inputs: tensor.inputs, output: tensor)
    for (input, gradient) in zip(tensor.inputs, pulled) {
      guard let gradient, matters.contains(ObjectIdentifier(input)) else { continue }
      try collect(gradient, for: input)
    }
  }
  return variables.map { collected[ObjectIdentifier($0)]?.total ?? .zeros($0.shape) }
}
