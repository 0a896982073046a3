package import TandemDiagnostics

/// Reads a cell by recursive descent, one function for each production of the grammar.
///
/// After an error it goes on where the next item, entry or statement begins, so that independent
/// errors of a cell are all reported. It never backtracks: reading takes linear time.
package struct Parser {
  let source: SourceText
  let tokens: [Token]
  var position = 0
  /// Brackets that are open here, from the outermost; the innermost decides what a line's end means.
  var brackets: [Token] = []

  var diagnostics: [Diagnostic] = []
  /// Where the current statement, item or entry begins: no line's end stands before it.
  var itemStart = 0
  /// The item in which the last error was found, by its start.
  private var itemWithError = -1
  /// Set while the rest of a statement is given up: everything that is missing then is no news.
  var isAbandoning = false
  /// Whether an error was reported that more lines might mend, and whether any other was.
  private var hasErrorAtEnd = false
  private var hasOtherError = false
  private var openBracketCount = 0
  /// Where texts begin that are never closed; what they swallowed is no further error.
  private let unclosedTexts: [Int]

  var depth = 0
  var height = 0

  /// Trees are never higher than this, so that whoever walks one may do so recursively.
  static let maximumHeight = 256
  /// More errors than this tell nobody anything.
  static let maximumErrorCount = 20

  /// Reads a cell; what cannot be understood becomes diagnostics, never a crash.
  package static func parse(_ source: SourceText) -> ParsedCell {
    let lexer = Lexer.tokens(of: source)
    var parser = Self(source: source, lexer: lexer)
    let statements = parser.cell()
    return parser.result(statements, lexer: lexer)
  }

  private init(source: SourceText, lexer: Lexer) {
    self.source = source
    tokens = lexer.tokens
    unclosedTexts = lexer.unclosedTexts
  }

  private func result(_ statements: [Statement], lexer: Lexer) -> ParsedCell {
    let errors = (lexer.diagnostics + diagnostics).sorted { $0.place < $1.place }
    let stopsInText = if case .text = lexer.ending { true } else { false }
    let lexicalErrorCount = lexer.diagnostics.count - (stopsInText ? 1 : 0)
    return ParsedCell(
      source: source, statements: statements,
      diagnostics: Array(errors.prefix(Self.maximumErrorCount)),
      endsQuietly: tokens.dropLast().last?.sign == .semicolon,
      isIncomplete: (hasErrorAtEnd || stopsInText) && !hasOtherError && lexicalErrorCount == 0,
      openBracketCount: openBracketCount)
  }

  // MARK: Tokens

  var current: Token { tokens[position] }

  /// The token before the current one; at the start of the cell, the first.
  var previous: Token { tokens[max(position - 1, 0)] }

  func peek(_ ahead: Int = 1) -> Token { tokens[min(position + ahead, tokens.count - 1)] }

  /// Takes the current token; the last, `.endOfCell`, stays.
  @discardableResult
  mutating func advance() -> Token {
    let token = current
    if position < tokens.count - 1 { position += 1 }
    return token
  }

  /// Whether a sign stands here that goes on with what came before it.
  func isAt(_ sign: Token.Sign) -> Bool { current.sign == sign && !isAfterLineEnd }

  /// Whether a reserved word stands here that goes on with what came before it.
  func isAt(_ word: ReservedWord) -> Bool { current.word == word.rawValue && !isAfterLineEnd }

  mutating func take(_ sign: Token.Sign) -> Token? { isAt(sign) ? advance() : nil }

  mutating func take(_ word: ReservedWord) -> Token? { isAt(word) ? advance() : nil }

  var isAtCellEnd: Bool { current.kind == .endOfCell }

  /// Whether a line's end stands before the current token that ends a statement or an entry.
  var isAfterLineEnd: Bool {
    guard current.startsLine, position != itemStart else { return false }
    if let innermost = brackets.last, innermost.sign != .openCurly { return false }
    return !previousContinues && current.sign != .arrow && current.sign != .dot
  }

  private var previousContinues: Bool {
    switch previous.kind {
    case .sign(let sign): sign.continuesLine
    case .word(let word):
      // After a `.` any word is a name.
      ReservedWord(rawValue: word)?.isOperator == true
        && (position < 2 || tokens[position - 2].sign != .dot)
    default: false
    }
  }

  /// Whether a statement or an entry of a block can end here.
  var isAtEnd: Bool {
    isAtCellEnd || current.sign == .semicolon || isAfterLineEnd || isAtNewItem
  }

  /// Whether something new clearly begins here, though the line before goes on: a declaration, or an
  /// entry of a block.
  var isAtNewItem: Bool {
    guard current.startsLine, position != itemStart else { return false }
    if startsDeclaration(at: position) { return true }
    return brackets.last?.sign == .openCurly && current.word != nil && peek().sign == .colon
  }

  // MARK: Places

  func span(of token: Token) -> SourceSpan {
    SourceSpan(cell: source.cell, lower: token.lower, upper: token.upper)
  }

  /// From the start of an earlier token to the end of the one before the current one.
  func span(from first: Token) -> SourceSpan {
    SourceSpan(cell: source.cell, lower: first.lower, upper: max(first.upper, previous.upper))
  }

  /// The place just behind what was read last.
  var hereSpan: SourceSpan {
    let upper = position == 0 ? 0 : previous.upper
    return SourceSpan(cell: source.cell, lower: upper, upper: upper)
  }

  func missing() -> Expression { Expression(.missing, at: hereSpan) }

  func text(of token: Token) -> String {
    let bytes = source.text.utf8.dropFirst(token.lower).prefix(token.upper - token.lower)
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Errors

  /// Reports an error, unless the same item has one: it would mostly follow from that.
  mutating func report(_ diagnostic: Diagnostic) {
    guard itemWithError != itemStart else { return }
    reportAnyway(diagnostic)
  }

  /// Reports an error that does not follow from another in its item.
  mutating func reportAnyway(_ diagnostic: Diagnostic) {
    guard !isAbandoning, diagnostics.count < Self.maximumErrorCount else { return }
    itemWithError = itemStart
    hasOtherError = true
    diagnostics.append(diagnostic)
  }

  /// The lexer has reported the current token; what else is wrong with the item may follow from it.
  mutating func noteLexicalError() {
    itemWithError = itemStart
  }

  /// Reports an error that is there because the cell stops; only the first of them is news.
  private mutating func reportAtEnd(_ diagnostic: Diagnostic) {
    guard !isAbandoning, !hasErrorAtEnd, itemWithError != itemStart else { return }
    guard previousContinues || !brackets.isEmpty else { return report(diagnostic) }
    hasErrorAtEnd = true
    openBracketCount = brackets.count
    diagnostics.append(diagnostic)
  }

  /// Reports a bracket that is never closed, unless a text swallowed what closes it.
  mutating func reportUnclosed(_ opener: Token) {
    if let text = unclosedTexts.last(where: { $0 < current.lower }), text > opener.lower {
      hasErrorAtEnd = hasErrorAtEnd || isAtCellEnd
      return openBracketCount = max(openBracketCount, brackets.count)
    }
    let error = Diagnostic.neverClosed(text(of: opener), at: span(of: opener))
    if isAtCellEnd { reportAtEnd(error) } else { reportAnyway(error) }
  }

  /// Reports that something else was expected than what stands here.
  mutating func reportExpected(_ expected: String, help: String? = nil) {
    if isAtCellEnd {
      // An open bracket is the better thing to say, and whoever reads it says it.
      guard brackets.isEmpty else { return }
      return reportAtEnd(.unexpectedEnd(expected: expected, at: hereSpan))
    }
    guard current.kind != .invalid else { return noteLexicalError() }
    let isLineEnd = isAfterLineEnd || isAtNewItem
    let found = isLineEnd ? "the end of the line" : describe(current)
    let place = isLineEnd ? hereSpan : span(of: current)
    report(.expected(expected, found: found, at: place, help: help))
  }

  func describe(_ token: Token) -> String {
    let text = text(of: token)
    return text.count > 24 ? "'\(text.prefix(20))…'" : "'\(text)'"
  }

  // MARK: Depth

  /// Reads something that may hold others of its kind; too deep a nest is an error.
  mutating func descend(_ read: (inout Self) -> Expression) -> Expression {
    guard depth < Self.maximumHeight else { return abandon() }
    let outer = height
    depth += 1
    height = 0
    defer {
      depth -= 1
      height = max(outer, height + 1)
    }
    return read(&self)
  }

  /// Counts one more node above what was read last; says whether there may be one.
  mutating func grow() -> Bool {
    height += 1
    if height > Self.maximumHeight { _ = abandon() }
    return height <= Self.maximumHeight
  }

  /// Gives up the rest of a statement that is too deep to be read.
  private mutating func abandon() -> Expression {
    report(.tooDeep(limit: Self.maximumHeight, at: span(of: current)))
    isAbandoning = true
    while !isAtCellEnd, !startsDeclaration(at: position) { advance() }
    return missing()
  }
}

extension Diagnostic {
  fileprivate var place: Int { span?.lower ?? 0 }
}
