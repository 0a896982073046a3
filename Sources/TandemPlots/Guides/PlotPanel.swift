/// A chart laid out in a rectangle: scales, area, guides and labels, without the heading.
struct PlotPanel {
  let plot: Plot
  let frame: PlotFrame
  /// Names that found no place beside their lines and need a legend.
  let legend: [LegendEntry]
  private let endLabels: LineEndLabels?
  private let nameLimit: Double
  private let showsYLabels: Bool
  private let title: String?
  private let bounds: PlotFrame.Area
  private let isEmpty: Bool

  /// Lays a chart out.
  /// - Parameters:
  ///   - plot: The chart.
  ///   - bounds: The rectangle for all of it.
  ///   - title: A small title, for one panel of several.
  ///   - showsYLabels: Whether the y axis has its labels here, not in a panel to the left.
  ///   - allowsEndLabels: Whether names may stand at line ends.
  ///   - nameLimit: How wide the names of a categorical y axis may be.
  init(
    _ plot: Plot, in bounds: PlotFrame.Area, title: String? = nil, showsYLabels: Bool = true,
    allowsEndLabels: Bool = true, nameLimit: Double? = nil
  ) {
    self.plot = plot
    self.bounds = bounds
    self.title = title
    self.showsYLabels = showsYLabels
    let scales = PlotScales(plot)
    isEmpty = scales.isEmpty

    let hasYLabel = showsYLabels && !(plot.y.label ?? "").isEmpty
    let top = bounds.top + (title == nil ? 0 : 18) + (hasYLabel ? 26 : 10)
    let xLabelHeight = (plot.x.label ?? "").isEmpty ? 0.0 : 18
    var area = PlotFrame.Area(
      left: bounds.left, top: top, right: bounds.right,
      bottom: max(top + 20, bounds.bottom - AxisGuides.tickRowHeight - xLabelHeight))
    self.nameLimit = nameLimit ?? bounds.width * 0.4

    let entries = plot.marks.flatMap(\.entries)
    endLabels =
      allowsEndLabels
      ? LineEndLabels(entries, width: bounds.width, height: area.height) : nil
    legend = endLabels == nil ? entries.filter { !$0.name.isEmpty } : []
    if let endLabels { area.right -= endLabels.width }
    if showsYLabels { area.left += Self.labelWidth(of: scales.y(in: area), limit: self.nameLimit) }

    if plot.x.categories != nil {
      let labels = CategoryLabels(scales.x(in: area), in: area)
      area.left = max(area.left, bounds.left + labels.overhang)
      area.bottom = max(
        top + 20, bounds.bottom - CategoryLabels(scales.x(in: area), in: area).height - xLabelHeight
      )
    }
    let (x, y) = scales.both(in: area)
    frame = PlotFrame(x: x, y: y, area: area)
  }

  func elements() -> [SVGElement] {
    var elements: [SVGElement] = []
    if let title {
      elements.append(
        .text(
          TextMetrics.fitted(title, size: 12, limit: bounds.right - frame.area.left, isBold: true),
          at: Position(frame.area.left, bounds.top + 12), size: 12, isBold: true))
    }
    elements += AxisGuides(
      plot: plot, frame: frame, showsYLabels: showsYLabels, nameLimit: nameLimit
    ).elements()
    elements += plot.marks.map { $0.render(in: frame) }
    if let endLabels { elements.append(endLabels.element(in: frame)) }
    if isEmpty {
      let middle = Position(
        (frame.area.left + frame.area.right) / 2, (frame.area.top + frame.area.bottom) / 2)
      elements.append(.text(plot.emptyText, at: middle, anchor: .middle, paint: .muted))
    }
    return elements
  }

  /// The room that a categorical y axis needs for its names.
  static func yLabelWidth(of plot: Plot, limit: Double) -> Double {
    let scale = Scale(
      plot.y, range: nil, smallestPositive: nil, fit: .nice, tickCount: 1)
    return labelWidth(of: scale, limit: limit)
  }

  private static func labelWidth(of scale: Scale, limit: Double) -> Double {
    let widest =
      scale.ticks.map { TextMetrics.width(of: $0.label, size: AxisGuides.fontSize) }.max() ?? 0
    return (scale.isCategorical ? min(widest, limit) : widest) + AxisGuides.gap
  }
}
