import TandemNetworks
import TandemTensors
import TestSupport

/// The gradients of `Σ w y + ½ Σ y²` over a layer's outputs, by its input and its parameters.
struct LayerGradientCheck {
  private let layer: any Layer
  private let shapes: [Shape]
  private let isTraining: Bool
  private let weights: [Double]

  /// Creates a check; `shapes` are those of the input and of each parameter.
  init(
    _ layer: any Layer, _ shapes: [Shape], _ isTraining: Bool, _ source: inout RandomSource
  ) {
    self.layer = layer
    self.shapes = shapes
    self.isTraining = isTraining
    weights = (0..<200).map { _ in source.number(-1...1) }
  }

  func randomNumbers(_ source: inout RandomSource) -> [[Double]] {
    shapes.map { shape in (0..<shape.count).map { _ in source.number(-1...1) } }
  }

  private func output(at inputs: [[Float]]) throws -> (leaves: [Tensor], output: Tensor) {
    for (parameter, values) in zip(layer.parameters, inputs.dropFirst()) {
      parameter.value.storage?.assign(values)
    }
    let input = Tensor(inputs[0], shapes[0])
    var context = ForwardContext(isTraining: isTraining, seed: 5)
    return ([input] + layer.parameters.map(\.value), try layer(input, in: &context))
  }

  func value(at inputs: [[Float]]) throws -> Double {
    zip(try output(at: inputs).output.values.map { Double($0) }, weights)
      .reduce(0) { $0 + $1.0 * $1.1 + 0.5 * $1.0 * $1.0 }
  }

  private func gradientTensors(at inputs: [[Float]]) throws -> (leaves: [Tensor], [Tensor]) {
    let (leaves, output) = try output(at: inputs)
    let fixed = Tensor(weights.prefix(output.shape.count).map { Float($0) }, output.shape)
    return (
      leaves,
      try TandemTensors.gradients(of: [output], upstream: [fixed + output], withRespectTo: leaves)
    )
  }

  func gradients(at inputs: [[Float]]) throws -> [[Float]] {
    try gradientTensors(at: inputs).1.map(\.values)
  }

  func secondGradients(at inputs: [[Float]], _ probe: [[Double]]) throws -> [[Float]] {
    let (leaves, first) = try gradientTensors(at: inputs)
    let upstream = zip(probe, shapes).map { Tensor($0.map { Float($0) }, $1) }
    return try TandemTensors.gradients(of: first, upstream: upstream, withRespectTo: leaves)
      .map(\.values)
  }
}
