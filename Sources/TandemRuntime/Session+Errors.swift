import TandemDiagnostics

extension Session {
  /// What went wrong in a cell, in words, with every place of every cell that it points at.
  func sessionError(_ error: any Error) -> SessionError {
    let diagnostics: [Diagnostic] =
      switch error {
      case let list as DiagnosticList: list.diagnostics
      default: [interpreter.explained(error, at: nil)]
      }
    let plain = PlainTextRenderer().render(diagnostics, from: interpreter.sources)
    let colored = ANSIRenderer().render(diagnostics, from: interpreter.sources)
    return SessionError(
      name: diagnostics.first?.id ?? "error", value: diagnostics.first?.message ?? "",
      traceback: colored.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
      text: plain)
  }
}
