extension Shape {
  /// The shape that two shapes are broadcast to; `nil` if they do not fit.
  package func broadcast(with other: Shape) -> Shape? {
    if self == other { return self }
    let rank = max(rank, other.rank)
    var sizes = [Int](repeating: 1, count: rank)
    for dimension in 0..<rank {
      let a = dimension < rank - self.rank ? 1 : self.sizes[dimension - rank + self.rank]
      let b = dimension < rank - other.rank ? 1 : other.sizes[dimension - rank + other.rank]
      guard a == b || a == 1 || b == 1 else { return nil }
      sizes[dimension] = a == 1 ? b : a
    }
    return Shape(sizes)
  }
}
