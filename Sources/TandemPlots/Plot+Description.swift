extension Plot {
  public var altText: String {
    let all = marks.flatMap { $0.descriptions(in: self) }
    let shown = all.prefix(12).map { series in
      let figures = series.figures.prefix(6).map { "\($0.name) \($0.text)" }.joined(separator: ", ")
      return series.name.isEmpty ? figures : "\(series.name): \(figures)"
    }
    let rest = all.count > shown.count ? ["and \(all.count - shown.count) more"] : []
    let axes = [y.label, x.label].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " by ")
    let head = [title, axes == title ? "" : axes].filter { !$0.isEmpty }.joined(separator: ": ")
    let body = shown.isEmpty ? emptyText : (shown + rest).joined(separator: "; ")
    return head.isEmpty ? body : "\(head). \(body)."
  }

  public var textDescription: String {
    let rows = marks.flatMap { $0.descriptions(in: self) }
    let axes = [y.label, x.label].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " by ")
    let head = [title, axes == title ? "" : axes].filter { !$0.isEmpty }.joined(separator: " · ")
    let body = rows.isEmpty ? ["  " + emptyText] : SeriesTable(rows).lines.map { "  " + $0 }
    let notes = [subtitle, caption].compactMap { $0 }.filter { !$0.isEmpty }.map { "  " + $0 }
    return ([head].filter { !$0.isEmpty } + body + notes).joined(separator: "\n")
  }
}

/// Series in words as aligned columns, with a small course of the values where there is one.
struct SeriesTable {
  var lines: [String] = []

  init(_ rows: [SeriesDescription]) {
    var headings: [String] = []
    for row in rows {
      for figure in row.figures where !headings.contains(figure.name) {
        headings.append(figure.name)
      }
    }
    let hasCourse = rows.contains { $0.course.count > 1 }
    var cells = [[""] + (hasCourse ? [""] : []) + headings]
    for row in rows {
      let figures = headings.map { heading in
        row.figures.first { $0.name == heading }?.text ?? ""
      }
      cells.append([row.name] + (hasCourse ? [Self.sparkline(row.course)] : []) + figures)
    }
    lines = Self.aligned(cells)
  }

  /// Cells in columns, two spaces apart, without trailing spaces.
  static func aligned(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The course of values in 20 blocks of eight heights.
  static func sparkline(_ values: [Double]) -> String {
    let finite = values.filter(\.isDrawable)
    guard finite.count > 1, let least = finite.min(), let most = finite.max() else { return "" }
    let blocks = Array("▁▂▃▄▅▆▇█")
    let span = most - least
    return String(
      Thinning.byStride(finite, limit: 20).map { value in
        span > 0 ? blocks[Int(((value - least) / span * 7).rounded())] : blocks[3]
      })
  }
}
