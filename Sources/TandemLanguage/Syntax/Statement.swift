package import TandemDiagnostics

/// One statement of a cell.
package enum Statement: Sendable {
  case declaration(Declaration)
  case expression(Expression)
  /// `name?`, alone on its line.
  case help(Identifier)

  package var span: SourceSpan {
    switch self {
    case .declaration(let declaration): declaration.span
    case .expression(let expression): expression.span
    case .help(let name): name.span
    }
  }
}

/// `kind name(parameters) = value`.
package struct Declaration: Sendable {
  package var kind: DeclarationKind
  package var kindSpan: SourceSpan
  package var name: Identifier
  /// Labelled parameters with defaults; only a weighting or a `let` has any.
  package var parameters: [LabelledExpression]?
  package var value: Expression
  package var span: SourceSpan

  package init(
    kind: DeclarationKind, kindSpan: SourceSpan, name: Identifier,
    parameters: [LabelledExpression]?, value: Expression, span: SourceSpan
  ) {
    self.kind = kind
    self.kindSpan = kindSpan
    self.name = name
    self.parameters = parameters
    self.value = value
    self.span = span
  }
}

package enum DeclarationKind: String, CaseIterable, Sendable {
  case data, task, architecture, weighting
  case `let`
}

/// A cell as read: what could be understood of it, and all that could not.
package struct ParsedCell: Sendable {
  package var source: SourceText
  package var statements: [Statement]
  package var diagnostics: [Diagnostic]
  /// Whether the last statement ends with `;`, which keeps its value quiet.
  package var endsQuietly: Bool
  /// Whether the text stops inside a bracket, a text or after an operator: more lines may mend it.
  package var isIncomplete: Bool
  /// How many brackets are open at the end; a console indents the next line by two for each.
  package var openBracketCount: Int

  package init(
    source: SourceText, statements: [Statement], diagnostics: [Diagnostic], endsQuietly: Bool,
    isIncomplete: Bool, openBracketCount: Int
  ) {
    self.source = source
    self.statements = statements
    self.diagnostics = diagnostics
    self.endsQuietly = endsQuietly
    self.isIncomplete = isIncomplete
    self.openBracketCount = openBracketCount
  }
}
