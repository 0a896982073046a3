internal import Glibc

/// Prints a line that a reader of the output gets now, whatever the output is.
func printAtOnce(_ line: String) {
  print(line)
  fflush(nil)
}

extension String {
  /// The text with spaces before it, so that columns of a table end alike.
  func padded(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  /// The text with spaces after it, so that columns of a table begin alike.
  func filled(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

extension Double {
  /// The number with so many digits after the point.
  func fixed(_ digits: Int) -> String {
    guard isFinite, magnitude < 1e15 else { return "\(self)" }
    let factor = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    let scaled = Int((magnitude * factor).rounded())
    let (whole, rest) = scaled.quotientAndRemainder(dividingBy: Int(factor))
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let fraction = String(rest)
    return "\(sign)\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
