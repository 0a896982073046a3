extension Tensor {
  /// The sum over some dimensions, or over all.
  /// - Parameters:
  ///   - dimensions: The dimensions, negative ones counted from the last; `nil` for all.
  ///   - keepingDimensions: Whether they stay, with size 1.
  /// - Returns: The sums; a number `[]` if no dimension is left.
  public func sum(over dimensions: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced(over: dimensions, keepingDimensions) { Sum(dimensions: $0) }
  }

  /// The mean over some dimensions, or over all; NaN where there are no numbers.
  /// - Parameters:
  ///   - dimensions: The dimensions, negative ones counted from the last; `nil` for all.
  ///   - keepingDimensions: Whether they stay, with size 1.
  /// - Returns: The means.
  public func mean(over dimensions: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let total = sum(over: dimensions, keepingDimensions: keepingDimensions)
    let divisor = total.shape.count == 0 ? 1 : shape.count / total.shape.count
    return total / Float(divisor)
  }

  /// The largest number over some dimensions, or over all; there must be one.
  /// - Parameters:
  ///   - dimensions: The dimensions, negative ones counted from the last; `nil` for all.
  ///   - keepingDimensions: Whether they stay, with size 1.
  /// - Returns: The largest numbers.
  public func maximum(over dimensions: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced(over: dimensions, keepingDimensions) { Maximum(dimensions: $0) }
  }

  /// Applies a reduction to each run of neighbouring dimensions, the last one first.
  private func reduced(
    over dimensions: [Int]?, _ keepingDimensions: Bool,
    by operation: (Range<Int>) -> any Operation
  ) -> Tensor {
    let chosen = dimensions.map { Set($0.map { $0 < 0 ? $0 + shape.rank : $0 }) }
    let isReduced = shape.sizes.indices.map { chosen?.contains($0) ?? true }
    var result = self
    var upper = shape.rank
    while upper > 0 {
      var lower = upper
      while lower > 0, isReduced[lower - 1] { lower -= 1 }
      if lower < upper { result = .applying(operation(lower..<upper), result) }
      upper = max(lower - 1, 0)
    }
    if keepingDimensions { return result }
    return result.reshaped(
      to: Shape(zip(shape.sizes, isReduced).filter { !$0.1 }.map(\.0)))
  }

  /// The sum over all dimensions in which a shape was broadcast to this one.
  func summed(to target: Shape) -> Tensor {
    if shape == target { return self }
    let missing = shape.rank - target.rank
    let dimensions = shape.sizes.indices.filter {
      $0 < missing || (target.sizes[$0 - missing] == 1 && shape.sizes[$0] != 1)
    }
    return sum(over: dimensions, keepingDimensions: true).reshaped(to: target)
  }
}
