/// `exp(xᵢ) / Σⱼ exp(xⱼ)` over the last dimension.
struct Softmax: Operation {
  let name = "softmax"

  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape { try inputs[0].requireRows(for: name) }

  // The largest is taken off first: no number overflows.
  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    forEachRow(inputs[0], output) { x, y, count in
      let largest = largestNumber(x, count: count)
      for i in 0..<count { y[i] = exponential(x[i] - largest) }
      let scale = 1 / sumOfNumbers(y, count: count)
      for i in 0..<count { y[i] *= scale }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let product = upstream * output
    return [product - output * product.sum(over: [-1], keepingDimensions: true)]
  }
}

/// `xᵢ − log Σⱼ exp(xⱼ)` over the last dimension.
struct LogSoftmax: Operation {
  let name = "log softmax"

  func outputShape(for inputs: [Shape]) throws -> Shape { try inputs[0].requireRows(for: name) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    forEachRow(inputs[0], output) { x, y, count in
      let largest = largestNumber(x, count: count)
      for i in 0..<count { y[i] = exponential(x[i] - largest) }
      let logarithm = naturalLogarithm(sumOfNumbers(y, count: count)) + largest
      for i in 0..<count { y[i] = x[i] - logarithm }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [upstream - output.exp() * upstream.sum(over: [-1], keepingDimensions: true)]
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

private func largestNumber(_ x: UnsafePointer<Float>, count: Int) -> Float {
  var largest = x[0]
  for i in 1..<max(count, 1) where i < count { largest = max(largest, x[i]) }
  return largest
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
