/// Reads numbers as data files write them.
enum NumberText {
  /// The number that a stretch of bytes spells, or `nil`.
  ///
  /// `12`, `-0.5`, `+.5`, `1e-3`, `3.38e-005`. `nan`, `inf` and `infinity` in any case, and numbers
  /// beyond Double, are no finite numbers and count as empty cells: NaN.
  static func number(_ bytes: [UInt8], _ lower: Int, _ upper: Int) -> Double? {
    var index = lower
    guard index < upper else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }

    var mantissa: UInt64 = 0
    var digitCount = 0
    var significantCount = 0
    var exponent = 0
    var isFraction = false
    while index < upper {
      let digit = bytes[index] &- 48
      if digit < 10 {
        digitCount += 1
        if significantCount > 0 || digit > 0 { significantCount += 1 }
        // Beyond 19 digits the number is read another way.
        if significantCount <= 19 { mantissa = mantissa * 10 + UInt64(digit) }
        if isFraction { exponent -= 1 }
      } else if bytes[index] == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else {
        break
      }
      index += 1
    }
    guard digitCount > 0 else { return isFraction ? nil : word(bytes, index, upper) }
    if index < upper {
      guard let written = writtenExponent(bytes, index, upper) else { return nil }
      exponent += written
    }
    // Both factors are exact, so that the one rounding is the right one (Clinger 1990).
    if mantissa <= 1 << 53, significantCount <= 19, -22...22 ~= exponent {
      let value =
        exponent < 0
        ? Double(mantissa) / powersOfTen[-exponent] : Double(mantissa) * powersOfTen[exponent]
      return isNegative ? -value : value
    }
    guard let value = Double(String(decoding: bytes[lower..<upper], as: UTF8.self)) else {
      return nil
    }
    return value.isFinite ? value : .nan
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The exponent that makes up the rest of a number, cut at a million.
  private static func writtenExponent(_ bytes: [UInt8], _ lower: Int, _ upper: Int) -> Int? {
    guard bytes[lower] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = lower + 1
    guard index < upper else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < upper else { return nil }
    var exponent = 0
    while index < upper {
      let digit = bytes[index] &- 48
      guard digit < 10 else { return nil }
      exponent = min(exponent * 10 + Int(digit), 1_000_000)
      index += 1
    }
    return isNegative ? -exponent : exponent
  }

  private static func word(_ bytes: [UInt8], _ lower: Int, _ upper: Int) -> Double? {
    let words: [StaticString] = ["nan", "inf", "infinity"]
    return words.contains { matches($0, bytes, lower, upper) } ? .nan : nil
  }

  /// The truth value that a stretch of bytes spells, as 0 or 1: `true` or `false` in any case.
  static func truth(_ bytes: [UInt8], _ lower: Int, _ upper: Int) -> Double? {
    if matches("true", bytes, lower, upper) { return 1 }
    return matches("false", bytes, lower, upper) ? 0 : nil
  }

  /// Whether the bytes are a word of lower-case letters, in any case.
  private static func matches(_ word: StaticString, _ bytes: [UInt8], _ lower: Int, _ upper: Int)
    -> Bool
  {
    guard upper - lower == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      (0..<letters.count).allSatisfy { bytes[lower + $0] | 0x20 == letters[$0] }
    }
  }
}
