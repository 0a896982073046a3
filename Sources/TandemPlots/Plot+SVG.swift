extension Plot {
  public func svg(id: String) -> String {
    SVGDocument(
      width: width, height: height, title: title.isEmpty ? "Plot" : title, description: altText,
      elements: elements()
    ).text(id: id)
  }

  private func elements() -> [SVGElement] {
    let margin = Heading.margin
    let captionLines = TextMetrics.wrapped(
      caption ?? "", size: 11, limit: width - 2 * margin, lines: 3)
    let captionHeight = captionLines.isEmpty ? 0 : Double(captionLines.count) * 15 + 8
    func panel(below heading: Heading) -> PlotPanel {
      let bounds = PlotFrame.Area(
        left: margin, top: heading.bottom, right: width - margin,
        bottom: height - 14 - captionHeight)
      return PlotPanel(self, in: bounds)
    }
    var heading = Heading(title: title, subtitle: subtitle, width: width)
    var chart = panel(below: heading)
    if !chart.legend.isEmpty {
      heading = Heading(title: title, subtitle: subtitle, legend: chart.legend, width: width)
      chart = panel(below: heading)
    }
    let captions = captionLines.enumerated().map { index, line in
      let fromBottom = Double(captionLines.count - 1 - index) * 15 + 14
      return SVGElement.text(
        line, at: Position(margin, height - fromBottom), size: 11, paint: .muted)
    }
    return heading.elements + chart.elements() + captions
  }
}
