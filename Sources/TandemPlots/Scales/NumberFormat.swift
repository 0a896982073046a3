import Glibc

/// How the numbers of an axis or a column are written: all with the same decimals or unit.
struct NumberFormat: Equatable {
  enum Style: Equatable {
    /// Digits with this many decimals.
    case decimals(Int)
    /// Thousands, millions, …: the number divided by 10^exponent, and a letter.
    case scaled(exponent: Int, letter: String, decimals: Int)
    /// A factor times a power of ten.
    case power(decimals: Int)
  }

  var style: Style

  /// The format of ticks that are `step` apart and reach up to `magnitude`.
  static func ticks(step: Double, magnitude: Double) -> Self {
    let largest = max(abs(magnitude), step)
    guard largest > 0, largest.isFinite, step > 0 else { return Self(style: .decimals(0)) }
    let place = Int(log10(step * 1.000_001).rounded(.down))
    let top = Int(log10(largest * 1.000_001).rounded(.down))
    if top < -4 || top >= 15 { return Self(style: .power(decimals: max(0, min(top - place, 12)))) }
    if top >= 4, place >= 1 {
      for (exponent, letter) in [(12, "T"), (9, "G"), (6, "M"), (3, "k")] where top >= exponent {
        let decimals = max(0, exponent - place)
        if decimals <= 2 {
          return Self(style: .scaled(exponent: exponent, letter: letter, decimals: decimals))
        }
      }
    }
    return Self(style: .decimals(max(0, min(-place, 12))))
  }

  /// A format that tells the values of a table apart with at most three significant decimals.
  static func common(for values: [Double]) -> Self {
    let largest = values.map(\.magnitude).max() ?? 0
    guard largest > 0 else { return Self(style: .decimals(0)) }
    if values.allSatisfy({ $0 == $0.rounded() }), largest < 1e6 { return Self(style: .decimals(0)) }
    let top = Int(log10(largest).rounded(.down))
    if top < -3 || top > 5 { return Self(style: .power(decimals: 1)) }
    return Self(style: .decimals(max(0, min(2 - top, top < 0 ? 1 - top : 2))))
  }

  /// The number as text.
  func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : (value < 0 ? "−∞" : "∞") }
    switch style {
    case .decimals(let count): return value.fixed(count)
    case .scaled(let exponent, let letter, let decimals):
      if value == 0 { return "0" }
      return (value / pow(10, Double(exponent))).fixed(decimals) + letter
    case .power(let decimals): return value.power(decimals: decimals)
    }
  }
}

extension Double {
  /// The number with a fixed count of decimals and a real minus sign; `-0` is `0`.
  func fixed(_ decimals: Int) -> String {
    let factor = pow(10, Double(decimals))
    let scaled = (magnitude * factor).rounded()
    guard scaled < 9e15 else { return "\(self)".replacingMinus }
    let sign = self < 0 && scaled > 0 ? "−" : ""
    let digits = String(Int(scaled))
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A factor times a power of ten, as `2×10⁻⁵`; the factor 1 is left out where nothing follows it.
  func power(decimals: Int) -> String {
    guard self != 0, isFinite else { return self == 0 ? "0" : "∞" }
    var exponent = Int(log10(magnitude).rounded(.down))
    // In two factors: a power beyond 10³⁰⁸ would be infinite.
    var factor =
      magnitude / pow(10, Double(exponent / 2)) / pow(10, Double(exponent - exponent / 2))
    if factor.fixed(decimals).hasPrefix("10") {
      exponent += 1
      factor /= 10
    }
    let sign = self < 0 ? "−" : ""
    var digits = factor.fixed(decimals)
    if decimals > 0, digits.contains(".") {
      while digits.hasSuffix("0") { digits.removeLast() }
      if digits.hasSuffix(".") { digits.removeLast() }
    }
    return sign + (digits == "1" ? "" : digits + "×") + "10" + exponent.superscript
  }

  /// The number with a fixed count of decimals, at most 12, and a real minus sign.
  public func fixedText(decimals: Int) -> String {
    guard isFinite else { return figureText }
    return fixed(Swift.max(0, Swift.min(decimals, 12)))
  }

  /// A figure for reading: four significant digits, powers of ten only where they must be.
  public var figureText: String {
    guard isFinite else { return isNaN ? "–" : (self < 0 ? "−∞" : "∞") }
    guard self != 0 else { return "0" }
    if self == rounded(), magnitude < 1e6 { return fixed(0) }
    let top = Int(log10(magnitude).rounded(.down))
    guard top >= -4, top < 7 else { return power(decimals: 2) }
    var digits = fixed(max(0, 3 - top))
    if digits.contains(".") {
      while digits.hasSuffix("0") { digits.removeLast() }
      if digits.hasSuffix(".") { digits.removeLast() }
    }
    return digits
  }
}

extension Int {
  /// The number in raised digits.
  var superscript: String {
    let raised = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let digits = String(magnitude).compactMap(\.wholeNumberValue).map { raised[$0] }
    return (self < 0 ? "⁻" : "") + String(digits)
  }
}

extension String {
  fileprivate var replacingMinus: String { String(map { $0 == "-" ? "−" : $0 }) }
}
