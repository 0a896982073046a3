// Pools over images `[batch, channels, height, width]`. The largest numbers' places are found anew where
// they are needed: that reads the images once more, where remembered places would be written and read.

/// The largest number of each window.
///
/// Shapes: `[batch, channels, height, width] → [batch, channels, rows, columns]`. Padding is never the
/// largest. A number that is none (NaN) is the largest of its window.
struct MaximumPool: Operation {
  let window: PoolWindow
  let name = "max_pool"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    try window.outputShape(for: inputs[0], name)
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    Pooling(
      .maximum, window, images: inputs[0].shape, pooled: output.shape, inputs, into: output
    ).compute()
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(MaximumScatter(window: window), inputs[0], upstream)]
  }
}

/// Each number put where the largest number of its window lies among images: the gradient of a max pool.
///
/// Shapes: images and `[batch, channels, rows, columns] →` the shape of the images. Of equal numbers the
/// first is the largest. The choice of the largest has no gradient.
struct MaximumScatter: Operation {
  let window: PoolWindow
  let name = "max_pool_scatter"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard try window.outputShape(for: inputs[0], name) == inputs[1] else {
      throw ShapeError(operation: name, expected: "a number for each window", actual: inputs)
    }
    return inputs[0]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    Pooling(
      .scatter, window, images: inputs[0].shape, pooled: inputs[1].shape, inputs, into: output
    ).compute()
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [nil, .applying(MaximumGather(window: window), inputs[0], upstream)]
  }
}

/// The numbers of a second tensor that lie where the largest numbers of images do.
///
/// Shapes: images and a tensor in their shape `→ [batch, channels, rows, columns]`.
struct MaximumGather: Operation {
  let window: PoolWindow
  let name = "max_pool_gather"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0] == inputs[1] else {
      throw ShapeError(operation: name, expected: "two tensors of one shape", actual: inputs)
    }
    return try window.outputShape(for: inputs[0], name)
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    Pooling(
      .gather, window, images: inputs[0].shape, pooled: output.shape, inputs, into: output
    ).compute()
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [nil, .applying(MaximumScatter(window: window), inputs[0], upstream)]
  }
}

/// The mean over each window; padding counts as zeros.
///
/// Shapes: `[batch, channels, height, width] → [batch, channels, rows, columns]`.
struct MeanPool: Operation {
  let window: PoolWindow
  let name = "avg_pool"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    try window.outputShape(for: inputs[0], name)
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    Pooling(
      .mean, window, images: inputs[0].shape, pooled: output.shape, inputs, into: output
    ).compute()
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(MeanSpread(window: window, imageShape: inputs[0].shape), upstream)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    var images = inputs[0].shape
    images.sizes[0] *= upstreams.shape[0]
    let spread = MeanSpread(window: window, imageShape: images)
    return [try upstreams.mapStackedImages { try Tensor(spread, [$0]) }]
  }
}

/// Each number shared out evenly among its window: the gradient of an average pool.
///
/// Shapes: `[batch, channels, rows, columns] → imageShape`.
struct MeanSpread: Operation {
  let window: PoolWindow
  let imageShape: Shape
  let name = "avg_pool_spread"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard try window.outputShape(for: imageShape, name) == inputs[0] else {
      throw ShapeError(operation: name, expected: "a number for each window", actual: inputs)
    }
    return imageShape
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    Pooling(
      .spread, window, images: imageShape, pooled: inputs[0].shape, inputs, into: output
    ).compute()
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(MeanPool(window: window), upstream)]
  }
}

extension Tensor {
  /// The largest number of each window of images.
  /// - Parameter window: The window; its padding is at most half its size.
  /// - Returns: `[batch, channels, rows, columns]`.
  /// - Throws: `ShapeError`, unless this is `[batch, channels, height, width]` and the window fits.
  public func maximumPooled(_ window: PoolWindow) throws -> Tensor {
    try Tensor(MaximumPool(window: window), [self])
  }

  /// The mean over each window of images; padding counts as zeros.
  /// - Parameter window: The window.
  /// - Returns: `[batch, channels, rows, columns]`.
  /// - Throws: `ShapeError`, unless this is `[batch, channels, height, width]` and the window fits.
  public func meanPooled(_ window: PoolWindow) throws -> Tensor {
    try Tensor(MeanPool(window: window), [self])
  }
}
