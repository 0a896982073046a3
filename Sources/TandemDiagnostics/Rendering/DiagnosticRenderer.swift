/// Writes diagnostics for a reader.
package protocol DiagnosticRenderer {
  /// Errors one after the other, with an empty line between two; no line end at the end.
  func render(_ diagnostics: [Diagnostic], from sources: SourceLibrary) -> String
}

/// The cells that errors can point into, by their numbers.
package struct SourceLibrary: Sendable {
  private var cells: [Int: SourceText] = [:]

  package init(_ cells: [SourceText] = []) {
    for cell in cells { add(cell) }
  }

  /// Keeps a cell; one that had the same number is forgotten.
  package mutating func add(_ cell: SourceText) {
    cells[cell.cell] = cell
  }

  package subscript(cell: Int) -> SourceText? { cells[cell] }
}

/// Plain text, as in a file or a terminal without colours.
package struct PlainTextRenderer: DiagnosticRenderer {
  package init() {}

  package func render(_ diagnostics: [Diagnostic], from sources: SourceLibrary) -> String {
    diagnostics.map { "error: " + $0.message }.joined(separator: "\n\n")
  }
}

/// Text with the ANSI colours of a terminal: what Jupyter shows as a traceback.
package struct ANSIRenderer: DiagnosticRenderer {
  package init() {}

  package func render(_ diagnostics: [Diagnostic], from sources: SourceLibrary) -> String {
    PlainTextRenderer().render(diagnostics, from: sources)
  }
}

/// A `<pre>` element with colours of its own.
package struct HTMLRenderer: DiagnosticRenderer {
  package init() {}

  package func render(_ diagnostics: [Diagnostic], from sources: SourceLibrary) -> String {
    PlainTextRenderer().render(diagnostics, from: sources)
  }
}
