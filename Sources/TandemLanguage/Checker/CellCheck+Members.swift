import TandemCatalog
import TandemDiagnostics

extension CellCheck {
  mutating func visitMember(_ owner: Expression, _ name: Identifier) -> ValueFacts {
    let facts = visit(owner)
    guard let kind = facts.kind else { return .unknown }
    if facts.columns?.contains(name.name) == true { return ValueFacts(.column) }
    if facts.labels?.contains(name.name) == true { return .unknown }
    if let member = catalog.member(name.name, of: kind) { return ValueFacts(member.gives) }
    if let method = catalog.method(name.name, of: kind) {
      // Data that no cell has made yet may have a column of this name.
      if kind == .data, facts.columns == nil { return .unknown }
      return visitBare(method, at: name.span)
    }
    if kind.hasNamesOfItsOwn, facts.columns == nil, facts.labels == nil {
      // Data that no cell has made yet: what is no part of it is a column, or running says so.
      return kind == .data ? ValueFacts(.column) : .unknown
    }
    reportNoMember(name, of: owner, facts)
    return .unknown
  }

  /// A call of what stands after a `.`.
  mutating func visitMethodCall(
    _ call: Call, of owner: Expression, _ name: Identifier, at place: SourceSpan
  ) -> ValueFacts {
    let facts = visit(owner)
    guard let kind = facts.kind else {
      visitArguments(of: call)
      return .unknown
    }
    if let method = catalog.method(name.name, of: kind) {
      return visitArguments(of: call, to: method, at: place)
    }
    visitArguments(of: call)
    let isPart =
      catalog.member(name.name, of: kind) != nil || facts.columns?.contains(name.name) == true
      || facts.labels?.contains(name.name) == true
    if isPart {
      report(.partIsNoFunction(name.name, at: name.span, text: owner.sourceText))
    } else if !kind.hasNamesOfItsOwn || facts.columns != nil || facts.labels != nil {
      reportNoMember(name, of: owner, facts, isCalled: true)
    }
    return .unknown
  }

  private mutating func reportNoMember(
    _ name: Identifier, of owner: Expression, _ facts: ValueFacts, isCalled: Bool = false
  ) {
    guard let kind = facts.kind else { return }
    let methods = catalog.methods(of: kind).map(\.name)
    let parts = catalog.members(of: kind).map(\.name)
    let text = owner.sourceText
    if let columns = facts.columns, !isCalled {
      return report(
        .unknownColumn(
          name.name, of: text, columns: columns, methods: methods + parts, at: name.span))
    }
    let isMethod = isCalled && !methods.isEmpty
    let known = isMethod ? methods : (facts.labels ?? []) + parts + methods
    report(.unknownMember(name.name, of: text, kind, known: known, at: name.span))
  }
}

extension ValueKind {
  /// Whether values of the kind have parts that the catalog does not list: columns, labels, tasks.
  var hasNamesOfItsOwn: Bool {
    switch self {
    case .data, .record, .curves, .evaluation, .comparison, .prediction, .model: true
    default: false
    }
  }
}
