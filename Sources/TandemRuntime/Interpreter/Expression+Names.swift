import TandemLanguage

extension Expression {
  /// The expressions that this one is made of, a call's function among them.
  var parts: [Expression] {
    switch node {
    case .none, .truth, .number, .text, .name, .missing: []
    case .list(let items), .arrow(let items): items
    case .record(let entries): entries.map(\.value)
    case .comprehension(let comprehension):
      [comprehension.element, comprehension.source] + (comprehension.condition.map { [$0] } ?? [])
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .unary(_, let operand): [operand]
    case .binary(_, let left, let right, _): [left, right]
    case .member(let owner, _): [owner]
    case .call(let call): [call.callee] + call.arguments.map(\.value)
    case .subscripted(let owner, let index): [owner, index]
    }
  }

  /// All names that the expression uses, those of functions too.
  var names: Set<String> {
    if case .name(let name) = node { return [name] }
    return parts.reduce(into: []) { $0.formUnion($1.names) }
  }

  /// Whether the expression speaks of a step's signals as a formula does.
  ///
  /// `fixed(ink: epoch)` does not: what stands in another function's brackets is that function's.
  var mentionsSignal: Bool {
    switch node {
    case .name(let name): return FormulaSignals.isSignal(name)
    case .call(let call):
      guard case .name(let name) = call.callee.node, FormulaSignals.isFunction(name) else {
        return false
      }
      return call.arguments.contains { $0.value.mentionsSignal }
    case .member, .subscripted, .list, .record, .comprehension, .arrow: return false
    default: return parts.contains { $0.mentionsSignal }
    }
  }
}
