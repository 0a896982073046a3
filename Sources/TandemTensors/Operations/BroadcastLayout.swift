/// How the numbers of two inputs meet when their shapes are broadcast to one, as NumPy does.
///
/// Shapes are aligned at their last dimensions; a dimension of size 1, or one that is missing, is
/// repeated. Neighbouring dimensions that both inputs walk through alike are joined, so that most
/// layouts have one or two. Held inline: an operation that makes one while it runs allocates nothing.
struct BroadcastLayout {
  static let maximumRank = 8

  private(set) var rank = 0
  /// Outermost last, so that joining appends.
  private(set) var sizes = InlineArray<8, Int>(repeating: 1)
  private(set) var leftStrides = InlineArray<8, Int>(repeating: 0)
  private(set) var rightStrides = InlineArray<8, Int>(repeating: 0)

  /// Lays out two shapes that fit `output`.
  init(left: Shape, right: Shape, output: Shape) {
    var (leftStride, rightStride) = (1, 1)
    for dimension in 1...max(output.rank, 1) where dimension <= output.rank {
      let size = output.sizes[output.rank - dimension]
      let leftSize = dimension <= left.rank ? left.sizes[left.rank - dimension] : 1
      let rightSize = dimension <= right.rank ? right.sizes[right.rank - dimension] : 1
      if size != 1 {
        append(size, leftSize == 1 ? 0 : leftStride, rightSize == 1 ? 0 : rightStride)
      }
      leftStride *= leftSize
      rightStride *= rightSize
    }
    if rank == 0 { append(1, 1, 1) }
  }

  private mutating func append(_ size: Int, _ left: Int, _ right: Int) {
    if rank > 0 {
      let last = rank - 1
      let continuesLeft = left == leftStrides[last] * sizes[last]
      let continuesRight = right == rightStrides[last] * sizes[last]
      if continuesLeft, continuesRight {
        sizes[last] *= size
        return
      }
    }
    precondition(rank < Self.maximumRank, "more than \(Self.maximumRank) dimensions to broadcast")
    sizes[rank] = size
    leftStrides[rank] = left
    rightStrides[rank] = right
    rank += 1
  }

  /// Calls `body` for each innermost stretch, with where it begins in both inputs and in the output.
  func forEachStretch(_ body: (_ left: Int, _ right: Int, _ output: Int) -> Void) {
    var position = InlineArray<8, Int>(repeating: 0)
    var stretches = 1
    for dimension in 1..<max(rank, 1) where dimension < rank { stretches *= sizes[dimension] }
    var (left, right) = (0, 0)
    for stretch in 0..<stretches {
      body(left, right, stretch * sizes[0])
      var dimension = 1
      while dimension < rank {
        position[dimension] += 1
        left += leftStrides[dimension]
        right += rightStrides[dimension]
        if position[dimension] < sizes[dimension] { break }
        left -= leftStrides[dimension] * sizes[dimension]
        right -= rightStrides[dimension] * sizes[dimension]
        position[dimension] = 0
        dimension += 1
      }
    }
  }
}

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
