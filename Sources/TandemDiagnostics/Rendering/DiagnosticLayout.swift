/// A line of a rendered diagnostic, in pieces that a renderer may colour.
struct StyledLine {
  var pieces: [Piece]

  struct Piece {
    var role: Role
    var text: String
  }

  enum Role {
    case severity, caution, message, gutter, source, mark, relatedMark, aside
  }

  init(_ pieces: (Role, String)...) {
    self.pieces = pieces.map { Piece(role: $0, text: $1) }
  }

  var text: String { pieces.map(\.text).joined() }
}

/// The lines of a diagnostic: the message, each place with its marks, notes and help.
///
/// ```
/// error: message
///   ┌─ cell 5, line 2
/// 2 │ the line
///   │     ^^^^ label
///   = help: what to write
/// ```
struct DiagnosticLayout {
  private(set) var lines: [StyledLine] = []
  private let gutterWidth: Int

  init(_ diagnostic: Diagnostic, sources: SourceLibrary) {
    var asides = diagnostic.notes.map { ("note", $0) }
    var snippets: [Snippet] = []
    if let span = diagnostic.span {
      let mark = Snippet.Mark(span: span, label: diagnostic.label, isPrimary: true)
      if !Self.add(mark, to: &snippets, sources), let label = diagnostic.label {
        asides.append(("note", label))
      }
    }
    for related in diagnostic.related {
      let mark = Snippet.Mark(span: related.span, label: related.label, isPrimary: false)
      if !Self.add(mark, to: &snippets, sources) { asides.append(("note", related.label)) }
    }
    asides += diagnostic.help.map { ("help", $0) }
    gutterWidth = snippets.map { String($0.line + 1).count }.max() ?? 1

    lines.append(
      StyledLine(
        (diagnostic.severity == .error ? .severity : .caution, diagnostic.severity.rawValue),
        (.message, ": " + diagnostic.message.onOneLine)))
    for snippet in snippets { append(snippet) }
    for (kind, text) in asides {
      lines.append(
        StyledLine((.gutter, indent + "= "), (.aside, kind), (.source, ": " + text.onOneLine)))
    }
  }

  /// Puts a mark where its line is shown, in a snippet of its own if none shows it yet; says whether
  /// the text is known at all.
  private static func add(
    _ mark: Snippet.Mark, to snippets: inout [Snippet], _ sources: SourceLibrary
  ) -> Bool {
    guard let source = sources[mark.span.cell] else { return false }
    let line = source.line(of: mark.span.lower)
    if let index = snippets.firstIndex(where: { $0.source.cell == source.cell && $0.line == line })
    {
      snippets[index].marks.append(mark)
    } else {
      snippets.append(Snippet(source: source, line: line, marks: [mark]))
    }
    return true
  }

  private var indent: String { String(repeating: " ", count: gutterWidth + 1) }

  private mutating func append(_ snippet: Snippet) {
    let number = String(snippet.line + 1)
    let padding = String(repeating: " ", count: gutterWidth - number.count)
    let shown = snippet.layOut()
    lines.append(StyledLine((.gutter, "\(indent)┌─ \(snippet.title)")))
    // Nothing may trail behind an empty line's bar.
    let bar = shown.text.isEmpty ? "│" : "│ "
    lines.append(StyledLine((.gutter, "\(number)\(padding) \(bar)"), (.source, shown.text)))
    for mark in shown.marks {
      let space = String(repeating: " ", count: mark.column)
      let underline = String(repeating: mark.isPrimary ? "^" : "-", count: mark.width)
      let label = mark.label.map { " " + $0.onOneLine } ?? ""
      let role: StyledLine.Role = mark.isPrimary ? .mark : .relatedMark
      lines.append(StyledLine((.gutter, "\(indent)│ "), (role, space + underline + label)))
    }
  }
}

extension String {
  /// The text without line ends and other characters that would spoil the layout.
  fileprivate var onOneLine: String {
    guard unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return self
    }
    return DisplayLine(self).text
  }
}
