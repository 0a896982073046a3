// An operation that computes in one pass what several others would: its second derivatives are those
// of the others. Nobody trains by them, so they need not be fast.
extension Tensor {
  /// The same numbers as a node of its own: a derivation by it ends there.
  var asVariable: Tensor { .applying(Reshape(shape: shape), self) }
}

/// The gradients of a composition with respect to each of its inputs, whatever these depend on.
/// - Parameters:
///   - upstream: The gradient with respect to what `function` gives.
///   - inputs: What `function` is applied to.
///   - function: The composition, in operations.
/// - Returns: A gradient for each input.
/// - Throws: `ShapeError`, where `upstream` has another shape than the result.
func pullback(
  _ upstream: Tensor, throughComposition inputs: [Tensor],
  _ function: ([Tensor]) throws -> Tensor
) throws -> [Tensor] {
  let variables = inputs.map(\.asVariable)
  return try gradients(
    of: [try function(variables)], upstream: [upstream], withRespectTo: variables)
}
