internal import CVectorKernels

/// The same numbers in another shape.
struct Reshape: Operation {
  let shape: Shape
  let name = "reshape"

  func viewOffset(in inputs: [Shape]) -> Int? { 0 }

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0].count == shape.count else {
      throw ShapeError(
        operation: name, expected: "\(shape.count) numbers for \(shape)", actual: inputs)
    }
    return shape
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    output.pointer.update(from: inputs[0].pointer, count: output.count)
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [upstream.reshaped(to: inputs[0].shape)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [upstreams.reshaped(to: Shape([upstreams.shape[0]] + inputs[0].shape.sizes))]
  }
}

/// Numbers repeated to fill a larger shape.
struct Broadcast: ElementwiseOperation {
  let shape: Shape
  let name = "broadcast"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0].broadcast(with: shape) == shape else {
      throw ShapeError(
        operation: name, expected: "a shape that can be repeated to \(shape)", actual: inputs)
    }
    return shape
  }

  var instruction: ElementwiseInstruction { .init(opcode: .copy) }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [upstream.summed(to: inputs[0].shape)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [upstreams.stackedSummed(to: inputs[0].shape)]
  }
}

/// The last two dimensions exchanged.
struct Transpose: Operation {
  let name = "transpose"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0].rank >= 2 else {
      throw ShapeError(operation: name, expected: "at least 2 dimensions", actual: inputs)
    }
    var shape = inputs[0]
    shape.sizes.swapAt(shape.rank - 1, shape.rank - 2)
    return shape
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let shape = inputs[0].shape
    let (rows, columns) = (shape[-2], shape[-1])
    guard output.count > 0 else { return }
    for matrix in 0..<output.count / (rows * columns) {
      let start = matrix * rows * columns
      vk_pack_transposed(
        inputs[0].pointer + start, columns, columns, rows, output.pointer + start)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [upstream.transposed]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [upstreams.transposed]
  }
}

extension Tensor {
  /// The same numbers in a shape that holds as many.
  public func reshaped(to shape: Shape) -> Tensor {
    shape == self.shape ? self : .applying(Reshape(shape: shape), self)
  }

  /// The tensor whose numbers these are, in another shape; itself if it is no reshape.
  package var reshapedFrom: Tensor {
    operation is Reshape ? inputs[0].reshapedFrom : self
  }

  /// Its numbers repeated to fill a larger shape, as NumPy broadcasts.
  public func broadcast(to shape: Shape) -> Tensor {
    shape == self.shape ? self : .applying(Broadcast(shape: shape), self)
  }

  /// The last two dimensions exchanged; a product with it reads the original without copying.
  public var transposed: Tensor {
    if let operation, operation is Transpose { return inputs[0] }
    return .applying(Transpose(), self)
  }
}
