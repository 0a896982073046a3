/// A vector that Adam moves, in double precision.
///
/// `m = β₁ m + (1 − β₁) g`, `v = β₂ v + (1 − β₂) g²`, `x = x − rate · m̂ / (√v̂ + ε)`, with β₁ = 0.9, β₂ = 0.999,
/// ε = 1e-8, and both moments corrected by `1 − βᵗ`.
/// Source: Kingma, Ba, ICLR 2015, Algorithm 1.
package struct AdamVector: Sendable, Equatable {
  package private(set) var values: [Double]
  private var mean: [Double]
  private var square: [Double]
  private var meanPower = 1.0
  private var squarePower = 1.0

  /// Creates a vector at rest.
  package init(_ values: [Double]) {
    self.values = values
    mean = values.map { _ in 0 }
    square = mean
  }

  /// Moves the vector against a gradient; an empty one does nothing.
  package mutating func step(_ gradient: [Double], rate: Double) {
    guard gradient.count == values.count, !gradient.isEmpty else { return }
    meanPower *= 0.9
    squarePower *= 0.999
    for place in values.indices {
      let slope = gradient[place]
      mean[place] = 0.9 * mean[place] + 0.1 * slope
      square[place] = 0.999 * square[place] + (1 - 0.999) * slope * slope
      let size = (square[place] / (1 - squarePower)).squareRoot() + 1e-8
      values[place] -= rate * (mean[place] / (1 - meanPower)) / size
    }
  }
}
