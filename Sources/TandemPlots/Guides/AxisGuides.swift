/// Grid, ticks and labels of both axes.
struct AxisGuides {
  var plot: Plot
  var frame: PlotFrame
  var showsYLabels = true
  var nameLimit: Double

  static let fontSize = 11.0
  /// Between a label and the area.
  static let gap = 8.0

  private var area: PlotFrame.Area { frame.area }

  func elements() -> [SVGElement] {
    yTicks() + xTicks() + axisLabels()
  }

  private func yTicks() -> [SVGElement] {
    let isCategorical = frame.y.isCategorical
    let every = Self.stride(of: frame.y, room: 14)
    return frame.y.ticks.enumerated().flatMap { index, tick -> [SVGElement] in
      guard let y = frame.y.position(tick.value), index % every == 0 else { return [] }
      var elements: [SVGElement] = []
      if !isCategorical {
        let isZero = tick.value == 0 && frame.y.domain.lowerBound < 0
        elements.append(
          .line(
            Position(area.left, y), Position(area.right, y), stroke: isZero ? .muted : .grid,
            width: 1))
      }
      guard showsYLabels else { return elements }
      let label =
        isCategorical
        ? TextMetrics.fitted(tick.label, size: Self.fontSize, limit: nameLimit) : tick.label
      elements.append(
        .text(
          label, at: Position(area.left - Self.gap, y + 4), size: Self.fontSize, anchor: .end,
          paint: isCategorical ? .ink : .muted))
      return elements
    }
  }

  private func xTicks() -> [SVGElement] {
    guard !frame.x.isCategorical else { return CategoryLabels(frame.x, in: area).elements() }
    let hasGrid = frame.y.isCategorical || plot.marks.contains { $0 is PointMark }
    var elements: [SVGElement] = []
    if !frame.y.isCategorical {
      elements.append(
        .line(
          Position(area.left, area.bottom), Position(area.right, area.bottom), stroke: .muted,
          width: 1))
    }
    var free = -Double.infinity
    for tick in frame.x.ticks {
      guard let x = frame.x.position(tick.value) else { continue }
      let half = TextMetrics.width(of: tick.label, size: Self.fontSize) / 2
      if hasGrid {
        elements.insert(
          .line(Position(x, area.top), Position(x, area.bottom), stroke: .grid, width: 1), at: 0)
      } else {
        elements.append(
          .line(Position(x, area.bottom), Position(x, area.bottom + 4), stroke: .muted, width: 1))
      }
      guard x - half >= free else { continue }
      free = x + half + 8
      elements.append(
        .text(
          tick.label, at: Position(x, area.bottom + 18), size: Self.fontSize, anchor: .middle,
          paint: .muted))
    }
    return elements
  }

  private func axisLabels() -> [SVGElement] {
    var elements: [SVGElement] = []
    if let label = plot.y.label, !label.isEmpty, showsYLabels {
      let left = frame.y.isCategorical ? area.left : labelLeft
      let text = frame.y.isCategorical ? label : "↑ \(label)"
      elements.append(
        .text(
          TextMetrics.fitted(text, size: Self.fontSize, limit: area.right - left),
          at: Position(left, area.top - 12), size: Self.fontSize, paint: .muted))
    }
    if let label = plot.x.label, !label.isEmpty {
      let hasArrow = frame.x.isCategorical || label.contains { "←→".contains($0) }
      let text = hasArrow ? label : "\(label) →"
      let room =
        frame.x.isCategorical
        ? CategoryLabels(frame.x, in: area).height : Self.tickRowHeight
      elements.append(
        .text(
          TextMetrics.fitted(text, size: Self.fontSize, limit: area.width),
          at: Position(area.right, area.bottom + room + 14), size: Self.fontSize, anchor: .end,
          paint: .muted))
    }
    return elements
  }

  static let tickRowHeight = 20.0

  /// Where the widest tick label begins, so that the axis' label stands flush with it.
  private var labelLeft: Double {
    let widest = frame.y.ticks.map { TextMetrics.width(of: $0.label, size: Self.fontSize) }.max()
    return max(4, area.left - Self.gap - (widest ?? 0))
  }

  /// How many categories there are to each that can have a label.
  static func stride(of scale: Scale, room: Double) -> Int {
    guard scale.isCategorical, scale.bandWidth > 0 else { return 1 }
    return max(1, Int((room / scale.bandWidth).rounded(.up)))
  }
}
