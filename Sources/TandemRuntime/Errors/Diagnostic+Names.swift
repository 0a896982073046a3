import TandemCatalog
import TandemDiagnostics
import TandemLanguage

// Names that stand for nothing, where the checker could not know it.
extension Diagnostic {
  static func unknownName(_ name: String, at span: SourceSpan, known: [String]) -> Self {
    var error = Self("unknown-name", "nothing is called '\(name)'", at: span)
    error.suggest(name, among: known)
    return error
  }

  static func unknownFunction(_ name: String, at span: SourceSpan, known: [String]) -> Self {
    var error = Self("unknown-function", "no function is called '\(name)'", at: span)
    error.suggest(name, among: known)
    return error
  }

  static func unknownMethod(
    _ name: String, of kind: ValueKind, at span: SourceSpan, known: [String]
  ) -> Self {
    var error = Self("unknown-method", "\(kind.phrase) has no method '\(name)'", at: span)
    error.suggest(name, among: known, listing: "\(kind.phrase) has")
    return error
  }

  static func unknownPart(
    _ name: String, of kind: ValueKind, at span: SourceSpan, parts: [String], methods: [String]
  ) -> Self {
    let noun = kind == .data ? "column" : "part"
    var error = Self("unknown-\(noun)", "\(kind.phrase) has no \(noun) '\(name)'", at: span)
    if parts.isEmpty && methods.isEmpty { return error }
    error.suggest(name, among: parts + methods, listing: parts.isEmpty ? nil : "it has", parts)
    return error
  }

  static func unknownLabel(_ name: String, of record: Record, at span: SourceSpan) -> Self {
    let labels = record.entries.map(\.label)
    var error = Self("unknown-label", "the record has no '\(name)'", at: span)
    error.suggest(name, among: labels, listing: "it has")
    return error
  }

  static func needsBrackets(_ method: MethodDescriptor, at span: SourceSpan) -> Self {
    var error = Self(
      "missing-brackets", "'\(method.name)' needs arguments in brackets", at: span)
    error.help = [method.signature]
    return error
  }

  static func notCallable(_ name: String?, _ kind: ValueKind, at span: SourceSpan) -> Self {
    Self(
      "not-a-function", "\(name.map { "'\($0)' is \(kind.phrase)" } ?? "this is \(kind.phrase)"), "
        + "not a function", at: span, label: kind.phrase)
  }

  static func notInFormula(_ what: String?, at span: SourceSpan) -> Self {
    var error = Self(
      "not-in-formula", what.map { "a formula cannot use \($0)" } ?? "this cannot stand in a formula",
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
  mutating func suggest(
    _ name: String, among known: [String], listing intro: String? = nil, _ listed: [String]? = nil
  ) {
    if let near = known.nearest(to: name) {
      label = "did you mean '\(near)'?"
      if let span { fixIts.append(FixIt(span, near)) }
      return
    }
    let listed = listed ?? known
    guard let intro, !listed.isEmpty else { return }
    let shown = listed.prefix(12).joined(separator: ", ")
    help.append("\(intro) \(shown)" + (listed.count > 12 ? ", and \(listed.count - 12) more" : ""))
  }
}
