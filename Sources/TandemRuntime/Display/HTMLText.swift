/// Text as it may stand in HTML.
enum HTMLText {
  /// Escapes what HTML reads as markup, and drops what could turn or hide the text.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in ControlText.shown(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A paragraph of words that are not part of a table.
  static func paragraph(_ html: String, isFaint: Bool = false) -> String {
    "<p style=\"margin:.4em 0\(isFaint ? ";opacity:.7;font-size:90%" : "")\">\(html)</p>"
  }

  /// The words as code, as a cell would have them.
  static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }
}

/// Text from a cell or a file, made safe for a terminal and for one line of a table.
enum ControlText {
  /// The text with control characters and direction marks replaced by a space or dropped.
  static func shown(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: shown.append(" ")
      case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: continue
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// How many columns of a terminal the text takes: two for ideographs and most emoji.
  static func width(of text: String) -> Int {
    text.reduce(0) { width, character in
      let scalar = character.unicodeScalars.first?.value ?? 0
      let isWide =
        (0x1100...0x115F).contains(scalar) || (0x2E80...0xA4CF).contains(scalar)
        || (0xAC00...0xD7A3).contains(scalar) || (0xF900...0xFAFF).contains(scalar)
        || (0xFE30...0xFE6F).contains(scalar) || (0xFF00...0xFF60).contains(scalar)
        || (0x1F300...0x1FAFF).contains(scalar)
      return width + (isWide ? 2 : 1)
    }
  }

  /// The text, cut with an ellipsis past `limit` characters.
  static func cut(_ text: String, to limit: Int) -> String {
    let text = shown(text)
    return text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }
}
