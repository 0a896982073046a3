/// Images made larger by whole factors: each number repeated, or mixed with its neighbours.
///
/// Shapes: `[batch, channels, height, width] → [batch, channels, rows · height, columns · width]`.
/// Linear, the middles of the corner numbers are not moved to the corners (PyTorch's
/// `align_corners=False`).
struct Upsample: Operation {
  let factors: Upsampling.Factors
  let isLinear: Bool
  let name = "upsample"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0].rank == 4 else {
      throw ShapeError(
        operation: name, expected: "images shaped [batch, channels, height, width]", actual: inputs)
    }
    var shape = inputs[0]
    shape.sizes[2] *= factors.rows
    shape.sizes[3] *= factors.columns
    return shape
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    run(small: inputs[0].shape, inputs[0], into: output, isGradient: false)
  }

  fileprivate func run(
    small shape: Shape, _ input: Operand, into output: Operand, isGradient: Bool
  ) {
    Upsampling(
      factors: factors, isLinear: isLinear, size: (shape[2], shape[3]),
      planeCount: shape[0] * shape[1], isGradient: isGradient,
      source: UnsafePointer(input.pointer), result: output.pointer
    ).compute()
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(UpsampleGradient(upsample: self), upstream)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [try upstreams.mapStackedImages { try Tensor(UpsampleGradient(upsample: self), [$0]) }]
  }
}

/// The numbers of large images added up into small ones: the gradient of `Upsample`.
struct UpsampleGradient: Operation {
  let upsample: Upsample
  let name = "upsample_gradient"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let factors = upsample.factors
    guard inputs[0].rank == 4, inputs[0][2] % factors.rows == 0,
      inputs[0][3] % factors.columns == 0
    else {
      throw ShapeError(operation: name, expected: "images that were upsampled", actual: inputs)
    }
    var shape = inputs[0]
    shape.sizes[2] /= factors.rows
    shape.sizes[3] /= factors.columns
    return shape
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    upsample.run(small: output.shape, inputs[0], into: output, isGradient: true)
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(upsample, upstream)]
  }
}

extension Tensor {
  /// Images made larger by whole factors.
  /// - Parameters:
  ///   - factors: How much larger, along height and width.
  ///   - isLinear: Whether numbers are mixed with their neighbours' instead of repeated.
  /// - Returns: `[batch, channels, height, width]`.
  /// - Throws: `ShapeError`, unless this is `[batch, channels, height, width]`.
  public func upsampled(by factors: (rows: Int, columns: Int), isLinear: Bool) throws -> Tensor {
    let factors = Upsampling.Factors(rows: factors.rows, columns: factors.columns)
    return try Tensor(Upsample(factors: factors, isLinear: isLinear), [self])
  }
}
