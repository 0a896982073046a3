import TandemCatalog
import TandemDiagnostics

extension Parser {
  // cell = [ statement ] { end [ statement ] }
  mutating func cell() -> [Statement] {
    var statements: [Statement] = []
    while true {
      while current.sign == .semicolon { advance() }
      if isAtCellEnd { return statements }
      isAbandoning = false
      itemStart = position
      if let statement = statement() { statements.append(statement) }
      if !isAtEnd { recoverFromStatement() }
    }
  }

  // statement = declaration | expression | NAME "?"
  private mutating func statement() -> Statement? {
    if let word = current.word {
      if peek().sign == .question, !peek().startsLine { return helpStatement(word) }
      if startsDeclaration(at: position), let kind = DeclarationKind(rawValue: word) {
        return .declaration(declaration(kind))
      }
      if let statement = malformedDeclaration(word) { return statement }
      if peek().sign == .colon, !peek().startsLine { return entriesWithoutBlock() }
    }
    let start = position
    let value = expression()
    // Nothing was read: the error has been reported, and there is no statement.
    return position == start ? nil : .expression(value)
  }

  /// Entries whose block was never opened: one error for all of them.
  private mutating func entriesWithoutBlock() -> Statement? {
    report(.labelWithoutBlock(text(of: current), at: span(of: current)))
    while true {
      guard label() != nil else { break }
      _ = expression()
      guard isAfterLineEnd || take(.comma) != nil, peek().sign == .colon else { break }
      itemStart = position
    }
    if current.sign == .closeCurly { advance() }
    return nil
  }

  private mutating func helpStatement(_ word: String) -> Statement {
    let name = Identifier(word, at: span(of: advance()))
    advance()
    return .help(name)
  }

  /// Whether a declaration begins at a token; inside brackets it shows that one was forgotten.
  func startsDeclaration(at index: Int) -> Bool {
    let token = tokens[index]
    guard let word = token.word, index + 1 < tokens.count else { return false }
    guard token.startsLine || (index > 0 && tokens[index - 1].sign == .semicolon) else {
      return false
    }
    let next = tokens[index + 1]
    if word == ReservedWord.let.rawValue { return next.sign != .colon }
    return DeclarationKind(rawValue: word) != nil && isName(next) && !next.startsLine
  }

  /// A declaration without its kind, or with a misspelt one, read as what was probably meant.
  private mutating func malformedDeclaration(_ word: String) -> Statement? {
    guard ReservedWord(rawValue: word) == nil else { return nil }
    if isName(peek()), !peek().startsLine, isAssignment(after: position + 2) {
      let kinds = DeclarationKind.allCases.map(\.rawValue)
      report(.unknownDeclarationKind(word, at: span(of: current), kinds: kinds))
      let meant = kinds.nearest(to: word).flatMap(DeclarationKind.init) ?? .let
      return .declaration(declaration(meant))
    }
    guard isAssignment(after: position + 1) else { return nil }
    if let kind = DeclarationKind(rawValue: word) { return .declaration(declaration(kind)) }
    report(.missingDeclarationKind(of: word, at: span(of: current)))
    return .declaration(declaration(.let, hasKind: false))
  }

  /// Whether `=` stands at an index, perhaps after parameters in brackets.
  private func isAssignment(after index: Int) -> Bool {
    guard index < tokens.count, !tokens[index].startsLine else { return false }
    guard tokens[index].sign == .openRound else { return tokens[index].sign == .assign }
    var nesting = 0
    for next in index..<tokens.count {
      switch tokens[next].sign {
      case .openRound: nesting += 1
      case .closeRound:
        nesting -= 1
        if nesting == 0 { return next + 1 < tokens.count && tokens[next + 1].sign == .assign }
      case .semicolon, .openCurly: return false
      default: if startsDeclaration(at: next) { return false }
      }
    }
    return false
  }

  func isName(_ token: Token) -> Bool {
    token.word.map { ReservedWord(rawValue: $0) == nil } ?? false
  }

  // declaration = kind NAME [ parameters ] "=" expression
  private mutating func declaration(_ kind: DeclarationKind, hasKind: Bool = true) -> Declaration {
    let first = current
    if hasKind { advance() }
    let name = declaredName(after: kind)
    var parameters: [LabelledExpression]?
    if isAt(.openRound) {
      let opener = current
      parameters = self.parameters()
      if hasKind, kind != .let, kind != .weighting {
        report(.parametersNotAllowed(for: kind, at: span(from: opener)))
        parameters = nil
      }
    }
    let value = takeAssign(after: name) ? expression() : missing()
    return Declaration(
      kind: kind, kindSpan: span(of: first), name: name, parameters: parameters, value: value,
      span: span(from: first))
  }

  private mutating func declaredName(after kind: DeclarationKind) -> Identifier {
    guard let word = current.word, !isAfterLineEnd else {
      let help = "'let \(kind.rawValue) = …' declares something of that name"
      reportExpected("a name after '\(kind.rawValue)'", help: kind == .let ? nil : help)
      // A text or a number stands where the name should: the rest can still be read.
      if !isAtEnd, current.sign == nil { advance() }
      return Identifier("", at: hereSpan)
    }
    let place = span(of: current)
    if ReservedWord(rawValue: word) != nil { report(.reservedName(word, at: place)) }
    advance()
    return Identifier(word, at: place)
  }

  /// Takes `=`; says whether a value can be read.
  private mutating func takeAssign(after name: Identifier) -> Bool {
    if take(.assign) != nil { return true }
    let what = name.name.isEmpty ? "'='" : "'=' after '\(name.name)'"
    reportExpected(what)
    if isAt(.colon) || isAt(.equals) {
      advance()
      return true
    }
    return !isAtEnd && startsExpression
  }

  // parameters = "(" NAME "=" expression { "," NAME "=" expression } ")"
  private mutating func parameters() -> [LabelledExpression] {
    let opener = advance()
    var parameters: [LabelledExpression] = []
    brackets.append(opener)
    if let closer = isAt(.closeRound) ? current : nil {
      report(.emptyParameters(at: span(of: opener).joined(with: span(of: closer))))
    }
    readItems(of: opener) { parser in
      if let parameter = parser.parameter() { parameters.append(parameter) }
    }
    return parameters
  }

  private mutating func parameter() -> LabelledExpression? {
    guard let word = current.word else {
      reportExpected("a parameter's name")
      return nil
    }
    let name = Identifier(word, at: span(of: current))
    if ReservedWord(rawValue: word) != nil { report(.reservedName(word, at: name.span)) }
    advance()
    if let sign = take(.colon) {
      report(.parameterNeedsAssign(name.name, at: span(of: sign)))
    } else if take(.assign) == nil {
      if isAtCellEnd { return nil }
      report(.parameterNeedsDefault(name.name, at: name.span))
      return LabelledExpression(name, startsExpression ? expression() : missing())
    }
    return LabelledExpression(name, expression())
  }
}
