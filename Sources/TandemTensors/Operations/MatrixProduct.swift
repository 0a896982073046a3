/// The product of two matrices, either of which may be read transposed.
///
/// Shapes: `[batch…, m, k]` and `[batch…, k, n] → [batch…, m, n]`, before any transposing.
struct MatrixProduct: Operation {
  var transposesLeft = false
  var transposesRight = false
  let name = "matmul"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let (left, right) = (inputs[0], inputs[1])
    guard left.rank >= 2, left.rank == right.rank,
      left.sizes.dropLast(2) == right.sizes.dropLast(2),
      left[transposesLeft ? -2 : -1] == right[transposesRight ? -1 : -2]
    else {
      throw ShapeError(operation: name, expected: "matrices that can be multiplied", actual: inputs)
    }
    let size = [left[transposesLeft ? -1 : -2], right[transposesRight ? -2 : -1]]
    return Shape(left.sizes.dropLast(2) + size)
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let (left, right) = (inputs[0].shape, inputs[1].shape)
    let (rows, columns) = (output.shape[-2], output.shape[-1])
    let inner = left[transposesLeft ? -2 : -1]
    guard output.count > 0 else { return }
    multiply(
      Matrix(inputs[0].pointer, columnCount: left[-1], isTransposed: transposesLeft),
      Matrix(inputs[1].pointer, columnCount: right[-1], isTransposed: transposesRight),
      into: output.pointer, size: ProductSize(rows: rows, columns: columns, inner: inner),
      batch: ProductBatch(
        count: output.count / (rows * columns), leftStride: rows * inner,
        rightStride: inner * columns, resultStride: rows * columns))
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (a, b) = (inputs[0], inputs[1])
    let left =
      transposesLeft
      ? b.product(with: upstream, transposesRight, true)
      : upstream.product(with: b, false, !transposesRight)
    let right =
      transposesRight
      ? upstream.product(with: a, true, transposesLeft)
      : a.product(with: upstream, !transposesLeft, false)
    return [left, right]
  }
}

extension Tensor {
  /// The matrix product: `[…, m, k]` with `[k, n]`, or with as many matrices `[…, k, n]`.
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

  private var withoutTransposition: (Tensor, Bool) {
    if let operation, operation is Transpose { return (inputs[0], true) }
    return (self, false)
  }
}
