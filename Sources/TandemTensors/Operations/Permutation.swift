/// The dimensions in another order: dimension i of the result is dimension `order[i]` of the input.
struct Permute: Operation {
  let order: [Int]
  let name = "permute"

  private static let largestRank = 8

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard order.count == inputs[0].rank, order.count <= Self.largestRank,
      order.sorted() == Array(0..<order.count)
    else {
      throw ShapeError(
        operation: name, expected: "dimensions in the order \(order)", actual: inputs)
    }
    return Shape(order.map { inputs[0].sizes[$0] })
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let rank = output.shape.rank
    guard output.count > 0 else { return }
    var strides = InlineArray<8, Int>(repeating: 0)
    for (dimension, source) in order.enumerated() {
      var stride = 1
      for inner in source + 1..<max(rank, source + 1) { stride *= inputs[0].shape.sizes[inner] }
      strides[dimension] = stride
    }
    let rowSize = rank > 0 ? output.shape[-1] : 1
    let rowStride = rank > 0 ? strides[rank - 1] : 1
    var position = InlineArray<8, Int>(repeating: 0)
    var start = 0
    for row in 0..<output.count / rowSize {
      let (x, y) = (inputs[0].pointer + start, output.pointer + row * rowSize)
      if rowStride == 1 {
        y.update(from: x, count: rowSize)
      } else {
        for i in 0..<rowSize { y[i] = x[i * rowStride] }
      }
      var dimension = rank - 2
      while dimension >= 0 {
        position[dimension] += 1
        start += strides[dimension]
        if position[dimension] < output.shape.sizes[dimension] { break }
        start -= strides[dimension] * output.shape.sizes[dimension]
        position[dimension] = 0
        dimension -= 1
      }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    var inverse = order
    for (dimension, source) in order.enumerated() { inverse[source] = dimension }
    return [upstream.permuted(inverse)]
  }
}

extension Tensor {
  /// The dimensions in another order.
  /// - Parameter order: For each dimension of the result, which one of this tensor it is.
  /// - Returns: A tensor with the same numbers, moved.
  public func permuted(_ order: [Int]) -> Tensor {
    order == Array(0..<shape.rank) ? self : .applying(Permute(order: order), self)
  }
}
