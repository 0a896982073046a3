import TandemCatalog
import TandemDiagnostics
import TandemLanguage

extension Diagnostic {
  /// A declaration whose value is of another kind than its first word says.
  static func wrongDeclaredKind(
    _ declaration: Declaration, wanted: ValueKind, actual: Value, makers: [MethodDescriptor]
  ) -> Self {
    let article = wanted == .data ? "data" : wanted.phrase
    var error = Self(
      "wrong-kind",
      "'\(declaration.name.name)' is declared as \(article), but its value is \(actual.kind.phrase)",
      at: declaration.value.span, label: actual.kind.phrase)
    error.related = [Related(declaration.kindSpan, "wants \(article)")]
    let names = makers.prefix(8).map(\.name).joined(separator: ", ")
    if !names.isEmpty {
      error.help = ["\(article) is made with \(names)" + (makers.count > 8 ? ", …" : "")]
    }
    return error
  }
}
