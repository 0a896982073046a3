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

extension Tensor {
  /// One of the tensors that are stacked along the first dimension.
  func part(_ index: Int) -> Tensor {
    slice(along: 0, from: index, to: index + 1).reshaped(to: Shape(Array(shape.sizes.dropFirst())))
  }
}
