public import TandemTensors

extension ForwardContext {
  /// The mask of a tensor's positions, if there is one and it is of those.
  ///
  /// It is known by its shape: what has as many rows and positions as the ids had still stands for them.
  /// - Parameter tensor: `[batch, length, …]`.
  /// - Returns: `[batch, length]`, or `nil` if every position is real.
  public func mask(for tensor: Tensor) -> Tensor? {
    guard let mask, tensor.shape.sizes.prefix(2) == mask.shape.sizes[...] else { return nil }
    return mask
  }

  /// Records that a tensor must hold whole numbers from 0 to below `count`.
  mutating func requireIDs(_ ids: Tensor, below count: Int) {
    idRequirements.append((ids, count))
  }
}
