/// Several charts side by side under one heading, as one for each task.
public struct PlotGrid: Figure {
  public var title: String
  public var subtitle: String?
  public var caption: String?
  /// The charts; each one's title stands small above it.
  public var plots: [Plot]
  public var columnCount: Int
  /// Whether all charts have one y axis, whose labels stand at the left only.
  public var sharesY: Bool
  public var width: Double = 640
  /// The height of each chart, its title and labels included.
  public var rowHeight: Double

  /// Creates a grid of charts.
  public init(
    title: String, subtitle: String? = nil, caption: String? = nil, plots: [Plot],
    columnCount: Int = 3, sharesY: Bool = false, rowHeight: Double = 220
  ) {
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.plots = plots
    self.columnCount = max(1, columnCount)
    self.sharesY = sharesY
    self.rowHeight = rowHeight
  }

  public var altText: String {
    let parts = plots.map(\.altText).joined(separator: " ")
    return "\(title). \(parts)"
  }

  public var textDescription: String {
    if sharesY, let names = plots.first?.y.categories { return sharedDescription(names) }
    let notes = [subtitle, caption].compactMap { $0 }.filter { !$0.isEmpty }.map { "  " + $0 }
    return ([title] + plots.map(\.textDescription) + notes).joined(separator: "\n")
  }

  /// One table for all charts: a line for each name of the y axis, a column for each chart.
  private func sharedDescription(_ names: [String]) -> String {
    let columns = plots.map { plot in
      plot.marks.flatMap { $0.descriptions(in: plot) }.flatMap(\.figures)
    }
    var rows = [[""] + plots.map { [$0.title, $0.x.label ?? ""].joined(separator: " ") }]
    for name in names {
      rows.append([name] + columns.map { $0.first { $0.name == name }?.text ?? "" })
    }
    let notes = [subtitle, caption].compactMap { $0 }.filter { !$0.isEmpty }
    return ([title] + (SeriesTable.aligned(rows) + notes).map { "  " + $0 }).joined(separator: "\n")
  }

  public func svg(id: String) -> String {
    let legend = legend
    let heading = Heading(title: title, subtitle: subtitle, legend: legend, width: width)
    let rows = (plots.count + columnCount - 1) / columnCount
    let note = Caption(caption, width: width)
    let bottom = heading.bottom + 6 + Double(rows) * rowHeight
    let height = bottom + note.height + 12
    return SVGDocument(
      width: width, height: height, title: title, description: altText,
      elements: heading.elements + panels(top: heading.bottom + 6)
        + note.elements(bottom: height)
    ).text(id: id)
  }

  /// Names that stand in more than one chart, or that have no room beside their lines.
  private var legend: [LegendEntry] {
    var seen: Set<String> = []
    return plots.flatMap(\.marks).flatMap(\.entries).filter {
      !$0.name.isEmpty && seen.insert($0.name).inserted
    }
  }

  private func panels(top: Double) -> [SVGElement] {
    let margin = Heading.margin
    let gap = sharesY ? 18.0 : 24
    let nameLimit = width * 0.32
    let names =
      sharesY ? plots.first.map { PlotPanel.yLabelWidth(of: $0, limit: nameLimit) } ?? 0 : 0
    let columns = min(columnCount, max(plots.count, 1))
    let room = width - 2 * margin - names - gap * Double(columns - 1)
    let each = room / Double(columns)
    return plots.enumerated().flatMap { index, plot in
      let column = index % columns
      let isFirst = column == 0
      let left = margin + (isFirst ? 0 : names) + Double(column) * (each + gap)
      let y = top + Double(index / columns) * rowHeight
      let bounds = PlotFrame.Area(
        left: left, top: y, right: left + each + (isFirst ? names : 0), bottom: y + rowHeight - 8)
      return PlotPanel(
        plot, in: bounds, title: plot.title, showsYLabels: !sharesY || isFirst,
        allowsEndLabels: false, nameLimit: nameLimit
      ).elements()
    }
  }
}
