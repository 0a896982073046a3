/// How wide text is, at most: measured with DejaVu Sans, the widest font of the family list.
enum TextMetrics {
  /// Hundredths of the font size that U+0020…U+007E take, rounded up.
  private static let widths: [UInt8] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
    61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
    64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
  ]

  /// The width in pixels.
  static func width(of text: String, size: Double, isBold: Bool = false) -> Double {
    pixels(text.unicodeScalars.reduce(0) { $0 + width(of: $1) }, size: size, isBold: isBold)
  }

  private static func pixels(_ hundredths: Int, size: Double, isBold: Bool) -> Double {
    Double(hundredths) / 100 * size * (isBold ? 1.14 : 1)
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: Int(widths[Int(scalar.value) - 0x20])
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0xB7: 32
    case 0x2070...0x209C: 63
    case 0x80...0x3FF: 80
    case 0x400...0x58F: 90
    case 0x2000...0x206F, 0x2500...0x25FF: 100
    case 0x2070...0x2BFF: 84
    case 0x2E80...0xD7FF, 0xF900...0xFAFF, 0xFF00...0xFFEF: 105
    case 0x1F000...: 140
    default: 100
    }
  }

  /// The text, cut with an ellipsis where it is wider than `limit`.
  static func fitted(_ text: String, size: Double, limit: Double, isBold: Bool = false) -> String {
    guard width(of: text, size: size, isBold: isBold) > limit else { return text }
    // From the front and added up: taken from the end, a long text would be measured again and again.
    var kept = ""
    var hundredths = width(of: "…" as Unicode.Scalar)
    for character in text {
      hundredths += character.unicodeScalars.reduce(0) { $0 + width(of: $1) }
      guard pixels(hundredths, size: size, isBold: isBold) <= limit else { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// The text in lines no wider than `limit`, broken between words; the last line is cut if need be.
  static func wrapped(
    _ text: String, size: Double, limit: Double, lines lineLimit: Int, isBold: Bool = false
  ) -> [String] {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    var lines: [String] = []
    var line = ""
    for (index, word) in words.enumerated() {
      let longer = line.isEmpty ? word : "\(line) \(word)"
      if line.isEmpty || width(of: longer, size: size, isBold: isBold) <= limit {
        line = longer
      } else if lines.count == lineLimit - 1 {
        line = ([line] + words[index...]).joined(separator: " ")
        break
      } else {
        lines.append(line)
        line = word
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { fitted($0, size: size, limit: limit, isBold: isBold) }
  }
}
