// Reductions and softmaxes, whose dimensions are counted from the last or move by one.

extension Sum {
  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [upstreams.broadcast(to: Shape([upstreams.shape[0]] + inputs[0].shape.sizes))]
  }
}

extension Maximum {
  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    try pullback(upstreams, inputs: inputs, output: output)
  }
}

extension Softmax {
  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [.applying(SoftmaxGradient(), upstreams, output.broadcast(to: upstreams.shape))]
  }
}

extension LogSoftmax {
  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [.applying(LogSoftmaxGradient(), upstreams, output.broadcast(to: upstreams.shape))]
  }
}

extension Permute {
  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    var inverse = order
    for (dimension, source) in order.enumerated() { inverse[source] = dimension }
    return [upstreams.permuted([0] + inverse.map { $0 + 1 })]
  }
}
