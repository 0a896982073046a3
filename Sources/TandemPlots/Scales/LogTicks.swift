import Glibc

/// Ticks of a logarithmic axis: powers of ten, with 2 and 5 between them where there is room.
enum LogTicks {
  /// The range widened to round values.
  static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let lower = floor(exponent: range.lowerBound)
    let decade = power(lower)
    let low =
      [5.0, 2, 1].map { $0 * decade }.first { $0 <= range.lowerBound * 1.000_001 } ?? decade
    let upper = floor(exponent: range.upperBound)
    let top = power(upper)
    let high =
      [1.0, 2, 5].map { $0 * top }.first { $0 >= range.upperBound * 0.999_999 } ?? power(upper + 1)
    return low < high ? low...high : (low / 2)...(high * 2)
  }

  /// Ticks in a range of positive values, about `count` of them.
  static func values(in range: ClosedRange<Double>, count: Int) -> [Double] {
    let first = floor(exponent: range.lowerBound)
    let last = floor(exponent: range.upperBound)
    let decades = max(1, last - first)
    let factors: [Double] = decades * 3 <= count ? [1, 2, 5] : [1]
    let stride = max(1, Int((Double(decades) / Double(max(count, 1))).rounded(.up)))
    var values: [Double] = []
    for exponent in first...last where factors.count > 1 || exponent % stride == 0 {
      values += factors.map { $0 * power(exponent) }
    }
    let inside = values.filter {
      $0 >= range.lowerBound * 0.999_999 && $0 <= range.upperBound * 1.000_001
    }
    return inside.count < 2 && factors.count == 1 ? fallback(in: range, first...last) : inside
  }

  private static func fallback(in range: ClosedRange<Double>, _ exponents: ClosedRange<Int>)
    -> [Double]
  {
    exponents.flatMap { exponent in [1.0, 2, 5].map { $0 * power(exponent) } }
      .filter { $0 >= range.lowerBound * 0.999_999 && $0 <= range.upperBound * 1.000_001 }
  }

  /// A tick's label: plain digits for ordinary sizes, a power of ten beyond.
  static func label(_ value: Double) -> String {
    let exponent = floor(exponent: value)
    if (-3...3).contains(exponent) { return value.fixed(max(0, -exponent)) }
    if (4...8).contains(exponent) {
      return NumberFormat.ticks(step: power(exponent), magnitude: value).text(value)
    }
    return value.power(decimals: 0)
  }

  private static func floor(exponent value: Double) -> Int {
    Int((log10(value) + 1e-9).rounded(.down))
  }

  private static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}
