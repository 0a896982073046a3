import TandemCatalog
import TandemDiagnostics
import TandemLanguage

extension Interpreter {
  /// The value of an argument where `kind` is wanted: words may stand bare, formulas as they are.
  func evaluate(_ expression: Expression, as kind: ArgumentKind, in scope: Scope) throws -> Value {
    try read(expression, as: kind, in: scope) ?? evaluate(expression, in: scope)
  }

  /// The value, if the expression has to be read in a way of its own there.
  private func read(_ expression: Expression, as kind: ArgumentKind, in scope: Scope) throws
    -> Value?
  {
    switch (kind, expression.node) {
    case (.word(let words), .name(let name)) where words.contains(name): return .text(name)
    case (.object(.weighting), _):
      return isFormula(expression) || isWeightingSum(expression)
        ? try weighting(expression, in: scope) : nil
    case (.formula, _):
      return isFormula(expression) ? .object(try formula(expression, in: scope)) : nil
    case (.topic, .name(let name)): return topic(name, at: expression.span, in: scope)
    case (.list(let element), .list(let items)):
      return .list(try items.map { try evaluate($0, as: element, in: scope) })
    case (.record(let element), .record(let entries)):
      return .record(try record(entries, as: element, in: scope))
    case (.record(let element), _): return try self.read(expression, as: element, in: scope)
    case (.oneOf(let kinds), _):
      for kind in kinds {
        if let value = try self.read(expression, as: kind, in: scope) { return value }
      }
      return nil
    default: return nil
    }
  }

  /// What a name means to `help`: the session's value, or the function of that name, not called.
  private func topic(_ name: String, at span: SourceSpan, in scope: Scope) -> Value? {
    Topic(name: name, value: scope.locals[name] ?? names[name], library: library, last: last)
      .map { .object($0) }
  }
}
