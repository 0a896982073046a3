import Glibc

/// Ticks on steps of 1, 2 or 5 × 10ⁿ.
enum LinearTicks {
  /// A range that has a length: a single value gets some room on both sides.
  static func padded(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    let size = max(abs(lower), abs(upper))
    // Below a few billionths of the values themselves, differences are rounding.
    guard upper - lower <= size * 1e-9 || upper - lower < 1e-290 else { return range }
    let middle = lower / 2 + upper / 2
    let room = size < 1e-280 ? 1 : size * 0.1
    return (middle - room)...(middle + room)
  }

  /// The step that gives about `count` steps over a range that has a length.
  static func step(for range: ClosedRange<Double>, count: Int) -> Double {
    let rough = (range.upperBound - range.lowerBound) / Double(max(count, 1))
    let base = pow(10, log10(rough).rounded(.down))
    let factor = rough / base
    // The bounds lie between the factors, geometrically: the step nearest to the wish.
    return base
      * (factor < 2.0.squareRoot()
        ? 1 : factor < 10.0.squareRoot() ? 2 : factor < 50.0.squareRoot() ? 5 : 10)
  }

  /// All multiples of `step` in a range, allowing for rounding at its ends.
  static func values(in range: ClosedRange<Double>, step: Double) -> [Double] {
    let first = (range.lowerBound / step - 1e-6).rounded(.up)
    let last = (range.upperBound / step + 1e-6).rounded(.down)
    guard first.isFinite, last.isFinite, last >= first, last - first < 1_000 else { return [] }
    return (0...Int(last - first)).map { (first + Double($0)) * step }
  }
}
