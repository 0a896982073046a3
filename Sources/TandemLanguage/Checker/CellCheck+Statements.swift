package import TandemCatalog
import TandemDiagnostics

extension CellCheck {
  mutating func visit(_ statement: Statement) {
    switch statement {
    case .declaration(let declaration): visit(declaration)
    case .expression(let expression): visit(expression)
    case .help(let name): visitTopic(name.name, at: name.span)
    }
  }

  private mutating func visit(_ declaration: Declaration) {
    for parameter in declaration.parameters ?? [] { visit(parameter, of: declaration) }
    let facts = value(of: declaration)
    locals = [:]
    laterDeclarations[declaration.name.name] = nil
    guard !declaration.name.name.isEmpty else { return }
    if declaration.parameters != nil {
      names.functions[declaration.name.name] = MethodDescriptor(declaredBy: declaration)
      names.values[declaration.name.name] = nil
    } else {
      names.values[declaration.name.name] = facts
    }
    reportedNames.remove(declaration.name.name)
  }

  private mutating func visit(_ parameter: LabelledExpression, of declaration: Declaration) {
    let name = parameter.label
    let facts = visit(parameter.value)
    if declaration.kind == .weighting, FormulaSignals.isSignal(name.name) {
      report(.parameterIsSignal(name.name, at: name.span))
    }
    if name.name == FormulaSignals.normalizeParameter, declaration.kind == .weighting,
      let kind = facts.kind, kind != .truth
    {
      report(.normalizeNeedsTruth(kind, at: parameter.value.span))
    }
    if locals[name.name] != nil,
      let first = declaration.parameters?.first(where: { $0.label.name == name.name })
    {
      report(.parameterTwice(name.name, at: name.span, first: first.label.span))
    }
    locals[name.name] = .unknown
  }

  private mutating func value(of declaration: Declaration) -> ValueFacts {
    guard let declared = declaration.kind.valueKind else { return visit(declaration.value) }
    var facts =
      declared == .weighting
      ? visitWeighting(declaration.value) : visit(declaration.value, expecting: declared)
    if let kind = facts.kind, kind != declared {
      let makers = catalog.functions(giving: declared).map(\.name)
      report(.wrongDeclaredKind(declaration, declared: declared, actual: kind, makers: makers))
      facts = .unknown
    }
    facts.kind = declared
    return facts
  }
}

extension DeclarationKind {
  /// What the value must be; `nil` for `let`, which takes any.
  package var valueKind: ValueKind? {
    switch self {
    case .data: .data
    case .task: .task
    case .architecture: .architecture
    case .weighting: .weighting
    case .let: nil
    }
  }
}
