/// The nearest point of a simplex.
enum SimplexProjection {
  /// The point of `{w : w ≥ 0, Σ w = 1}` that is nearest to a given one: `max(v − τ, 0)`, O(n log n).
  ///
  /// Source: Held, Wolfe, Crowder, "Validation of subgradient optimization", Mathematical Programming 1974.
  /// - Parameter point: Finite numbers, at least one.
  /// - Returns: Numbers of at least 0 that add up to 1.
  static func nearest(to point: [Double]) -> [Double] {
    // A common number added to all changes nothing; without the largest, the 1 is never lost in rounding.
    let largest = point.max() ?? 0
    let shifted = point.map { $0 - largest }
    var (sum, threshold) = (0.0, -1.0)
    for (index, value) in shifted.sorted(by: >).enumerated() {
      sum += value
      let candidate = (sum - 1) / Double(index + 1)
      if value > candidate { threshold = candidate }
    }
    return shifted.map { max($0 - threshold, 0) }
  }
}
