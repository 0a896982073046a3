import TandemCatalog
import TandemDiagnostics

extension CellCheck {
  /// A bare name is a value, or else a function whose arguments all have defaults.
  mutating func visitName(_ name: String, at place: SourceSpan, expecting expected: ValueKind?)
    -> ValueFacts
  {
    if let facts = value(name) { return facts }
    if let function = function(name) { return visitBare(function, at: place) }
    reportUnknown(name, at: place, expecting: expected, isCalled: false)
    return .unknown
  }

  /// A function or method that is named without its brackets.
  mutating func visitBare(_ function: MethodDescriptor, at place: SourceSpan) -> ValueFacts {
    if let missing = function.arguments.first(where: { $0.defaultValue == nil }) {
      if isUnread(place) { return .unknown }
      report(.argument(.missing(missing.name), of: function, in: nil, at: place))
      return .unknown
    }
    return ValueFacts(function.result)
  }

  mutating func reportUnknown(
    _ name: String, at place: SourceSpan, expecting expected: ValueKind?, isCalled: Bool
  ) {
    guard reportedNames.insert(name).inserted else { return }
    if let later = laterDeclarations[name] {
      return report(.declaredLater(name, at: place, declaration: later))
    }
    let fitting = expected.map(knownNames) ?? []
    let known = fitting.isEmpty ? knownNames(isCalled: isCalled) : fitting
    if hasNamelessDeclaration, known.nearest(to: name) == nil { return }
    if let expected, !fitting.isEmpty {
      // A formula's first word may be what was meant.
      let signals = expected == .weighting ? FormulaSignals.names : []
      report(.unknownName(name, of: expected, at: place, known: fitting + signals))
    } else {
      report(.unknownName(name, isCalled: isCalled, at: place, known: known))
    }
  }

  /// Names that give a kind of value: the session's own, then functions.
  func knownNames(of kind: ValueKind) -> [String] {
    let values = names.values.filter { $0.value.kind == kind }.map(\.key).sorted()
    let declared = names.functions.values.filter { $0.result == kind }.map(\.name).sorted()
    let functions = catalog.functions(giving: kind).map(\.name)
    return unique(values + declared + functions)
  }

  /// All names that may stand bare, or be called.
  func knownNames(isCalled: Bool) -> [String] {
    let functions = names.functions.keys.sorted() + catalog.functions.keys.sorted()
    if isCalled { return unique(functions) }
    return unique(locals.keys.sorted() + names.values.keys.sorted() + functions)
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// What `help` and `methods` take: any name that means something, kinds of value among them.
  mutating func visitTopic(_ name: String, at place: SourceSpan) {
    if value(name) != nil || function(name) != nil || Self.topics.contains(name) { return }
    let known = knownNames(isCalled: false) + Self.topics.sorted()
    guard reportedNames.insert(name).inserted else { return }
    report(.unknownName(name, isCalled: false, at: place, known: known))
  }

  /// Names with a page that are neither values nor functions.
  private static let topics = Set(
    ValueKind.allCases.map(\.rawValue) + DeclarationKind.allCases.map(\.rawValue)
      + FormulaSignals.names + FormulaSignals.functions.map(\.name))
}
