import TandemCatalog
package import TandemDiagnostics

// What has no meaning in a weighting's formula.
extension Diagnostic {
  static func unknownSignal(_ name: String, at span: SourceSpan, known: [String]) -> Self {
    var error = Self("unknown-signal", "unknown name '\(name)' in a formula", at: span)
    error.suggest(known, for: name, else: "a formula may use \(FormulaSignals.names.phrase("and"))")
    return error
  }

  static func unknownFormulaFunction(_ name: String, at span: SourceSpan, known: [String]) -> Self {
    var error = Self("unknown-signal", "a formula has no function '\(name)'", at: span)
    error.suggest(known, for: name, else: "it has \(known.phrase("and"))")
    return error
  }

  static func notInFormula(_ what: String, at span: SourceSpan) -> Self {
    var error = Self("not-in-formula", "a formula has no place for \(what)", at: span)
    error.help = ["a formula computes with numbers and signals, as '(loss / initial_loss) ^ 1.5'"]
    return error
  }

  static func notANumberInFormula(_ text: String, _ kind: ValueKind, at span: SourceSpan) -> Self {
    var error = Self("not-in-formula", "a formula computes with numbers", at: span)
    error.label = "this is \(kind.phrase)"
    return error
  }

  static func labelInFormula(_ function: String, at span: SourceSpan) -> Self {
    Self("label-in-formula", "'\(function)' takes its values without labels in a formula", at: span)
  }

  static func formulaArgumentCount(
    _ name: String, _ counts: ClosedRange<Int>, _ call: Call, at span: SourceSpan
  ) -> Self {
    let wanted = counts.count == 1 ? "one value" : "one value or two"
    var error = Self("argument-count", "'\(name)' takes \(wanted) in a formula", at: span)
    error.label = "this has \(call.arguments.count)"
    error.help = [
      counts.count == 1
        ? "\(name)(loss)" : "\(name)(loss) is over the tasks, \(name)(a, b) of two values"
    ]
    return error
  }

  static func parameterIsSignal(_ name: String, at span: SourceSpan) -> Self {
    var error = Self(
      "parameter-is-signal", "'\(name)' is a signal and cannot be a parameter", at: span)
    error.help = ["in the formula the name stands for the signal"]
    return error
  }

  static func normalizeNeedsTruth(_ kind: ValueKind, at span: SourceSpan) -> Self {
    var error = Self("wrong-kind", "'normalize' is true or false", at: span)
    error.label = "this is \(kind.phrase)"
    return error
  }

  /// A weight that is negative whatever happens.
  package static func negativeWeight(of task: String? = nil, at span: SourceSpan) -> Self {
    let of = task.map { " of '\($0)'" } ?? ""
    return Self(
      "negative-weight", "the weight\(of) is negative", at: span, label: "must be at least 0")
  }
}
