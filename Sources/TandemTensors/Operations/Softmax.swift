internal import CVectorKernels

/// `exp(xᵢ) / Σⱼ exp(xⱼ)` over the last dimension.
struct Softmax: Operation {
  let name = "softmax"

  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape { try inputs[0].requireRows(for: name) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    mapRows(inputs[0], inputs[0], output, cost: 8) { x, _, rowCount, count, y in
      vk_softmax(x, rowCount, count, y)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(SoftmaxGradient(), upstream, output)]
  }
}

/// `s (u − Σ u s)` over the last dimension: the gradient u that reaches a softmax, pulled back by its
/// result s.
struct SoftmaxGradient: Operation {
  let name = "softmax gradient"

  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape { try inputs.requireOneShape(for: name) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    mapRows(inputs[0], inputs[1], output, cost: 2) { u, s, rowCount, count, y in
      vk_softmax_gradient(u, s, rowCount, count, y)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (u, s) = (inputs[0], inputs[1])
    let mean = (u * s).sum(over: [-1], keepingDimensions: true)
    let other = (upstream * s).sum(over: [-1], keepingDimensions: true)
    return [.applying(self, upstream, s), upstream * (u - mean) - u * other]
  }
}

/// `xᵢ − log Σⱼ exp(xⱼ)` over the last dimension.
struct LogSoftmax: Operation {
  let name = "log softmax"

  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape { try inputs[0].requireRows(for: name) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    mapRows(inputs[0], inputs[0], output, cost: 8) { x, _, rowCount, count, y in
      vk_log_softmax(x, rowCount, count, y)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(LogSoftmaxGradient(), upstream, output)]
  }
}

/// `u − exp(l) Σ u` over the last dimension: the gradient u that reaches a log softmax, pulled back by
/// its result l.
struct LogSoftmaxGradient: Operation {
  let name = "log softmax gradient"

  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape { try inputs.requireOneShape(for: name) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    mapRows(inputs[0], inputs[1], output, cost: 8) { u, l, rowCount, count, y in
      vk_log_softmax_gradient(u, l, rowCount, count, y)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let softmax = inputs[1].exp()
    let product = upstream * softmax
    let sum = inputs[0].sum(over: [-1], keepingDimensions: true)
    return [
      upstream - product.sum(over: [-1], keepingDimensions: true), -(product * sum),
    ]
  }
}

private func mapRows(
  _ a: Operand, _ b: Operand, _ output: Operand, cost: Int, _ kernel: @escaping RowPieces.Kernel
) {
  let count = output.shape[-1]
  guard output.count > 0 else { return }
  RowPieces(
    a.pointer, b.pointer, into: output.pointer, rowCount: output.count / count, count: count,
    resultCount: count, cost: cost, kernel
  ).run()
}

extension Shape {
  fileprivate func requireRows(for operation: String) throws -> Shape {
    guard rank > 0 else {
      throw ShapeError(operation: operation, expected: "at least 1 dimension", actual: [self])
    }
    return self
  }
}

extension [Shape] {
  fileprivate func requireOneShape(for operation: String) throws -> Shape {
    guard count == 2, self[0] == self[1] else {
      throw ShapeError(operation: operation, expected: "two tensors of one shape", actual: self)
    }
    return try self[0].requireRows(for: operation)
  }
}

extension Tensor {
  /// `exp(xᵢ) / Σⱼ exp(xⱼ)` over the last dimension.
  public func softmax() -> Tensor { .applying(Softmax(), self) }

  /// The logarithm of the softmax over the last dimension, exact where a softmax would be 0.
  public func logSoftmax() -> Tensor { .applying(LogSoftmax(), self) }
}
