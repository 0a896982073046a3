extension Operation {
  public func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let separate = try (0..<upstreams.shape[0]).map { index in
      try pullback(upstreams.part(index), inputs: inputs, output: output)
    }
    return inputs.indices.map { input in
      let parts = separate.compactMap { $0[input] }
      return parts.isEmpty ? nil : .stacked(parts, along: 0)
    }
  }
}

// Formulas with operands of the result's shape carry a leading dimension as they stand: the others
// are repeated over it.
extension UnaryOperation {
  public func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [pullback(upstreams, x: inputs[0], y: output)]
  }
}

extension BinaryOperation {
  public func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let (a, b) = pullback(upstreams, a: inputs[0], b: inputs[1], y: output)
    return [a?.stackedSummed(to: inputs[0].shape), b?.stackedSummed(to: inputs[1].shape)]
  }
}

extension Tensor {
  /// One of the tensors that are stacked along the first dimension.
  package func part(_ index: Int) -> Tensor {
    slice(along: 0, from: index, to: index + 1).reshaped(to: Shape(Array(shape.sizes.dropFirst())))
  }

  /// The sum of each of the stacked tensors over all dimensions in which a shape was broadcast to it:
  /// `[K, …]` to `[K, target…]`.
  func stackedSummed(to target: Shape) -> Tensor {
    let missing = shape.rank - 1 - target.rank
    let aligned = Shape([shape[0]] + Array(repeating: 1, count: missing) + target.sizes)
    return summed(to: aligned).reshaped(to: Shape([shape[0]] + target.sizes))
  }
}
