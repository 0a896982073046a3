import TandemDiagnostics

extension Parser {
  // postfix = primary { "." NAME | "(" [ arguments ] ")" | "[" expression "]" | block }
  mutating func postfix() -> Expression {
    var value = primary()
    // After an error the rest is for whoever recovers.
    if case .missing = value.node { return value }
    while !isAfterLineEnd, let sign = current.sign {
      switch sign {
      case .dot: value = member(of: value)
      case .openRound: value = call(value)
      case .openSquare: value = subscripted(value)
      case .openCurly where !current.startsLine: value = block(of: value)
      default: return value
      }
      guard grow() else { return value }
    }
    return value
  }

  private mutating func member(of owner: Expression) -> Expression {
    let dot = advance()
    guard let word = current.word, !isAfterLineEnd else {
      let isRange = current.sign == .dot && current.lower == dot.upper
      reportExpected("a name after '.'", help: isRange ? "a range has three dots: 1...5" : nil)
      return owner
    }
    let name = Identifier(word, at: span(of: advance()))
    return Expression(.member(owner, name), at: owner.span.joined(with: name.span))
  }

  private mutating func call(_ callee: Expression) -> Expression {
    let opener = advance()
    brackets.append(opener)
    var arguments: [CallArgument] = []
    readItems(of: opener) { parser in arguments.append(parser.argument()) }
    let call = Call(callee: callee, arguments: arguments, hasBrackets: true)
    return Expression(.call(call), at: callee.span.joined(with: hereSpan))
  }

  // argument = [ NAME ":" ] expression
  private mutating func argument() -> CallArgument {
    if let label = label() { return CallArgument(label: label, expression()) }
    if isName(current), peek().sign == .assign {
      let label = Identifier(text(of: current), at: span(of: current))
      advance()
      report(.labelNeedsColon(label.name, at: span(of: advance())))
      return CallArgument(label: label, expression())
    }
    return CallArgument(expression())
  }

  /// A label and its `:`, if they stand here; before a `:` any word may be one.
  mutating func label() -> Identifier? {
    guard let word = current.word, peek().sign == .colon else { return nil }
    let label = Identifier(word, at: span(of: advance()))
    advance()
    return label
  }

  private mutating func subscripted(_ value: Expression) -> Expression {
    let opener = advance()
    brackets.append(opener)
    let index = readOne(of: opener) { .oneSubscript(at: $0) }
    if index == nil, !isAbandoning { reportEmptySubscript(opener) }
    return Expression(
      .subscripted(value, index ?? missing()), at: value.span.joined(with: hereSpan))
  }

  private mutating func reportEmptySubscript(_ opener: Token) {
    guard previous.sign == .closeSquare else { return }
    report(
      .expected(
        "a value between '[' and ']'", found: "nothing", at: span(from: opener), help: nil))
  }

  // block = "{" [ entry ] { ( end | "," ) [ entry ] } "}";  its entries are arguments of the call.
  private mutating func block(of value: Expression) -> Expression {
    let opener = advance()
    brackets.append(opener)
    var entries: [CallArgument] = []
    readItems(of: opener) { parser in
      if let entry = parser.entry() { entries.append(entry) }
    }
    let place = span(from: opener)
    let span = value.span.joined(with: hereSpan)
    if case .call(var call) = value.node, call.block == nil {
      call.arguments += entries
      call.block = place
      return Expression(.call(call), at: span)
    }
    let call = Call(callee: value, arguments: entries, hasBrackets: false, block: place)
    return Expression(.call(call), at: span)
  }

  // entry = NAME ":" expression
  private mutating func entry() -> CallArgument? {
    if let label = label() { return CallArgument(label: label, expression()) }
    if let word = current.word, isMissingColon(peek()) {
      let label = Identifier(word, at: span(of: advance()))
      reportExpected("':' after '\(word)'")
      if isAt(.assign) || isAt(.equals) { advance() }
      guard !isAtEnd, startsExpression else { return nil }
      return CallArgument(label: label, expression())
    }
    reportExpected("a label, as in 'encoder: dense(64)'")
    if startsExpression, !isAtEnd { _ = expression() }
    return nil
  }

  /// Whether the word before a token was meant as a label.
  private func isMissingColon(_ next: Token) -> Bool {
    switch next.kind {
    case .sign(let sign): sign == .assign || sign == .equals || sign == .openSquare
    case .word(let word): ReservedWord(rawValue: word)?.isOperator != true
    case .number, .text, .endOfCell: true
    case .invalid: false
    }
  }
}
