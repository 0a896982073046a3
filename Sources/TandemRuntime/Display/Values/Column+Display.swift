import TandemCatalog
import TandemData
import TandemPlots

extension Column: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    let summary = summary
    let head = "column \(ControlText.cut(sourceText, to: 120))"
    let table = table(of: summary)
    let figure: (any TandemPlots.Figure)? =
      tiles(title: title) ?? distribution(title: title, log: [])
    return Rendering(
      text: [head, table.text].joined(separator: "\n"),
      html: HTMLText.paragraph("<strong>\(HTMLText.escaped(head))</strong>") + "\n" + table.html,
      picture: figure.map { renderer.picture(of: $0) })
  }

  var title: String { ControlText.cut(sourceText, to: 80) }

  private func table(of summary: ColumnSummary) -> DisplayTable {
    var headings: [DisplayTable.Heading] = [
      .init("type"), .init("rows", isNumber: true), .init("missing", isNumber: true),
    ]
    var cells = [
      summary.type.phrase, FigureText.count(summary.count), FigureText.count(summary.missingCount),
    ]
    if let figures = summary.figures {
      let named = [
        ("min", figures.min), ("mean", figures.mean), ("max", figures.max), ("std", figures.std),
      ]
      headings += named.map { .init($0.0, isNumber: true) }
      cells += named.map(\.1.figureText)
    }
    if !summary.levels.isEmpty {
      headings.append(.init("levels", isNumber: true))
      cells.append(FigureText.count(summary.levels.count))
    }
    var table = DisplayTable(headings)
    table.add(cells)
    return table
  }

  /// How often values or levels occur; `nil` where the column is empty.
  func distribution(title: String, log: [String]) -> Plot? {
    let summary = summary
    let label = ControlText.cut(self.label, to: 60)
    let missing = summary.missingCount == 0 ? "none" : FigureText.count(summary.missingCount)
    let subtitle = "\(FigureText.count(summary.count, "row")), \(missing) missing"
    let singles = summary.bins.filter(\.isSingleValue)
    let levels: [(name: String, count: Int)] =
      summary.levels.isEmpty
      ? singles.map { ($0.lower.figureText, $0.count) }
      : summary.levels.map { ($0.level, $0.count) }
    var plot: Plot
    if !levels.isEmpty, singles.count == summary.bins.count {
      let shown =
        levels.count > 24 ? Array(levels.sorted { $0.count > $1.count }.prefix(24)) : levels
      plot = Plot(
        title: title,
        subtitle: subtitle + (shown.count < levels.count ? "; the 24 most frequent levels" : ""),
        x: Axis(label, spacing: .categories(shown.map { ControlText.cut($0.name, to: 40) })),
        y: Axis("rows"),
        marks: [
          BarMark([
            .init("rows", values: shown.map { Double($0.count) }, colorIndex: Palette.quiet)
          ])
        ])
    } else {
      plot = Plot(
        title: title, subtitle: subtitle,
        x: Axis(label), y: Axis(isArray ? "elements" : "rows"),
        marks: [HistogramMark(elements, colorIndex: Palette.quiet)])
    }
    plot.height = 260
    return plot
  }

  private var isArray: Bool {
    if case .arrays = values { true } else { false }
  }

  /// The numbers of the column, those of arrays one after the other; NaN where missing.
  var elements: [Double] {
    switch values {
    case .numbers(let numbers), .truths(let numbers): numbers
    case .arrays(let numbers, _): numbers.map(Double.init)
    case .categories(let codes, _): codes.map { $0 < 0 ? .nan : Double($0) }
    }
  }

  /// Rows and columns of an image a row: `[height, width]` or `[channels, height, width]`.
  var imageSize: (rows: Int, columns: Int)? {
    guard case .arrays(_, let sizes) = values, (2...3).contains(sizes.count),
      sizes[sizes.count - 2] >= 4, sizes[sizes.count - 1] >= 4, !sizes.contains(0)
    else { return nil }
    return (sizes[sizes.count - 2], sizes[sizes.count - 1])
  }

  /// The first images as small tiles; `nil` for a column of anything else.
  func tiles(
    title: String, count limit: Int = 20, more: String = "",
    captions: (Int) -> [String] = { _ in [] }
  ) -> TileSheet? {
    guard let (rows, columns) = imageSize, case .arrays(let values, let sizes) = values else {
      return nil
    }
    let shown = min(limit, count)
    let size = sizes.reduce(1, *)
    let plane = rows * columns
    let first = values.prefix(shown * size).filter(\.isFinite)
    let low = Double(first.min() ?? 0)
    let span = max(Double(first.max() ?? 1) - low, 1e-12)
    let tiles = (0..<shown).map { row in
      // Channels are averaged: what is shown is the form, not the colour.
      let pixels = (0..<plane).map { pixel in
        let channels = stride(from: row * size + pixel, to: (row + 1) * size, by: plane)
        let sum = channels.reduce(0.0) { $0 + Double(values[$1]) }
        return (sum / Double(size / plane) - low) / span
      }
      return TileSheet.Tile(
        rowCount: rows, columnCount: columns, pixels: pixels,
        caption: captions(row).map { ControlText.cut($0, to: 24) }.joined(separator: "\n"))
    }
    return TileSheet(
      title: title,
      subtitle: "the first \(FigureText.count(shown)) of \(FigureText.count(count, "image")) of "
        + "\(rows) × \(columns) pixels\(more)", tiles: tiles)
  }
}
