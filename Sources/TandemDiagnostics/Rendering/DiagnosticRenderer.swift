/// Writes diagnostics for a reader.
package protocol DiagnosticRenderer {
  /// Errors one after the other, with an empty line between two; no line end at the end.
  func render(_ diagnostics: [Diagnostic], from sources: SourceLibrary) -> String
}

/// The texts that errors can point into, by what spans call them.
package struct SourceLibrary: Sendable {
  private var texts: [Int: SourceText] = [:]

  package init(_ texts: [SourceText] = []) {
    for text in texts { add(text) }
  }

  /// Keeps a text; one with the same key is forgotten.
  package mutating func add(_ text: SourceText) {
    texts[text.cell] = text
  }

  package subscript(cell: Int) -> SourceText? { texts[cell] }
}

/// Plain text, as in a file or a terminal without colours.
package struct PlainTextRenderer: DiagnosticRenderer {
  package init() {}

  package func render(_ diagnostics: [Diagnostic], from sources: SourceLibrary) -> String {
    let blocks = diagnostics.map { diagnostic in
      let lines = DiagnosticLayout(diagnostic, sources: sources).lines
      return lines.map(\.text).joined(separator: "\n")
    }
    return blocks.joined(separator: "\n\n")
  }
}

/// Text with the ANSI colours of a terminal: what Jupyter shows as a traceback.
package struct ANSIRenderer: DiagnosticRenderer {
  package init() {}

  package func render(_ diagnostics: [Diagnostic], from sources: SourceLibrary) -> String {
    let blocks = diagnostics.map { diagnostic in
      let lines = DiagnosticLayout(diagnostic, sources: sources).lines
      return lines.map { $0.pieces.map(colored).joined() }.joined(separator: "\n")
    }
    return blocks.joined(separator: "\n\n")
  }

  private func colored(_ piece: StyledLine.Piece) -> String {
    guard let code = code(of: piece.role) else { return piece.text }
    return "\u{1B}[\(code)m\(piece.text)\u{1B}[0m"
  }

  private func code(of role: StyledLine.Role) -> String? {
    switch role {
    case .source: nil
    case .severity: "1;31"
    case .caution: "1;33"
    case .message: "1"
    case .gutter: "34"
    case .mark: "31"
    case .relatedMark: "36"
    case .aside: "1;36"
    }
  }
}

/// A `<pre>` element with colours of its own; in JupyterLab they follow the theme.
package struct HTMLRenderer: DiagnosticRenderer {
  package init() {}

  package func render(_ diagnostics: [Diagnostic], from sources: SourceLibrary) -> String {
    let blocks = diagnostics.map { diagnostic in
      let lines = DiagnosticLayout(diagnostic, sources: sources).lines
      return lines.map { $0.pieces.map(element).joined() }.joined(separator: "\n")
    }
    return "<pre class=\"tandem-error\">" + blocks.joined(separator: "\n\n") + "</pre>"
  }

  private func element(_ piece: StyledLine.Piece) -> String {
    let text = escaped(piece.text)
    guard let style = style(of: piece.role) else { return text }
    return "<span style=\"\(style)\">\(text)</span>"
  }

  private func style(of role: StyledLine.Role) -> String? {
    switch role {
    case .source: nil
    case .severity: "color: var(--jp-error-color1, #c62828); font-weight: bold"
    case .caution: "color: var(--jp-warn-color1, #b26a00); font-weight: bold"
    case .message: "font-weight: bold"
    case .gutter: "color: var(--jp-ui-font-color2, #757575)"
    case .mark: "color: var(--jp-error-color1, #c62828)"
    case .relatedMark: "color: var(--jp-info-color1, #00838f)"
    case .aside: "color: var(--jp-info-color1, #00838f); font-weight: bold"
    }
  }

  private func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
