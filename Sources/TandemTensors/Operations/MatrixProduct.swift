/// The product of two matrices, either of which may be read transposed.
///
/// Shapes: `[batch…, m, k]` and `[batch…, k, n] → [batch…, m, n]`, before any transposing. A side that
/// lacks leading dimensions of the other is shared: each of its matrices meets several of the other's.
struct MatrixProduct: TiledOperation {
  var transposesLeft = false
  var transposesRight = false
  let name = "matmul"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let (left, right) = (inputs[0], inputs[1])
    let (leftBatch, rightBatch) = (left.sizes.dropLast(2), right.sizes.dropLast(2))
    let batch = leftBatch.count >= rightBatch.count ? leftBatch : rightBatch
    guard left.rank >= 2, right.rank >= 2,
      batch.suffix(leftBatch.count) == leftBatch, batch.suffix(rightBatch.count) == rightBatch,
      left[transposesLeft ? -2 : -1] == right[transposesRight ? -1 : -2]
    else {
      throw ShapeError(operation: name, expected: "matrices that can be multiplied", actual: inputs)
    }
    let size = [left[transposesLeft ? -1 : -2], right[transposesRight ? -2 : -1]]
    return Shape(Array(batch) + size)
  }

  func run(
    _ inputs: [Operand], into output: Operand, in context: RunContext, epilogue: TileEpilogue?
  ) {
    var epilogue = epilogue
    let (left, right) = (inputs[0].shape, inputs[1].shape)
    let (rows, columns) = (output.shape[-2], output.shape[-1])
    let inner = left[transposesLeft ? -2 : -1]
    guard output.count > 0 else { return }
    // Looked at only for single terms: the lists of shapes would be allocated in every step.
    if epilogue == nil, inner == 1, let shapes = broadcastShapes(for: inputs.map(\.shape)) {
      let sides = zip(inputs, shapes).map { Operand($0.pointer, $1) }
      return Multiply().run(sides, into: output, in: context)
    }
    let count = output.count / (rows * columns)
    let leftCount = inner > 0 ? inputs[0].count / (rows * inner) : count
    let rightCount = inner > 0 ? inputs[1].count / (inner * columns) : count
    // One call, unless the shared side has several matrices, which come round again after the last.
    let inCall = leftCount == 1 || rightCount == 1 ? count : min(leftCount, rightCount)
    let batch = ProductBatch(
      count: inCall, leftStride: leftCount == 1 ? 0 : rows * inner,
      rightStride: rightCount == 1 ? 0 : inner * columns, resultStride: rows * columns)
    for start in stride(from: 0, to: count, by: inCall) {
      let leftStart = start % leftCount * rows * inner
      let rightStart = start % rightCount * inner * columns
      epilogue?.firstMatrix = start
      multiply(
        Matrix(inputs[0].pointer + leftStart, columnCount: left[-1], isTransposed: transposesLeft),
        Matrix(
          inputs[1].pointer + rightStart, columnCount: right[-1], isTransposed: transposesRight),
        into: output.pointer + start * rows * columns,
        size: ProductSize(rows: rows, columns: columns, inner: inner), batch: batch,
        epilogue: epilogue)
    }
  }

  /// The shapes in which the sides of a product of single terms meet by broadcasting.
  ///
  /// A plan multiplies them number by number, together with the steps around. `nil` if there are sums.
  func broadcastShapes(for inputs: [Shape]) -> [Shape]? {
    let (left, right) = (inputs[0], inputs[1])
    guard left[transposesLeft ? -2 : -1] == 1 else { return nil }
    return [
      Shape(left.sizes.dropLast(2) + [left[transposesLeft ? -1 : -2], 1]),
      Shape(right.sizes.dropLast(2) + [1, right[transposesRight ? -2 : -1]]),
    ]
  }

  func arithmeticCount(for inputs: [Shape], output: Shape) -> Double? {
    2 * Double(output.count) * Double(inputs[0][transposesLeft ? -2 : -1])
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (left, right) = factors(upstream, inputs)
    return [left.summed(to: inputs[0].shape), right.summed(to: inputs[1].shape)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let (left, right) = factors(upstreams, inputs)
    return [left.stackedSummed(to: inputs[0].shape), right.stackedSummed(to: inputs[1].shape)]
  }

  /// The gradients of both sides, before those of a side's copies are added up.
  private func factors(_ upstream: Tensor, _ inputs: [Tensor]) -> (Tensor, Tensor) {
    let (a, b) = (inputs[0], inputs[1])
    if !transposesLeft, transposesRight, a.shape.rank == 2, b.shape.rank == 2,
      let left = upstream.gatheredProduct(with: b, transposed: false)
    {
      let right =
        upstream.gatheredProduct(with: a, transposed: true)
        ?? upstream.product(with: a, true, false)
      return (left, right)
    }
    let left =
      transposesLeft
      ? b.product(with: upstream, transposesRight, true)
      : upstream.productOfRows(with: b, !transposesRight)
    let right =
      transposesRight
      ? upstream.product(with: a, true, transposesLeft)
      : a.product(with: upstream, !transposesLeft, false)
    return (left, right)
  }
}

extension Tensor {
  /// The matrix product: `[…, m, k]` with `[k, n]`, `[m, k]` with `[…, k, n]`, or as many with as many.
  ///
  /// A `transposed` side is read as it lies, without a copy.
  public func matmul(_ other: Tensor) -> Tensor {
    if shape.rank > 2, other.shape.rank == 2 {
      let rows = shape.sizes.dropLast().reduce(1, *)
      let product = reshaped(to: [rows, shape[-1]]).matmul(other)
      return product.reshaped(to: Shape(shape.sizes.dropLast() + [other.shape[-1]]))
    }
    let (left, isLeftTransposed) = withoutTransposition
    let (right, isRightTransposed) = other.withoutTransposition
    return left.product(with: right, isLeftTransposed, isRightTransposed)
  }

  fileprivate func product(
    with other: Tensor, _ transposesLeft: Bool, _ transposesRight: Bool
  ) -> Tensor {
    .applying(
      MatrixProduct(transposesLeft: transposesLeft, transposesRight: transposesRight), self, other)
  }

  /// The product of all rows with one matrix, as one product; or of as many matrices.
  fileprivate func productOfRows(with other: Tensor, _ transposesRight: Bool) -> Tensor {
    guard shape.rank > 2, other.shape.rank == 2 else {
      return product(with: other, false, transposesRight)
    }
    let rows = shape.sizes.dropLast().reduce(1, *)
    let product = reshaped(to: [rows, shape[-1]]).product(with: other, false, transposesRight)
    return product.reshaped(to: Shape(shape.sizes.dropLast() + [product.shape[-1]]))
  }

  private var withoutTransposition: (Tensor, Bool) {
    if let operation, operation is Transpose { return (inputs[0], true) }
    return (self, false)
  }
}
