import TandemDiagnostics

/// Characters that other languages or word processors write for something that we have.
///
/// They are errors, but read as what was meant, so that one slip makes one error.
extension Lexer {
  mutating func readForeign(_ scalar: Unicode.Scalar, length: Int) {
    let start = position
    if let quote = Self.closingQuotes[scalar] { return readForeignText(until: quote) }
    position += length
    guard let (meaning, spelling) = Self.meanings[scalar] else {
      skipLike(scalar)
      diagnostics.append(.invalidCharacter(text(start, position), at: span(start, position)))
      return append(.invalid, from: start)
    }
    // `&&` and `||` are one operator.
    if self.scalarIfAny == scalar, scalar == "&" || scalar == "|" { position += length }
    let written = text(start, position)
    diagnostics.append(.foreignSign(written, meaning: spelling, at: span(start, position)))
    append(meaning, from: start)
  }

  private static let closingQuotes: [Unicode.Scalar: Unicode.Scalar] = [
    "'": "'", "“": "”", "”": "”", "„": "“", "‘": "’", "«": "»",
  ]

  private static let meanings: [Unicode.Scalar: (Token.Kind, String)] = {
    let signs: [(Unicode.Scalar, Token.Sign)] = [
      ("→", .arrow), ("×", .times), ("·", .times), ("÷", .divide), ("−", .minus), ("–", .minus),
      ("≤", .lessOrEqual), ("≥", .greaterOrEqual), ("≠", .notEquals), ("…", .ellipsis),
      ("（", .openRound), ("）", .closeRound), ("，", .comma), ("：", .colon), ("；", .semicolon),
    ]
    let words: [(Unicode.Scalar, String)] = [("&", "and"), ("|", "or"), ("!", "not"), ("∈", "in")]
    let pairs =
      signs.map { ($0, (Token.Kind.sign($1), $1.rawValue)) }
      + words.map { ($0, (Token.Kind.word($1), $1)) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }()

  /// Reads a text between quotes that are not ours, if it ends on its line.
  private mutating func readForeignText(until quote: Unicode.Scalar) {
    let start = position
    position += scalar(at: position).length
    let body = position
    while let scalar = scalarIfAny, scalar != quote, scalar != "\n" {
      position += self.scalar(at: position).length
    }
    guard scalarIfAny == quote else {
      position = body
      diagnostics.append(.invalidCharacter(text(start, body), at: span(start, body)))
      return append(.invalid, from: start)
    }
    let value = text(body, position)
    position += scalar(at: position).length
    diagnostics.append(.foreignQuotes(value, at: span(start, position)))
    append(.text(value), from: start)
  }

  /// Skips further characters of the same sort, so that a run of them is one error.
  private mutating func skipLike(_ first: Unicode.Scalar) {
    while scalarIfAny == first { position += scalar(at: position).length }
  }

  private var scalarIfAny: Unicode.Scalar? {
    position < bytes.count ? scalar(at: position).0 : nil
  }
}
