internal import Glibc

extension Tensor {
  /// Numbers drawn evenly from a range.
  /// - Parameters:
  ///   - range: The range.
  ///   - shape: The tensor's shape.
  ///   - generator: What they are drawn from.
  /// - Returns: A constant tensor.
  public static func uniform(
    _ range: ClosedRange<Float>, _ shape: Shape, using generator: inout Generator
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    return drawn(shape) { range.lowerBound + width * generator.nextUniform() }
  }

  /// Numbers drawn from a normal distribution, by the method of Box and Muller.
  /// - Parameters:
  ///   - mean: The distribution's mean.
  ///   - standardDeviation: Its standard deviation.
  ///   - shape: The tensor's shape.
  ///   - generator: What they are drawn from.
  /// - Returns: A constant tensor.
  public static func normal(
    mean: Float = 0, standardDeviation: Float = 1, _ shape: Shape,
    using generator: inout Generator
  ) -> Tensor {
    drawn(shape) {
      // 1 − u is never 0, so the logarithm is finite.
      let radius = (-2 * logf(1 - generator.nextUniform())).squareRoot()
      return mean + standardDeviation * radius * cosf(2 * .pi * generator.nextUniform())
    }
  }

  private static func drawn(_ shape: Shape, _ draw: () -> Float) -> Tensor {
    let buffer = FloatBuffer(count: shape.count)
    for i in 0..<buffer.count { buffer.pointer[i] = draw() }
    return Tensor(leaf: buffer.whole, shape: shape, role: .constant)
  }
}
