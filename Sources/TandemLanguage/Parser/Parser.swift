package import TandemDiagnostics

/// Reads a cell.
package struct Parser {
  /// Reads a cell; what cannot be understood becomes diagnostics, never a crash.
  package static func parse(_ source: SourceText) -> ParsedCell {
    ParsedCell(
      source: source, statements: [], diagnostics: [], endsQuietly: false, isIncomplete: false,
      openBracketCount: 0)
  }
}
