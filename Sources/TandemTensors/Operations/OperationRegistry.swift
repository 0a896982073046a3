/// An operation at work on inputs of given shapes: what the laws of operations are tried on.
package struct OperationExample: Sendable {
  package var name: String
  /// The shapes of the inputs.
  package var shapes: [Shape]
  /// The numbers from which inputs may be drawn.
  package var domain: ClosedRange<Float>
  /// Inputs that are positions: whole numbers from 0 to below this; the last input is one.
  package var positionCount: Int?
  package var apply: @Sendable ([Tensor]) -> Tensor

  init(
    _ name: String, _ shapes: [Shape], in domain: ClosedRange<Float> = -2...2,
    positionCount: Int? = nil, _ apply: @escaping @Sendable ([Tensor]) -> Tensor
  ) {
    self.name = name
    self.shapes = shapes
    self.domain = domain
    self.positionCount = positionCount
    self.apply = apply
  }
}

/// The operations, each by a line with an example; tests try every law on every one of them.
package enum Operations {
  package static let all: [OperationExample] =
    elementwise + slopes + mixing + pairwise + rearranging + combining + attending + onImages

  private static let elementwise: [OperationExample] = [
    .init("exp", [[3, 5]]) { $0[0].exp() },
    .init("log", [[3, 5]], in: 0.2...3) { $0[0].log() },
    .init("softplus", [[3, 5]]) { $0[0].softplus() },
    .init("square", [[3, 5]]) { $0[0].square() },
    .init("sqrt", [[3, 5]], in: 0.2...3) { $0[0].sqrt() },
    .init("power", [[3, 5]], in: 0.3...2) { $0[0].power(2.5) },
    .init("reciprocal", [[3, 5]], in: 0.4...2) { 3 / $0[0] },
    .init("relu", [[3, 5]]) { $0[0].relu() },
    .init("tanh", [[3, 5]]) { $0[0].tanh() },
    .init("sigmoid", [[3, 5]]) { $0[0].sigmoid() },
    .init("gelu", [[3, 5]]) { $0[0].gelu() },
    .init("silu", [[3, 5]]) { $0[0].silu() },
    .init("leaky relu", [[3, 5]]) { $0[0].leakyRelu(slope: 0.2) },
    .init("elu", [[3, 5]]) { $0[0].elu(scale: 1.5) },
    .init("erf", [[3, 5]]) { $0[0].erf() },
    .init("abs", [[3, 5]]) { $0[0].abs() },
    .init("sign", [[3, 5]]) { $0[0].sign() },
    .init("clamp", [[3, 5]]) { $0[0].clamped(to: -1...0.5) },
    .init("scale", [[3, 5]]) { $0[0].scaled(by: 1.5, plus: -0.25) },
    .init("dropout", [[3, 5]]) { $0[0].dropout(rate: 0.4, seed: 1, stream: 2) },
  ]

  private static let slopes: [OperationExample] = [
    .init("softplus gradient", [[3, 5], [3, 5]]) { .applying(SoftplusGradient(), $0[0], $0[1]) },
    .init("tanh gradient", [[3, 5], [3, 5]]) { .applying(TanhGradient(), $0[0], $0[1]) },
    .init("sigmoid gradient", [[3, 5], [3, 5]]) { .applying(SigmoidGradient(), $0[0], $0[1]) },
    .init("gelu gradient", [[3, 5], [3, 5]]) { .applying(GeluGradient(), $0[0], $0[1]) },
    .init("silu gradient", [[3, 5], [3, 5]]) { .applying(SiluGradient(), $0[0], $0[1]) },
    .init("elu gradient", [[3, 5], [3, 5]]) { .applying(EluGradient(scale: 1.5), $0[0], $0[1]) },
    .init("leaky gate", [[3, 5], [3, 5]]) { .applying(LeakyGate(slope: 0.2), $0[0], $0[1]) },
  ]

  private static let mixing: [OperationExample] = [
    .init("mix", [[3, 2], [3, 5], [3, 5]]) { .mixture(of: Array($0[1...]), by: $0[0]) },
    .init("mix", [[3, 3], [3, 70], [3, 70], [3, 70]]) {
      .mixture(of: Array($0[1...]), by: $0[0])
    },
    .init("mixture products", [[3, 5], [3, 5], [3, 5]]) {
      .applying(MixtureProducts(), $0[0], $0[1], $0[2])
    },
  ]

  private static let pairwise: [OperationExample] = [
    .init("add", [[3, 5], [3, 5]]) { $0[0] + $0[1] },
    .init("add", [[2, 3, 5], [3, 1]]) { $0[0] + $0[1] },
    .init("subtract", [[5], [3, 5]]) { $0[0] - $0[1] },
    .init("multiply", [[3, 1], [3, 5]]) { $0[0] * $0[1] },
    .init("multiply", [[3, 1], [5]]) { $0[0] * $0[1] },
    .init("multiply scaled", [[3, 5], [5]]) { .applying(MultiplyScaled(scale: 3), $0[0], $0[1]) },
    .init("divide", [[3, 5], [5]], in: 0.5...2) { $0[0] / $0[1] },
    .init("greater", [[3, 5], [5]]) { $0[0].greater(than: $0[1]) },
    .init("equal", [[3, 5], [5]]) { $0[0].equal(to: $0[1]) },
    .init("gate", [[3, 5], [3, 5]]) { $0[0].passed(where: $0[1]) },
    .init("gate closed", [[3, 5], [3, 1]]) { $0[0].stopped(where: $0[1]) },
    .init("where", [[3, 5], [3, 5], [5]]) { $0[0].where(mask: $0[1], otherwise: $0[2]) },
  ]

  private static let rearranging: [OperationExample] = [
    .init("reshape", [[2, 3, 4]]) { $0[0].reshaped(to: [4, 6]) },
    .init("broadcast", [[3, 1]]) { $0[0].broadcast(to: [2, 3, 4]) },
    .init("transpose", [[2, 3, 4]]) { $0[0].transposed },
    .init("concatenate", [[2, 3], [2, 1]]) { .concatenated($0, along: 1) },
    .init("stack", [[2, 3], [2, 3]]) { .stacked($0, along: -1) },
    .init("slice", [[3, 5, 2]]) { $0[0].slice(along: 1, from: 1, to: 4) },
    .init("pad", [[3, 2]]) { .applying(Pad(dimension: 1, start: 1, size: 4), $0[0]) },
    .init("pick", [[4, 5], [4, 1]], positionCount: 5) { $0[0].picking($0[1]) },
    .init("place", [[4, 1], [4, 1]], positionCount: 3) { .applying(Place(count: 3), $0[0], $0[1]) },
  ]

  private static let combining: [OperationExample] = [
    .init("sum", [[2, 3, 4]]) { $0[0].sum(over: [0, 2]) },
    .init("sum", [[3, 37]]) { $0[0].sum() },
    .init("mean", [[3, 5]]) { $0[0].mean(over: [0], keepingDimensions: true) },
    .init("maximum", [[3, 11]]) { $0[0].maximum(over: [1]) },
    .init("maximum", [[3, 5]]) { $0[0].maximum(over: [0], keepingDimensions: true) },
    .init("softmax", [[3, 5]]) { $0[0].softmax() },
    .init("log softmax", [[3, 5]]) { $0[0].logSoftmax() },
    .init("cross entropy", [[4, 5], [4, 1]], positionCount: 5) { $0[0].crossEntropy($0[1]) },
    .init("cross entropy gradient", [[4, 1], [4, 5], [4, 1]], positionCount: 5) {
      .applying(CrossEntropyGradient(), $0[0], $0[1], $0[2])
    },
    .init("softmax gradient", [[3, 5], [3, 5]]) { .applying(SoftmaxGradient(), $0[0], $0[1]) },
    .init("log softmax gradient", [[3, 5], [3, 5]]) {
      .applying(LogSoftmaxGradient(), $0[0], $0[1])
    },
    .init("matmul", [[3, 4], [4, 5]]) { $0[0].matmul($0[1]) },
    .init("matmul", [[4, 3], [5, 4]]) { $0[0].transposed.matmul($0[1].transposed) },
    .init("matmul", [[2, 3, 4], [5, 4]]) { $0[0].matmul($0[1].transposed) },
    .init("matmul", [[2, 4, 3], [2, 4, 5]]) { $0[0].transposed.matmul($0[1]) },
    .init("matmul", [[3, 4], [2, 4, 5]]) { $0[0].matmul($0[1]) },
    .init("gathered matmul", [[4, 3, 5], [3, 5], [5, 6]]) {
      .applying(GatheredProduct(), $0[0].passed(where: $0[1]), $0[2])
    },
    .init("gathered matmul", [[3, 5, 4], [5, 4], [5, 6]]) {
      .applying(GatheredProduct(transposesStack: true), $0[0].passed(where: $0[1]), $0[2])
    },
    .init("matmul", [[4, 3], [2, 5, 4]]) { $0[0].transposed.matmul($0[1].transposed) },
  ]
}
