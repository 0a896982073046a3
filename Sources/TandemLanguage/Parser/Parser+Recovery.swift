import TandemDiagnostics

extension Parser {
  /// Reads what stands between an opening bracket, which has been taken, and its closer.
  ///
  /// In round and square brackets items are separated by commas, in curly ones by line ends too.
  /// After an item that cannot be read it goes on with the next, and it stops where a bracket must
  /// have been forgotten: at the start of a declaration, or at a closer of an outer bracket.
  mutating func readItems(of opener: Token, _ readItem: (inout Self) -> Void) {
    defer { brackets.removeLast() }
    while true {
      skipSeparators(of: opener)
      if skipStray(in: opener) { continue }
      if let isClosed = takeCloser(of: opener) { return isClosed ? () : reportUnclosed(opener) }
      let start = position
      itemStart = start
      readItem(&self)
      if isAtSeparator(of: opener) || current.sign?.isCloser == true || isAtItemsEnd { continue }
      if position > start, isForgotten(opener) { return reportUnclosed(opener) }
      if position > start, startsExpression, current.kind != .invalid {
        reportExpected(separators(of: opener))
      } else {
        if position > start { reportExpected(separators(of: opener)) }
        skipItem(of: opener, from: start)
      }
    }
  }

  /// Reads brackets that hold one value; what else is in them is one error and skipped.
  mutating func readOne(of opener: Token, orReport tooMany: (SourceSpan) -> Diagnostic)
    -> Expression?
  {
    var value: Expression?
    let errorCount = diagnostics.count
    readItems(of: opener) { parser in
      let item = parser.expression()
      guard value != nil else { return value = item }
      if parser.diagnostics.count == errorCount { parser.report(tooMany(item.span)) }
      parser.skipToCloser()
    }
    return value
  }

  private mutating func skipToCloser() {
    var nesting = 0
    while !isAtItemsEnd {
      if current.sign?.closer != nil { nesting += 1 }
      if current.sign?.isCloser == true {
        if nesting == 0 { return }
        nesting -= 1
      }
      advance()
    }
  }

  private func separators(of opener: Token) -> String {
    let closer = opener.sign?.closer?.rawValue ?? ""
    return opener.sign == .openCurly ? "',', '\(closer)' or a new line" : "',' or '\(closer)'"
  }

  private func isAtSeparator(of opener: Token) -> Bool {
    if opener.sign == .openCurly { return current.sign == .comma || isAtEnd }
    return current.sign == .comma
  }

  /// Whether nothing of these brackets can follow.
  private var isAtItemsEnd: Bool { isAtCellEnd || startsDeclaration(at: position) }

  private mutating func skipSeparators(of opener: Token) {
    if opener.sign == .openCurly {
      while current.sign == .comma || current.sign == .semicolon { advance() }
      return
    }
    guard current.sign == .comma else { return }
    let isFirst = previous == opener
    let comma = advance()
    if isFirst || current.sign == .comma {
      let place = isFirst ? comma : current
      report(.expected("a value", found: "','", at: span(of: place), help: nil))
    }
    while current.sign == .comma { advance() }
  }

  /// Takes the closing bracket if it stands here; `nil` if more items may follow, `false` if the
  /// bracket is never closed.
  private mutating func takeCloser(of opener: Token) -> Bool? {
    guard let sign = current.sign, sign.isCloser else { return isAtItemsEnd ? false : nil }
    if sign == opener.sign?.closer {
      advance()
      return true
    }
    if brackets.dropLast().contains(where: { $0.sign?.closer == sign }) {
      if sign == .closeCurly, current.startsLine { return false }
      reportWrongCloser(sign, of: opener)
      return true
    }
    reportWrongCloser(sign, of: opener)
    advance()
    return true
  }

  /// Skips a closer whose opener was forgotten, and with it the rest of an item that means nothing.
  private mutating func skipStray(in opener: Token) -> Bool {
    guard let sign = current.sign, sign.isCloser, isStray(in: opener) else { return false }
    let start = position
    reportAnyway(.closesNothing(sign.rawValue, at: span(of: advance())))
    skipItem(of: opener, from: start)
    return true
  }

  private mutating func reportWrongCloser(_ sign: Token.Sign, of opener: Token) {
    reportAnyway(
      .wrongCloser(sign, at: span(of: current), opener: opener, openedAt: span(of: opener)))
  }

  /// Whether a closer that fits no bracket stands here for nothing, not for the right closer.
  private func isStray(in opener: Token) -> Bool {
    guard let found = current.sign, let wanted = opener.sign?.closer else { return false }
    if brackets.contains(where: { $0.sign?.closer == found }) { return false }
    if wanted == .closeCurly { return true }
    // If the right one follows on the line, this is not it. A bounded look keeps reading linear.
    var nesting = 0
    let end = min(position + 100, tokens.count - 1)
    for index in position + 1..<max(end, position + 1) {
      if tokens[index].startsLine { return false }
      guard let sign = tokens[index].sign else { continue }
      if sign == wanted, nesting == 0 { return true }
      if sign.closer != nil { nesting += 1 }
      if sign.isCloser { nesting -= 1 }
    }
    return false
  }

  /// Whether the current token, which continues no item, shows that a bracket was never closed: it
  /// stands on a line that is indented no more than the bracket's own.
  private func isForgotten(_ opener: Token) -> Bool {
    guard opener.sign != .openCurly, current.startsLine else { return false }
    let line = source.byteRange(ofLine: source.line(of: opener.lower))
    let indentation = source.text(in: line).utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
    let start = source.lineStarts[source.line(of: current.lower)]
    return current.lower - start <= indentation
  }

  /// Skips what is left of an item; at least one token if the item took none.
  private mutating func skipItem(of opener: Token, from start: Int) {
    var nesting = 0
    while !isAtItemsEnd {
      if nesting == 0, position > start, isAtSeparator(of: opener) { return }
      if let sign = current.sign {
        if sign.closer != nil { nesting += 1 }
        if sign.isCloser {
          if nesting == 0 { return }
          nesting -= 1
        }
      }
      advance()
    }
  }

  /// Reports what follows a statement on its line, and skips it.
  mutating func recoverFromStatement() {
    // An unclosed bracket has been reported already where a declaration follows.
    if !startsDeclaration(at: position) { reportTrailing() }
    var nesting = 0
    while !isAtCellEnd, !startsDeclaration(at: position) {
      if nesting == 0, position > itemStart, isAtEnd { return }
      if current.sign?.closer != nil { nesting += 1 }
      if current.sign?.isCloser == true { nesting = max(nesting - 1, 0) }
      advance()
    }
  }

  private mutating func reportTrailing() {
    let place = span(of: current)
    switch current.sign {
    case .closeRound?, .closeSquare?, .closeCurly?:
      report(.closesNothing(text(of: current), at: place))
    case .question?: report(.misplacedQuestion(at: place))
    case .assign?: report(.misplacedAssign(at: place))
    default: reportExpected("the end of the line", help: trailingHelp)
    }
  }

  private var trailingHelp: String? {
    current.sign == .colon ? "a label stands in brackets or in a block" : nil
  }
}
