/// The gradients of several outputs by one variable, carried together.
public struct StackedGradient {
  /// The outputs that depend on the variable, by number, in order.
  public var outputs: [Int]
  /// Their gradients `[K, …]`, each in the variable's shape; `nil` where no output depends on it.
  public var gradients: Tensor?
}

/// Each output's gradient by each variable, in one sweep in reverse.
///
/// From where only one output depends on a tensor its gradient is carried by itself; from where
/// several do, theirs are carried as one stack by `Operation.stackedPullback`.
/// - Parameters:
///   - outputs: What is derived: numbers, of shape `[]`.
///   - variables: What they are derived by.
/// - Returns: The gradients by each variable.
/// - Throws: `ShapeError`, as the operations' pullbacks.
public func stackedGradients(
  of outputs: [Tensor], withRespectTo variables: [Tensor]
) throws -> [StackedGradient] {
  let order = Tensor.inOrder(outputs)
  let wanted = Set(variables.map(ObjectIdentifier.init))
  var matters = wanted
  for tensor in order
  where tensor.inputs.contains(where: { matters.contains(ObjectIdentifier($0)) }) {
    matters.insert(ObjectIdentifier(tensor))
  }
  var collected: [ObjectIdentifier: Cotangents] = [:]
  for (index, output) in outputs.enumerated() {
    collected[ObjectIdentifier(output), default: Cotangents()].add(.ones(output.shape), of: index)
  }
  var found: [ObjectIdentifier: StackedGradient] = [:]
  for tensor in order.reversed() where matters.contains(ObjectIdentifier(tensor)) {
    // What reached a tensor is given up when it is passed on: only variables need it afterwards.
    guard let cotangents = collected.removeValue(forKey: ObjectIdentifier(tensor)) else { continue }
    let joined = cotangents.joined
    if wanted.contains(ObjectIdentifier(tensor)) {
      found[ObjectIdentifier(tensor)] = joined.asStack
    }
    let pulled = try joined.pulled(through: tensor)
    for (input, gradient) in zip(tensor.inputs, pulled) {
      guard let gradient, matters.contains(ObjectIdentifier(input)) else { continue }
      collected[ObjectIdentifier(input), default: Cotangents()]
        .add(joined.replacing(gradient))
    }
  }
  return variables.map {
    found[ObjectIdentifier($0)] ?? StackedGradient(outputs: [], gradients: nil)
  }
}
