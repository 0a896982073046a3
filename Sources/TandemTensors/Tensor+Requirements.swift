// Checks that layers and losses make before they compute: what they need becomes a `ShapeError`.
extension Tensor {
  /// Checks that the last dimension has a size.
  /// - Parameters:
  ///   - size: The size that is needed.
  ///   - operation: Who needs it, by its name in the language.
  /// - Throws: `ShapeError`, if the tensor is a number or its last dimension has another size.
  public func requireLastDimension(_ size: Int, for operation: String) throws {
    guard shape.rank > 0, shape[-1] == size else {
      let expected = "\(size) numbers in the last dimension"
      throw ShapeError(operation: operation, expected: expected, actual: [shape])
    }
  }

  /// Checks the number of dimensions.
  /// - Parameters:
  ///   - rank: How many dimensions are needed.
  ///   - operation: Who needs them, by its name in the language.
  /// - Throws: `ShapeError`, if the tensor has another rank.
  public func requireRank(_ rank: Int, for operation: String) throws {
    guard shape.rank == rank else {
      let expected = rank == 1 ? "1 dimension" : "\(rank) dimensions"
      throw ShapeError(operation: operation, expected: expected, actual: [shape])
    }
  }

  /// Checks that two tensors have one shape.
  /// - Parameters:
  ///   - other: The other tensor.
  ///   - operation: Who needs it, by its name in the language.
  /// - Throws: `ShapeError` with both shapes, if they differ.
  public func requireSameShape(as other: Tensor, for operation: String) throws {
    guard shape == other.shape else {
      let expected = "two tensors of one shape"
      throw ShapeError(operation: operation, expected: expected, actual: [shape, other.shape])
    }
  }
}
