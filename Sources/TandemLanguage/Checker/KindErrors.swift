package import TandemCatalog
package import TandemDiagnostics

// Values of the wrong kind.
extension Diagnostic {
  /// `task t = adam()`.
  static func wrongDeclaredKind(
    _ declaration: Declaration, declared: ValueKind, actual: ValueKind, makers: [String]
  ) -> Self {
    let text = declaration.value.sourceText
    let value = text.count > 40 ? "this" : "'\(text)'"
    return wrongDeclaredKind(
      value, declared: declared, actual: actual, makers: makers, at: declaration.value.span)
  }

  /// A declaration whose value is of another kind; `value` is how the message names it.
  package static func wrongDeclaredKind(
    _ value: String, declared: ValueKind, actual: ValueKind, makers: [String], at span: SourceSpan
  ) -> Self {
    var error = Self(
      "wrong-kind", "\(value) is \(actual.phrase), not \(declared.phrase)", at: span)
    if !makers.isEmpty { error.help = ["\(declared.phrase) is made with \(makers.phrase("or"))"] }
    if declared == .weighting {
      error.help.append("or with a formula, as in 'loss / initial_loss'")
    }
    return error
  }

  static func notALayer(_ text: String, _ kind: ValueKind, at span: SourceSpan) -> Self {
    var error = Self("not-a-layer", "'->' joins layers", at: span)
    error.label = "this is \(kind.phrase)"
    return error
  }

  /// An operand that an operator has no use for.
  package static func wrongOperand(
    _ sign: String, _ text: String, _ kind: ValueKind, at span: SourceSpan
  ) -> Self {
    var error = Self("wrong-operand", "'\(sign)' has no meaning for \(kind.phrase)", at: span)
    error.label = "this is \(kind.phrase)"
    return error
  }

  package static func weightingArithmetic(at span: SourceSpan) -> Self {
    var error = Self(
      "weighting-arithmetic", "weightings can only be added to one another", at: span)
    error.help = [
      "'a + b' composes one that weighs losses with one that combines gradients, "
        + "as in 'uncertainty() + pcgrad()'"
    ]
    return error
  }

  package static func wrongRepetition(_ what: String, at span: SourceSpan) -> Self {
    var error = Self("wrong-repetition", "layers are repeated a whole number of times", at: span)
    error.label = "this is \(what)"
    return error
  }

  package static func notACondition(_ kind: ValueKind, at span: SourceSpan) -> Self {
    var error = Self("not-a-condition", "a condition is true or false", at: span)
    error.label = "this is \(kind.phrase)"
    if kind == .column { error.help = ["'data.where(…)' takes the rows where a column holds"] }
    return error
  }

  package static func notIterable(_ kind: ValueKind, at span: SourceSpan) -> Self {
    var error = Self("not-a-list", "'for' takes a list, a range, a column or a curve", at: span)
    error.label = "this is \(kind.phrase)"
    return error
  }

  package static func noSubscript(_ text: String, _ kind: ValueKind, at span: SourceSpan) -> Self {
    Self("no-items", "\(kind.phrase) has no items to take with '[…]'", at: span)
  }

  package static func divisionByZero(at span: SourceSpan) -> Self {
    Self("division-by-zero", "a number is divided by zero", at: span, label: "this is 0")
  }

  package static func boundNotWhole(_ bound: Double, at span: SourceSpan) -> Self {
    var error = Self("range", "a range goes from one whole number to another", at: span)
    error.label = "this is \(bound.sourceText)"
    return error
  }

  package static func emptyRange(at span: SourceSpan) -> Self {
    var error = Self("range", "the range is empty", at: span)
    error.label = "ends before it begins"
    return error
  }
}
