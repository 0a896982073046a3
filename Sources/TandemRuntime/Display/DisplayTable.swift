/// A table that shows both as HTML and as aligned columns of text.
struct DisplayTable: Equatable {
  var headings: [Heading]
  var rows: [[Cell]] = []

  /// A column's heading, and on which side its cells stand.
  struct Heading: Equatable {
    var text: String
    var isNumber = false

    init(_ text: String, isNumber: Bool = false) {
      self.text = text
      self.isNumber = isNumber
    }
  }

  /// What stands in a cell.
  struct Cell: Equatable {
    var text: String
    /// Where the text leads to, in HTML.
    var link: String?
    var emphasis = Emphasis.none

    init(_ text: String, _ emphasis: Emphasis = .none, link: String? = nil) {
      self.text = text
      self.link = link
      self.emphasis = emphasis
    }
  }

  enum Emphasis { case none, strong, faint }

  init(_ headings: [Heading]) {
    self.headings = headings
  }

  mutating func add(_ cells: [Cell]) { rows.append(cells) }

  mutating func add(_ texts: [String]) { rows.append(texts.map { Cell($0) }) }

  // A mean and its deviation stay on one line.
  private static let figures = "white-space:nowrap;font-variant-numeric:tabular-nums"

  /// The table as HTML; colours are the page's own, so that it reads in light and dark.
  var html: String {
    let head = headings.map { heading in
      "<th style=\"text-align:\(heading.isNumber ? "right" : "left")\">"
        + HTMLText.escaped(heading.text) + "</th>"
    }
    let body = rows.map { row in
      let cells = row.enumerated().map { index, cell in
        let isNumber = index < headings.count && headings[index].isNumber
        let side = isNumber ? "right;\(Self.figures)" : "left"
        let fade = cell.emphasis == .faint ? ";opacity:.65" : ""
        let text = HTMLText.escaped(cell.text)
        let shown = cell.emphasis == .strong ? "<strong>\(text)</strong>" : text
        let content = cell.link.map { "<a href=\"\(HTMLText.escaped($0))\">\(shown)</a>" } ?? shown
        return "<td style=\"text-align:\(side)\(fade)\">\(content)</td>"
      }
      return "<tr>" + cells.joined() + "</tr>"
    }
    return "<table>\n<thead><tr>" + head.joined() + "</tr></thead>\n<tbody>\n"
      + body.joined(separator: "\n") + "\n</tbody></table>"
  }

  /// The table as text, two spaces between columns, numbers to the right.
  var text: String {
    let lines =
      [headings.map { ControlText.shown($0.text) }]
      + rows.map { $0.map { ControlText.shown($0.text) } }
    let widths = headings.indices.map { column in
      lines.map { column < $0.count ? ControlText.width(of: $0[column]) : 0 }.max() ?? 0
    }
    return lines.map { cells in
      var line = ""
      for (column, cell) in cells.enumerated() where column < widths.count {
        let gap = String(repeating: " ", count: widths[column] - ControlText.width(of: cell))
        line += (column == 0 ? "" : "  ") + (headings[column].isNumber ? gap + cell : cell + gap)
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
