import TandemDiagnostics

extension Parser {
  // list = "[" [ item { "," item } [ "," ] ] "]"
  //      | "[" expression "for" NAME "in" range [ "if" disjunction ] "]"
  mutating func list() -> Expression {
    let errorCount = diagnostics.count
    let opener = advance()
    brackets.append(opener)
    var items: [(label: Identifier?, value: Expression)] = []
    var comprehension: Comprehension?
    readItems(of: opener) { parser in
      var label = parser.label() ?? parser.quotedLabel()
      var value = parser.expression()
      if label == nil, parser.current.sign == .colon {
        label = parser.labelWithoutQuotes(at: value.span)
        value = parser.expression()
      }
      if comprehension != nil { return parser.report(.comprehensionIsWhole(at: value.span)) }
      if items.isEmpty, label == nil, parser.isAt(.for) {
        comprehension = parser.comprehension(of: value)
      } else {
        items.append((label, value))
      }
    }
    let place = span(from: opener)
    if let comprehension { return Expression(.comprehension(comprehension), at: place) }
    if diagnostics.count == errorCount { checkLabels(items) }
    let isRecord = items.first?.label != nil
    let labelled = items.compactMap { item in
      item.label.map { LabelledExpression($0, item.value) }
    }
    return Expression(isRecord ? .record(labelled) : .list(items.map(\.value)), at: place)
  }

  /// A label that is no word, as a class or a part of a network may be called: `"heads.ink": 0.5`.
  private mutating func quotedLabel() -> Identifier? {
    guard case .text(let text) = current.kind, peek().sign == .colon else { return nil }
    let label = Identifier(text, at: span(of: advance()))
    advance()
    return label
  }

  /// What was read as a value, but stands before a `:`.
  private mutating func labelWithoutQuotes(at place: SourceSpan) -> Identifier {
    let label = Identifier(source.text(in: place.lower..<place.upper), at: place)
    report(.labelNeedsQuotes(label.name, at: place))
    advance()
    return label
  }

  /// A record's items all have labels, a list's have none.
  private mutating func checkLabels(_ items: [(label: Identifier?, value: Expression)]) {
    guard let first = items.first else { return }
    let isRecord = first.label != nil
    guard let other = items.first(where: { ($0.label != nil) != isRecord }) else { return }
    let places = [first, other].map { $0.label?.span ?? $0.value.span }
    report(.mixedItems(isRecord: isRecord, at: places[1], first: places[0]))
  }

  private mutating func comprehension(of element: Expression) -> Comprehension {
    advance()
    var variable = Identifier("", at: hereSpan)
    if isName(current) {
      variable = Identifier(text(of: current), at: span(of: current))
      advance()
    } else {
      reportExpected("a name after 'for'")
      if current.word == nil, current.sign == nil, !isAtCellEnd { advance() }
    }
    if take(.in) == nil { reportExpected("'in' after the name") }
    let source = startsExpression ? descend { $0.binary(.range) } : missingSource()
    let condition = take(.if).map { _ in descend { $0.binary(.disjunction) } }
    return Comprehension(
      element: element, variable: variable, source: source, condition: condition)
  }

  private mutating func missingSource() -> Expression {
    if previous.word == ReservedWord.in.rawValue { reportExpected("a value after 'in'") }
    return missing()
  }
}
