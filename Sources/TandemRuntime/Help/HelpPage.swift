import TandemCatalog
import TandemDiagnostics
import TandemLanguage

/// A page of help: what a function, a value or a word is, in text and in HTML.
struct HelpPage: Equatable {
  var title: String
  var blocks: [Block] = []

  enum Block: Equatable {
    case paragraph(String)
    case heading(String)
    case code([String])
    /// Rows of terms and what they mean.
    case terms([Term])
    case table(DisplayTable)
  }

  struct Term: Equatable {
    var name: String
    var meaning: String
  }

  var text: String {
    let parts = blocks.map { block in
      switch block {
      case .paragraph(let text): text
      case .heading(let text): text
      case .code(let lines): lines.map { "    " + $0 }.joined(separator: "\n")
      case .terms(let terms): Self.aligned(terms)
      case .table(let table):
        table.text.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
      }
    }
    return ([title] + parts).joined(separator: "\n\n")
  }

  private static func aligned(_ terms: [Term]) -> String {
    let width = min(terms.map(\.name.count).max() ?? 0, 24)
    return terms.map { term in
      let padding = String(repeating: " ", count: max(width - term.name.count, 0))
      return "    \(term.name)\(padding)  \(term.meaning)"
    }.joined(separator: "\n")
  }

  var html: String {
    let parts = blocks.map { block in
      switch block {
      case .paragraph(let text): "<p>\(HTMLText.escaped(text))</p>"
      case .heading(let text): "<h4>\(HTMLText.escaped(text))</h4>"
      case .code(let lines):
        "<pre><code>\(lines.map(HTMLText.escaped).joined(separator: "\n"))</code></pre>"
      case .terms(let terms):
        "<table>"
          + terms.map {
            "<tr><td style=\"text-align:left\"><code>\(HTMLText.escaped($0.name))</code></td>"
              + "<td style=\"text-align:left\">\(HTMLText.escaped($0.meaning))</td></tr>"
          }.joined() + "</table>"
      case .table(let table): table.html
      }
    }
    return "<div><pre><code><b>\(HTMLText.escaped(title))</b></code></pre>\(parts.joined())</div>"
  }
}

extension SessionBundle {
  init(_ page: HelpPage) {
    self.init(["text/plain": page.text, "text/html": page.html])
  }
}
