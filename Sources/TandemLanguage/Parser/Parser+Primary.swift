import TandemDiagnostics

extension Parser {
  // primary = NUMBER | STRING | "true" | "false" | "none" | NAME | "(" expression ")" | list
  mutating func primary() -> Expression {
    guard !isAfterLineEnd, !isAtNewItem else { return missingValue() }
    let token = current
    switch token.kind {
    case .number(let value):
      advance()
      return Expression(.number(value), at: span(of: token))
    case .text(let value):
      advance()
      return Expression(.text(value), at: span(of: token))
    case .word(let word): return wordValue(word)
    case .sign(.openRound): return grouped()
    case .sign(.openSquare): return list()
    case .invalid:
      noteLexicalError()
      advance()
      return Expression(.missing, at: span(of: token))
    case .sign, .endOfCell: return missingValue()
    }
  }

  private mutating func wordValue(_ word: String) -> Expression {
    let node: Expression.Node
    switch ReservedWord(rawValue: word) {
    case nil: node = .name(word)
    case .true?: node = .truth(true)
    case .false?: node = .truth(false)
    case ReservedWord.none?: node = .none
    default: return missingValue()
    }
    return Expression(node, at: span(of: advance()))
  }

  // "(" expression ")"
  private mutating func grouped() -> Expression {
    let opener = advance()
    brackets.append(opener)
    let value = readOne(of: opener) { .bracketsHoldOne(at: $0) }
    let place = span(from: opener)
    guard let value else {
      if previous.sign == .closeRound {
        report(.expected("a value between '(' and ')'", found: "nothing", at: place, help: nil))
      }
      return Expression(.missing, at: place)
    }
    return Expression(value.node, at: place)
  }

  private mutating func missingValue() -> Expression {
    if !isAtCellEnd, let error = misreadValue() {
      report(error)
    } else {
      let follows = position == 0 || isAtStatementStart ? "" : " after \(describe(previous))"
      reportExpected("a value" + follows, help: valueHelp)
    }
    return missing()
  }

  private var isAtStatementStart: Bool { brackets.isEmpty && position == itemStart }

  /// What people who know other languages write where we have something else.
  private func misreadValue() -> Diagnostic? {
    let place = span(of: current)
    // Not one `switch` over both signs: the optimizer of Swift 6.3.1 crashes on it.
    guard let sign = current.sign else { return nil }
    if sign == .times, previous.sign == .times, previous.upper == current.lower {
      return .foreignSign("**", meaning: "^", at: span(of: previous).joined(with: place))
    }
    return sign.isCloser && brackets.isEmpty ? .closesNothing(sign.rawValue, at: place) : nil
  }

  private var valueHelp: String? {
    switch current.kind {
    case .word(ReservedWord.if.rawValue): "a condition stands behind its value: a if b else c"
    case .word(ReservedWord.for.rawValue): "a list is made by [x * 2 for x in 1...3]"
    case .sign(.dot) where peek().lower == current.upper:
      if case .number = peek().kind { "a number has a digit before its point: 0.5" } else { nil }
    case .sign(.openCurly): "a block belongs to a call and opens on its line: hard { … }"
    default: nil
    }
  }
}
