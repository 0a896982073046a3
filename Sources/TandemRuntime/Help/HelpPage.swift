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
      case .paragraph(let text): "<p>\(text.htmlEscaped)</p>"
      case .heading(let text): "<h4>\(text.htmlEscaped)</h4>"
      case .code(let lines):
        "<pre><code>\(lines.joined(separator: "\n").htmlEscaped)</code></pre>"
      case .terms(let terms):
        "<table>"
          + terms.map {
            "<tr><td style=\"text-align:left\"><code>\($0.name.htmlEscaped)</code></td>"
              + "<td style=\"text-align:left\">\($0.meaning.htmlEscaped)</td></tr>"
          }.joined() + "</table>"
      }
    }
    return "<div><pre><code><b>\(title.htmlEscaped)</b></code></pre>\(parts.joined())</div>"
  }
}

extension String {
  /// The text with what HTML would read as markup escaped.
  var htmlEscaped: String {
    var escaped = ""
    for character in self {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}

extension SessionBundle {
  init(_ page: HelpPage) {
    self.init(["text/plain": page.text, "text/html": page.html])
  }
}
