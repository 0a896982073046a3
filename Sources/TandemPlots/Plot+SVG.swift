extension Plot {
  public func svg(id: String) -> String {
    SVGDocument(
      width: width, height: height, title: title.isEmpty ? "Plot" : title, description: altText,
      elements: elements()
    ).text(id: id)
  }

  private func elements() -> [SVGElement] {
    let margin = Heading.margin
    let note = Caption(caption, width: width)
    func panel(below heading: Heading) -> PlotPanel {
      let bounds = PlotFrame.Area(
        left: margin, top: heading.bottom, right: width - margin,
        bottom: height - 14 - note.height)
      return PlotPanel(self, in: bounds)
    }
    var heading = Heading(title: title, subtitle: subtitle, width: width)
    var chart = panel(below: heading)
    if !chart.legend.isEmpty {
      heading = Heading(title: title, subtitle: subtitle, legend: chart.legend, width: width)
      chart = panel(below: heading)
    }
    return heading.elements + chart.elements() + note.elements(bottom: height)
  }
}
