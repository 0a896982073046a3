import TandemCatalog
import TandemData
import TandemPlots

extension Dataset: Displayable {
  private static let columnLimit = 40
  private static let wideLimit = 10

  func rendering(by renderer: Renderer) -> Rendering {
    let summary = summary(rows: 5)
    let columns = columnTable(summary)
    let rows = rowTable(summary)
    let head = "data \(ControlText.cut(sourceText, to: 120))"
    let facts = facts(of: summary)
    let html = [
      HTMLText.paragraph(
        "<strong>\(HTMLText.escaped(head))</strong><br>\(HTMLText.escaped(facts))"),
      columns.html, more(summary.columns.count - Self.columnLimit, "column").map(faint) ?? "",
      faint("The first rows:"), rows.html,
      more(summary.columns.count - Self.wideLimit, "column").map(faint) ?? "",
    ]
    let text =
      [
        head, facts, "", columns.text, more(summary.columns.count - Self.columnLimit, "column"), "",
        rows.text, more(summary.columns.count - Self.wideLimit, "column"),
      ] as [String?]
    return Rendering(
      text: text.compactMap { $0 }.joined(separator: "\n"),
      html: html.filter { !$0.isEmpty }.joined(separator: "\n"),
      picture: imageColumn.flatMap(tiles).map { renderer.picture(of: $0) })
  }

  private func faint(_ text: String) -> String {
    HTMLText.paragraph(HTMLText.escaped(text), isFaint: true)
  }

  private func more(_ count: Int, _ noun: String) -> String? {
    count > 0 ? "… and \(FigureText.count(count, "more \(noun)"))" : nil
  }

  private func facts(of summary: DatasetSummary) -> String {
    var facts = [FigureText.count(summary.rowCount, "row")]
    if let sizes = summary.splitSizes {
      let parts = [(sizes.train, "train"), (sizes.validation, "validation"), (sizes.test, "test")]
      let text = parts.map { "\(FigureText.count($0.0)) \($0.1)" }.joined(separator: ", ")
      facts.append("split \(text)" + (summary.isSplitAsked ? "" : " (by default)"))
    }
    if let inputs = summary.inputNames {
      facts.append("inputs \(ControlText.cut(inputs.joined(separator: ", "), to: 80))")
    }
    if !summary.standardizesInputs { facts.append("inputs as they are") }
    return facts.joined(separator: " · ")
  }

  private func columnTable(_ summary: DatasetSummary) -> DisplayTable {
    let hasLevels = summary.columns.contains { !$0.levels.isEmpty }
    var table = DisplayTable(
      [
        .init("column"), .init("type"), .init("missing", isNumber: true),
        .init("min", isNumber: true), .init("mean", isNumber: true), .init("max", isNumber: true),
      ] + (hasLevels ? [.init("values")] : []))
    for column in summary.columns.prefix(Self.columnLimit) {
      let figures = column.figures
      table.add(
        [
          .init(ControlText.cut(column.label, to: 32), .strong), .init(column.type.phrase),
          .init(
            FigureText.count(column.missingCount), column.missingCount == 0 ? .faint : .none),
          .init(figures?.min.figureText ?? ""), .init(figures?.mean.figureText ?? ""),
          .init(figures?.max.figureText ?? ""),
        ] + (hasLevels ? [.init(Self.levels(of: column), .faint)] : []))
    }
    return table
  }

  /// The most frequent levels, as many as fit.
  private static func levels(of column: ColumnSummary) -> String {
    let sorted = column.levels.sorted { ($1.count, $0.level) < ($0.count, $1.level) }
    let shown = sorted.prefix(4).map {
      "\(ControlText.cut($0.level, to: 20)) \(FigureText.count($0.count))"
    }
    let rest = sorted.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? ", … \(FigureText.count(rest)) more" : "")
  }

  /// A number with more digits than a table has room for is rounded, a long text cut.
  private static func short(_ cell: String, isNumber: Bool) -> String {
    guard isNumber, cell.count > 10, let number = Double(cell) else {
      return ControlText.cut(cell, to: 24)
    }
    return number.figureText
  }

  private func rowTable(_ summary: DatasetSummary) -> DisplayTable {
    let shown = Array(summary.columns.prefix(Self.wideLimit))
    var table = DisplayTable(
      [.init("row", isNumber: true)]
        + shown.map {
          .init(ControlText.cut($0.label, to: 20), isNumber: $0.type == .numbers)
        })
    for (index, row) in summary.firstRows.enumerated() {
      table.add(
        [.init("\(index)", .faint)]
          + zip(row, shown).map { cell, column in
            guard let cell else { return .init("–", .faint) }
            return .init(Self.short(cell, isNumber: column.type == .numbers))
          })
    }
    return table
  }
}

extension Dataset {
  /// The first column of images.
  var imageColumn: Column? {
    columnNames.lazy.compactMap { column($0) }.first { $0.imageSize != nil }
  }

  /// The first images with what the first other columns, two at most, say of them.
  func tiles(of column: Column) -> TileSheet? {
    let others = columnNames.lazy.compactMap { self.column($0) }
    let captions = others.filter { if case .arrays = $0.type { false } else { true } }.prefix(2)
    let labels = captions.map { ControlText.cut($0.label, to: 40) }.joined(separator: " and ")
    return column.tiles(
      title: ControlText.cut("\(sourceText).\(column.label)", to: 80),
      more: labels.isEmpty ? "" : ", \(labels) below"
    ) { row in captions.map { $0.cellText(row) ?? "" } }
  }
}
