/// The slope of a function along a direction, by a central difference; its sums are doubles.
/// - Parameters:
///   - inputs: Where the slope is taken.
///   - direction: Numbers for the first of the inputs; inputs without one are held fixed.
///   - width: Half the distance of the two points.
///   - function: What is derived.
/// - Returns: `(f(x + w d) − f(x − w d)) / 2w`.
package func centralDifference(
  at inputs: [[Float]], along direction: [[Double]], width: Double = 4e-3,
  of function: ([[Float]]) throws -> Double
) rethrows -> Double {
  func moved(by step: Double) -> [[Float]] {
    inputs.enumerated().map { index, values in
      guard index < direction.count else { return values }
      return zip(values, direction[index]).map { Float(Double($0) + step * $1) }
    }
  }
  return (try function(moved(by: width)) - function(moved(by: -width))) / (2 * width)
}

/// The inner product of gradients and a direction, in doubles.
package func slope(_ gradients: [[Float]], along direction: [[Double]]) -> Double {
  zip(gradients, direction).reduce(0) { total, pair in
    zip(pair.0, pair.1).reduce(total) { $0 + Double($1.0) * $1.1 }
  }
}

/// Whether a slope is a difference's, within 1 %; single precision leaves `noise` of it in doubt.
package func isSlope(_ slope: Double, near difference: Double, noise: Double = 2e-3) -> Bool {
  abs(slope - difference) <= 0.01 * max(abs(slope), abs(difference)) + noise
}
