import TandemPlots

/// Numbers and durations in words, the same in tables, text and pictures.
enum FigureText {
  /// A count with commas between thousands: 26,894.
  static func count(_ count: Int) -> String {
    let digits = String(count.magnitude)
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return (count < 0 ? "−" : "") + grouped
  }

  /// A count with its noun: "1 row", "12 rows".
  static func count(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(self.count(count)) \(count == 1 ? singular : plural ?? singular + "s")"
  }

  /// A duration as a person would say it: "0.42 s", "12 s", "3 min 20 s", "1 h 5 min".
  static func duration(_ duration: Duration) -> String {
    let seconds =
      Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    switch max(seconds, 0) {
    case ..<0.01: return "under 0.01 s"
    case ..<10: return "\(Double((max(seconds, 0) * 100).rounded() / 100)) s"
    case ..<59.5: return "\(Int(seconds.rounded())) s"
    case ..<3570:
      let (minutes, rest) = Int(seconds.rounded()).quotientAndRemainder(dividingBy: 60)
      return rest == 0 ? "\(minutes) min" : "\(minutes) min \(rest) s"
    default:
      let (hours, rest) = Int((min(seconds, 1e12) / 60).rounded())
        .quotientAndRemainder(dividingBy: 60)
      return rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
    }
  }

  /// Operations for a row with a prefix: "53 kFLOP".
  static func operations(_ count: Int) -> String {
    let units = [(1e12, "TFLOP"), (1e9, "GFLOP"), (1e6, "MFLOP"), (1e3, "kFLOP")]
    for (size, unit) in units where Double(count) >= size {
      return "\((Double(count) / size).threeDigits) \(unit)"
    }
    return "\(count) FLOP"
  }

  /// Memory: "1.24 GB".
  static func bytes(_ count: Int) -> String {
    let units = [(1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")]
    for (size, unit) in units where Double(count) >= size {
      return "\((Double(count) / size).threeDigits) \(unit)"
    }
    return "\(count) B"
  }

  /// A figure of a table: four decimals below a hundred, so that digits stand under each other.
  static func score(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : (value < 0 ? "−∞" : "∞") }
    guard value.magnitude >= 0.0001 || value == 0, value.magnitude < 10_000 else {
      return value.figureText
    }
    return value.fixedText(decimals: value.magnitude < 100 ? 4 : 2)
  }

  /// A spread of figures, with the decimals of the figure that it belongs to.
  static func score(_ spread: Double, like figure: Double) -> String {
    guard figure.isFinite, spread.isFinite, figure.magnitude < 10_000,
      figure.magnitude >= 0.001 || figure == 0
    else { return score(spread) }
    return spread.fixedText(decimals: figure.magnitude < 100 ? 4 : 2)
  }

  /// A share as percent: "12.5 %".
  static func percent(_ fraction: Double) -> String {
    guard fraction.isFinite else { return "–" }
    return (fraction * 100).fixedText(decimals: 1) + " %"
  }

  /// A share as percent with its sign: "+1.3 %", "−0.4 %".
  static func signedPercent(_ fraction: Double) -> String {
    guard fraction.isFinite else { return "–" }
    let text = percent(fraction)
    return fraction > 0 && text != "0.0 %" ? "+" + text : text
  }

  /// A shape as factors: 1 × 8 × 8; a number has none.
  static func shape(_ sizes: [Int]) -> String {
    sizes.isEmpty ? "a number" : sizes.map(String.init).joined(separator: " × ")
  }
}

extension Double {
  fileprivate var threeDigits: String {
    figureText.count > 5
      ? fixedText(decimals: magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0) : figureText
  }
}
