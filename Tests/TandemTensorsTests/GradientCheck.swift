import TandemTensors
import TestSupport
import Testing

/// Compares an operation's gradients with central differences along random directions.
struct GradientCheck {
  /// What is derived is `Σ w y + ½ Σ y²` over the results `y`: the gradient that reaches the operation
  /// then depends on its input too.
  let function: ([Tensor]) -> Tensor
  let shapes: [Shape]
  /// Inputs that are derived by; the last one is held fixed where it is positions.
  let variableCount: Int

  init(_ shapes: [Shape], positions: Bool = false, _ function: @escaping ([Tensor]) -> Tensor) {
    self.shapes = shapes
    self.function = function
    variableCount = shapes.count - (positions ? 1 : 0)
  }

  func check(count: Int, _ draw: (inout RandomSource) -> [[Float]]) {
    forAll(count: count) { source in
      let inputs = draw(&source)
      let direction = randomNumbers(&source)
      let weights = weights(for: inputs, &source)
      let slope = slope(try gradients(at: inputs, weights).map(\.values), along: direction)
      let difference = centralDifference(at: inputs, along: direction) { value($0, weights) }
      try #require(isSlope(slope, near: difference), "gradient \(slope), \(difference)")
    }
  }

  func checkSecond(count: Int, _ draw: (inout RandomSource) -> [[Float]]) {
    forAll(count: count) { source in
      let inputs = draw(&source)
      let (direction, probe) = (randomNumbers(&source), randomNumbers(&source))
      let weights = weights(for: inputs, &source)
      let tensors = tensors(inputs)
      let upstream = zip(probe, shapes).map { Tensor($0.map { Float($0) }, $1) }
      let second = try TandemTensors.gradients(
        of: try gradients(of: tensors, weights), upstream: upstream,
        withRespectTo: Array(tensors.prefix(variableCount)))
      let slope = slope(second.map(\.values), along: direction)
      let difference = try centralDifference(at: inputs, along: direction) { inputs in
        TestSupport.slope(try gradients(at: inputs, weights).map(\.values), along: probe)
      }
      try #require(isSlope(slope, near: difference), "gradient \(slope), \(difference)")
    }
  }

  private func tensors(_ inputs: [[Float]]) -> [Tensor] {
    zip(inputs, shapes).map { Tensor($0, $1) }
  }

  private func randomNumbers(_ source: inout RandomSource) -> [[Double]] {
    shapes.prefix(variableCount).map { shape in
      (0..<shape.count).map { _ in source.number(-1...1) }
    }
  }

  private func weights(for inputs: [[Float]], _ source: inout RandomSource) -> [Double] {
    (0..<function(tensors(inputs)).shape.count).map { _ in source.number(-1...1) }
  }

  private func value(_ inputs: [[Float]], _ weights: [Double]) -> Double {
    zip(function(tensors(inputs)).values.map { Double($0) }, weights)
      .reduce(0) { $0 + $1.0 * $1.1 + 0.5 * $1.0 * $1.0 }
  }

  private func gradients(at inputs: [[Float]], _ weights: [Double]) throws -> [Tensor] {
    try gradients(of: tensors(inputs), weights)
  }

  private func gradients(of tensors: [Tensor], _ weights: [Double]) throws -> [Tensor] {
    let result = function(tensors)
    let upstream = Tensor(weights.map { Float($0) }, result.shape) + result
    return try TandemTensors.gradients(
      of: [result], upstream: [upstream], withRespectTo: Array(tensors.prefix(variableCount)))
  }
}
