/// `exp(xᵢ) / Σⱼ exp(xⱼ)` over the last dimension.
struct Softmax: Operation {
  let name = "softmax"

  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape { try inputs[0].requireRows(for: name) }

  // The largest is taken off first: no number overflows.
  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    forEachRow(inputs[0], output) { x, y, count in
      let largest = largestNumber(x, count: count)
      mapNumbers(x, into: y, count: count) { exponential($0 - largest) }
      let scale = 1 / sumOfNumbers(y, count: count)
      mapNumbers(y, into: y, count: count) { $0 * scale }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let product = upstream * output
    return [product - output * product.sum(over: [-1], keepingDimensions: true)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    try pullback(upstreams, inputs: inputs, output: output)
  }
}

/// `xᵢ − log Σⱼ exp(xⱼ)` over the last dimension.
struct LogSoftmax: Operation {
  let name = "log softmax"

  func outputShape(for inputs: [Shape]) throws -> Shape { try inputs[0].requireRows(for: name) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    forEachRow(inputs[0], output) { x, y, count in
      let largest = largestNumber(x, count: count)
      mapNumbers(x, into: y, count: count) { exponential($0 - largest) }
      let logarithm = naturalLogarithm(sumOfNumbers(y, count: count)) + largest
      mapNumbers(x, into: y, count: count) { $0 - logarithm }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [upstream - output.exp() * upstream.sum(over: [-1], keepingDimensions: true)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    try pullback(upstreams, inputs: inputs, output: output)
  }
}

private func forEachRow(
  _ input: Operand, _ output: Operand,
  _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) {
  let count = input.shape[-1]
  guard count > 0 else { return }
  for start in stride(from: 0, to: input.count, by: count) {
    body(input.pointer + start, output.pointer + start, count)
  }
}

extension Shape {
  fileprivate func requireRows(for operation: String) throws -> Shape {
    guard rank > 0 else {
      throw ShapeError(operation: operation, expected: "at least 1 dimension", actual: [self])
    }
    return self
  }
}

extension Tensor {
  /// `exp(xᵢ) / Σⱼ exp(xⱼ)` over the last dimension.
  public func softmax() -> Tensor { .applying(Softmax(), self) }

  /// The logarithm of the softmax over the last dimension, exact where a softmax would be 0.
  public func logSoftmax() -> Tensor { .applying(LogSoftmax(), self) }
}
