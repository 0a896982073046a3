// A convolution and its two gradients, which are each other's: whatever is derived, and however often,
// is one of the three.

/// A convolution: `y[n, o, i] = bₒ + Σ w[o, c, k] · x[n, c, i · stride − padding + k · dilation]`.
///
/// Shapes: `[batch, channels, height, width]`, weights `[outputs, channels / groups, rows, columns]` and,
/// if there is a bias, `[outputs] → [batch, outputs, height, width]`.
struct Convolution: Operation {
  let window: ConvolutionWindow
  let name = "conv"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let (x, weights) = (inputs[0], inputs[1])
    try window.check(x, weights, inputs.dropFirst(2).first, outputs: 0, for: name, inputs)
    guard x[1] == weights[1] * window.groupCount else {
      throw ShapeError(
        operation: name, expected: "\(weights[1] * window.groupCount) channels", actual: inputs)
    }
    let size = [
      window.rows.placeCount(in: x[2], of: weights[2]),
      window.columns.placeCount(in: x[3], of: weights[3]),
    ]
    guard size[0] > 0, size[1] > 0 else {
      throw ShapeError(
        operation: name, expected: "images at least as large as the kernel", actual: inputs)
    }
    return Shape([x[0], weights[0]] + size)
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    window.correlate(
      inputs[0], with: inputs[1], bias: inputs.count > 2 ? inputs[2] : nil, into: output,
      isTransposed: false)
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (x, weights) = (inputs[0], inputs[1])
    let hasBias = inputs.count > 2
    let input = try upstream.convolvedTransposed(
      with: weights, window, size: Array(x.shape.sizes.suffix(2)))
    let parameters = try x.convolutionGradients(
      upstream, window, weightShape: weights.shape, hasBias: hasBias)
    return hasBias ? [input, parameters.weight, parameters.bias] : [input, parameters.weight]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let (x, weights) = (inputs[0], inputs[1])
    let hasBias = inputs.count > 2
    let input = try upstreams.mapStackedImages {
      try $0.convolvedTransposed(with: weights, window, size: Array(x.shape.sizes.suffix(2)))
    }
    let parameters = try (0..<upstreams.shape[0]).map { index in
      try x.convolutionGradients(
        upstreams.part(index), window, weightShape: weights.shape, hasBias: hasBias)
    }
    let weight = Tensor.stacked(parameters.map(\.weight))
    return hasBias ? [input, weight, .stacked(parameters.compactMap(\.bias))] : [input, weight]
  }
}

/// A transposed convolution, the gradient of a convolution by its input: the images whose convolution the
/// numbers would be are added up from kernels weighed by the numbers.
///
/// Shapes: `[batch, inputs, height, width]`, weights `[inputs, outputs / groups, rows, columns]` and, if
/// there is a bias, `[outputs] → [batch, outputs, size…]`, `size` being one that the convolution would
/// make `height` and `width` of.
struct TransposedConvolution: Operation {
  let window: ConvolutionWindow
  let size: [Int]
  let name = "conv_transpose"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let (x, weights) = (inputs[0], inputs[1])
    try window.check(x, weights, inputs.dropFirst(2).first, outputs: 1, for: name, inputs)
    guard x[1] == weights[0], size.count == 2 else {
      throw ShapeError(operation: name, expected: "\(weights[0]) channels", actual: inputs)
    }
    guard window.rows.placeCount(in: size[0], of: weights[2]) == x[2],
      window.columns.placeCount(in: size[1], of: weights[3]) == x[3]
    else {
      throw ShapeError(
        operation: name, expected: "what a convolution makes of \(size)", actual: inputs)
    }
    return Shape([x[0], weights[1] * window.groupCount] + size)
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    window.correlate(
      inputs[0], with: inputs[1], bias: inputs.count > 2 ? inputs[2] : nil, into: output,
      isTransposed: true)
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (x, weights) = (inputs[0], inputs[1])
    let input = try upstream.convolved(with: weights, window)
    let weight = try upstream.convolutionGradients(
      x, window, weightShape: weights.shape, hasBias: false
    ).weight
    guard inputs.count > 2 else { return [input, weight] }
    return [input, weight, upstream.sum(over: [0, 2, 3])]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let (x, weights) = (inputs[0], inputs[1])
    let input = try upstreams.mapStackedImages { try $0.convolved(with: weights, window) }
    let gradients = try (0..<upstreams.shape[0]).map { index in
      try upstreams.part(index).convolutionGradients(
        x, window, weightShape: weights.shape, hasBias: false
      ).weight
    }
    guard inputs.count > 2 else { return [input, .stacked(gradients)] }
    return [input, .stacked(gradients), upstreams.sum(over: [1, 3, 4])]
  }
}

/// The gradients of a convolution by its weights and bias, one behind the other in one list.
///
/// Shapes: `[batch, channels, height, width]` and the upstream gradient `[batch, outputs, height, width] →
/// [outputs · channels / groups · rows · columns]`, and `outputs` more if there is a bias.
struct ConvolutionWeightGradient: Operation {
  let window: ConvolutionWindow
  let weightShape: Shape
  let hasBias: Bool
  let name = "conv_weight_gradient"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let expected = try Convolution(window: window).outputShape(for: [inputs[0], weightShape])
    guard inputs[1] == expected else {
      throw ShapeError(
        operation: name, expected: "a gradient shaped \(expected)", actual: inputs)
    }
    return [weightShape.count + (hasBias ? weightShape[0] : 0)]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    guard output.count > 0 else { return }
    WeightGradientSums(
      window, kernel: (weightShape[2], weightShape[3]), hasBias: hasBias, source: inputs[0],
      upstream: inputs[1], result: output
    ).compute()
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (x, gradient) = (inputs[0], inputs[1])
    let (weights, bias) = upstream.convolutionParameters(weightShape, hasBias: hasBias)
    return [
      try gradient.convolvedTransposed(
        with: weights, window, size: Array(x.shape.sizes.suffix(2))),
      try x.convolved(with: weights, bias: bias, window),
    ]
  }
}

extension ConvolutionWindow {
  /// Checks what a convolution and a transposed one have in common.
  fileprivate func check(
    _ x: Shape, _ weights: Shape, _ bias: Shape?, outputs: Int, for name: String, _ inputs: [Shape]
  ) throws {
    guard x.rank == 4, weights.rank == 4 else {
      throw ShapeError(
        operation: name, expected: "images shaped [batch, channels, height, width]", actual: inputs)
    }
    let outputCount = outputs == 0 ? weights[0] : weights[1] * groupCount
    guard groupCount > 0, weights[0] % groupCount == 0, weights.sizes[1...].allSatisfy({ $0 > 0 })
    else {
      throw ShapeError(
        operation: name, expected: "weights for \(groupCount) groups", actual: inputs)
    }
    guard bias == nil || bias == [outputCount] else {
      throw ShapeError(
        operation: name, expected: "a bias for each output channel", actual: inputs)
    }
  }

  fileprivate func correlate(
    _ source: Operand, with weights: Operand, bias: Operand?, into result: Operand,
    isTransposed: Bool
  ) {
    guard result.count > 0 else { return }
    func axis(_ window: Axis, _ dimension: Int) -> CorrelationAxis {
      CorrelationAxis(
        window: window, kernelSize: weights.shape[dimension], sourceSize: source.shape[dimension],
        resultSize: result.shape[dimension], isTransposed: isTransposed)
    }
    Correlation(
      rows: axis(rows, 2), columns: axis(columns, 3), groupCount: groupCount, source: source,
      weights: weights, bias: bias, result: result
    ).compute()
  }
}
