import TandemTensors
import TestSupport
import Testing

/// Compares gradients with central differences along random directions; all sums are doubles.
struct GradientCheck {
  /// What is derived is `Σ w y + ½ Σ y²` over the results `y`: the gradient that reaches the operation
  /// then depends on its input too.
  let function: ([Tensor]) -> Tensor
  let shapes: [Shape]
  /// Whether the last input is held fixed, being positions.
  let fixesLast: Bool
  /// The half width of the differences.
  var width = 4e-3

  init(_ shapes: [Shape], positions: Bool = false, _ function: @escaping ([Tensor]) -> Tensor) {
    self.shapes = shapes
    self.fixesLast = positions
    self.function = function
  }

  private var variableCount: Int { shapes.count - (fixesLast ? 1 : 0) }

  func check(count: Int, _ draw: (inout RandomSource) -> [[Float]]) throws {
    forAll(count: count) { source in
      let inputs = draw(&source)
      let direction = randomNumbers(&source)
      let weights = weights(for: inputs, &source)
      let tensors = zip(inputs, shapes).map { Tensor($0, $1) }
      let gradients = try gradients(of: tensors, weights)
      let slope = dot(gradients.map(\.values), direction)
      let (above, below) = moved(inputs, along: direction)
      let difference = (value(above, weights) - value(below, weights)) / (2 * width)
      try #require(isNear(slope, difference), "gradient \(slope), difference \(difference)")
    }
  }

  func checkSecond(count: Int, _ draw: (inout RandomSource) -> [[Float]]) throws {
    forAll(count: count) { source in
      let inputs = draw(&source)
      let direction = randomNumbers(&source)
      let probe = randomNumbers(&source)
      let weights = weights(for: inputs, &source)
      let tensors = zip(inputs, shapes).map { Tensor($0, $1) }
      let first = try gradients(of: tensors, weights)
      let upstream = zip(probe, shapes).map { Tensor($0.map { Float($0) }, $1) }
      let second = try TandemTensors.gradients(
        of: first, upstream: upstream, withRespectTo: Array(tensors.prefix(variableCount)))
      let slope = dot(second.map(\.values), direction)
      let (above, below) = moved(inputs, along: direction)
      let difference = (try probed(above, probe, weights) - probed(below, probe, weights))
      let quotient = difference / (2 * width)
      try #require(isNear(slope, quotient), "gradient \(slope), difference \(quotient)")
    }
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 0.01 * max(abs(a), abs(b)) + 2e-3
  }

  private func randomNumbers(_ source: inout RandomSource) -> [[Double]] {
    shapes.prefix(variableCount).map { shape in
      (0..<shape.count).map { _ in source.number(-1...1) }
    }
  }

  private func weights(for inputs: [[Float]], _ source: inout RandomSource) -> [Double] {
    let result = function(zip(inputs, shapes).map { Tensor($0, $1) })
    return (0..<result.shape.count).map { _ in source.number(-1...1) }
  }

  private func moved(_ inputs: [[Float]], along direction: [[Double]]) -> ([[Float]], [[Float]]) {
    func moved(by step: Double) -> [[Float]] {
      inputs.enumerated().map { index, values in
        guard index < variableCount else { return values }
        return zip(values, direction[index]).map { Float(Double($0) + step * $1) }
      }
    }
    return (moved(by: width), moved(by: -width))
  }

  private func value(_ inputs: [[Float]], _ weights: [Double]) -> Double {
    let result = function(zip(inputs, shapes).map { Tensor($0, $1) }).values.map { Double($0) }
    return zip(result, weights).reduce(0) { $0 + $1.0 * $1.1 + 0.5 * $1.0 * $1.0 }
  }

  private func gradients(of tensors: [Tensor], _ weights: [Double]) throws -> [Tensor] {
    let result = function(tensors)
    let upstream = Tensor(weights.map { Float($0) }, result.shape) + result
    return try TandemTensors.gradients(
      of: [result], upstream: [upstream],
      withRespectTo: Array(tensors.prefix(variableCount)))
  }

  private func probed(_ inputs: [[Float]], _ probe: [[Double]], _ weights: [Double]) throws
    -> Double
  {
    dot(try gradients(of: zip(inputs, shapes).map { Tensor($0, $1) }, weights).map(\.values), probe)
  }

  private func dot(_ gradients: [[Float]], _ direction: [[Double]]) -> Double {
    zip(gradients, direction).reduce(0) { total, pair in
      zip(pair.0, pair.1).reduce(total) { $0 + Double($1.0) * $1.1 }
    }
  }
}
