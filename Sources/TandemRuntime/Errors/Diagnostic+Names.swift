import TandemCatalog
import TandemDiagnostics
import TandemLanguage

// Names that stand for nothing, where the checker could not know it.
extension Diagnostic {
  static func needsBrackets(_ method: MethodDescriptor, at span: SourceSpan) -> Self {
    var error = Self(
      "missing-brackets", "'\(method.name)' needs arguments in brackets", at: span)
    error.help = [method.signature]
    return error
  }

  static func notInFormula(_ what: String?, at span: SourceSpan) -> Self {
    var error = Self(
      "not-in-formula",
      what.map { "a formula cannot use \($0)" } ?? "this cannot stand in a formula",
      at: span)
    error.help = [
      "a formula is made of numbers, the signals " + FormulaSignals.names.joined(separator: " ")
        + " and operators"
    ]
    return error
  }

  static func unknownFormulaFunction(_ name: String, count: Int, at span: SourceSpan) -> Self {
    if let known = FormulaSignals.functions.first(where: { $0.name == name }) {
      let counts = known.argumentCounts
      let wanted = counts.count == 1 ? "\(counts.lowerBound)" : "1 or 2"
      return Self(
        "argument-count", "'\(name)' takes \(wanted) value\(wanted == "1" ? "" : "s") in a formula",
        at: span, label: "gets \(count)")
    }
    var error = Self("not-in-formula", "a formula cannot use '\(name)'", at: span)
    error.suggest(name, among: FormulaSignals.functions.map(\.name), listing: "it can use")
    return error
  }

  /// Says which known name is near, or else lists those that there are.
  ///
  /// What is underlined may be more than the name, so that there is nothing to put in its place by itself.
  mutating func suggest(_ name: String, among known: [String], listing intro: String) {
    if let near = known.nearest(to: name) {
      label = "did you mean '\(near)'?"
    } else if !known.isEmpty {
      help.append("\(intro) \(known.phrase("and"))")
    }
  }
}
