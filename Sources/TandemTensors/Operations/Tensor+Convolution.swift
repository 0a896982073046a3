extension Tensor {
  /// A convolution: each output is a weighted sum of the numbers that the kernel covers.
  /// - Parameters:
  ///   - weights: `[outputs, channels / groups, rows, columns]`.
  ///   - bias: `[outputs]`, or none.
  ///   - window: How the kernel moves.
  /// - Returns: `[batch, outputs, height, width]`.
  /// - Throws: `ShapeError`, unless this is `[batch, channels, height, width]` and all fits.
  public func convolved(
    with weights: Tensor, bias: Tensor? = nil, _ window: ConvolutionWindow
  ) throws -> Tensor {
    try Tensor(Convolution(window: window), [self, weights] + (bias.map { [$0] } ?? []))
  }

  /// A transposed convolution: the gradient of a convolution by its input, with the same weights.
  /// - Parameters:
  ///   - weights: `[channels, outputs / groups, rows, columns]`.
  ///   - bias: `[outputs]`, or none.
  ///   - window: How the kernel of the convolution moves.
  ///   - size: Height and width of the result, which the convolution makes this tensor's of.
  /// - Returns: `[batch, outputs, size…]`.
  /// - Throws: `ShapeError`, unless this is `[batch, channels, height, width]` and all fits.
  public func convolvedTransposed(
    with weights: Tensor, bias: Tensor? = nil, _ window: ConvolutionWindow, size: [Int]
  ) throws -> Tensor {
    try Tensor(
      TransposedConvolution(window: window, size: size),
      [self, weights] + (bias.map { [$0] } ?? []))
  }

  /// The gradients of this tensor's convolution by its weights and bias.
  func convolutionGradients(
    _ upstream: Tensor, _ window: ConvolutionWindow, weightShape: Shape, hasBias: Bool
  ) throws -> (weight: Tensor, bias: Tensor?) {
    let operation = ConvolutionWeightGradient(
      window: window, weightShape: weightShape, hasBias: hasBias)
    return try Tensor(operation, [self, upstream])
      .convolutionParameters(weightShape, hasBias: hasBias)
  }

  /// Weights and bias that lie one behind the other.
  func convolutionParameters(
    _ weightShape: Shape, hasBias: Bool
  ) -> (weight: Tensor, bias: Tensor?) {
    let count = weightShape.count
    let bias = hasBias ? slice(along: 0, from: count, to: count + weightShape[0]) : nil
    return (slice(along: 0, from: 0, to: count).reshaped(to: weightShape), bias)
  }

  /// What `body` makes of K batches of images, taken as one K times larger: `[K, batch, …]` to the same.
  func mapStackedImages(_ body: (Tensor) throws -> Tensor) rethrows -> Tensor {
    let (count, batch) = (shape[0], shape[1])
    let images = try body(reshaped(to: Shape([count * batch] + shape.sizes.dropFirst(2))))
    return images.reshaped(to: Shape([count, batch] + images.shape.sizes.dropFirst()))
  }
}
