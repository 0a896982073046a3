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
      if let isClosed = takeCloser(of: opener) { return isClosed ? () : reportUnclosed(opener) }
      let start = position
      itemStart = start
      readItem(&self)
      if isAtSeparator(of: opener) || current.sign?.isCloser == true || isAtItemsEnd { continue }
      if position > start, startsExpression, current.kind != .invalid {
        reportExpected(separators(of: opener))
      } else {
        if position > start { reportExpected(separators(of: opener)) }
        skipItem(of: opener, from: start)
      }
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
    if sign != opener.sign?.closer {
      let closesOuter = brackets.dropLast().contains { $0.sign?.closer == sign }
      reportAnyway(
        .wrongCloser(sign, at: span(of: current), opener: opener, openedAt: span(of: opener)))
      if closesOuter { return true }
    }
    advance()
    return true
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
