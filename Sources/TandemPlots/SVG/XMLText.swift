/// Text as it may stand in XML.
enum XMLText {
  /// Escapes what XML reads as markup, and drops the control characters that XML cannot hold.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += " "
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): continue
      // Direction overrides would turn the rest of a label round; U+FFFE and U+FFFF are no characters.
      case _ where (0x202A...0x202E).contains(scalar.value), "\u{2066}", "\u{2067}", "\u{2068}",
        "\u{2069}", "\u{FFFE}", "\u{FFFF}":
        continue
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
