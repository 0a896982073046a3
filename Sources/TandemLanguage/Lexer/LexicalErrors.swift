import TandemCatalog
import TandemDiagnostics

// What a person can write wrongly below the grammar.
extension Diagnostic {
  /// `12px`, `1__0`, `1e`.
  static func invalidNumber(_ spelling: String, rest: String, at span: SourceSpan) -> Self {
    var error = Self("invalid-number", "invalid number '\(spelling)'", at: span)
    if !rest.isEmpty, rest.unicodeScalars.first?.startsName == true, rest != "e" {
      error.help = ["a product needs its sign: '\(spelling.dropLast(rest.count)) * \(rest)'"]
    } else {
      error.help = ["numbers are written 12, 0.5, 1e-3 or 1_000"]
    }
    return error
  }

  static func numberTooLarge(at span: SourceSpan) -> Self {
    Self("number-too-large", "the number is too large", at: span, label: "more than 1.8e308")
  }

  static func unclosedText(at span: SourceSpan) -> Self {
    var error = Self("unclosed-text", "the text is never closed", at: span)
    error.label = "no '\"' follows on this line"
    error.help = ["a text ends on its line; '\\n' in it stands for a line end"]
    return error
  }

  static func invalidEscape(_ escape: String, at span: SourceSpan) -> Self {
    var error = Self("invalid-escape", "invalid escape '\(escape)' in a text", at: span)
    error.help = [
      #"the escapes are \n, \t, \", \\ and \u{…} with a character's hexadecimal number"#
    ]
    return error
  }

  /// A character that no program has.
  static func invalidCharacter(_ characters: String, at span: SourceSpan) -> Self {
    let shown = characters.count > 8 ? characters.prefix(8) + "…" : characters[...]
    var error = Self("invalid-character", "invalid character '\(shown)'", at: span)
    if characters.hasPrefix("@") || characters.hasPrefix("$") || characters.hasPrefix("\\") {
      error.help = ["names are made of letters, digits and '_'"]
    }
    return error
  }

  /// A character that stands for something of ours in other places.
  static func foreignSign(_ sign: String, meaning: String, at span: SourceSpan) -> Self {
    var error = Self("foreign-sign", "invalid sign '\(sign)'", at: span)
    error.label = "write '\(meaning)'"
    error.fixIts = [FixIt(span, meaning)]
    return error
  }

  /// A text between other quotes than `"`.
  static func foreignQuotes(_ text: String, at span: SourceSpan) -> Self {
    var error = Self("foreign-quotes", "a text stands between double quotes", at: span)
    let replacement = text.quotedSourceText
    error.label = "write \(replacement)"
    error.fixIts = [FixIt(span, replacement)]
    return error
  }
}
