/// One line per series, with a band where points have a spread; a point that is not finite leaves a gap.
public struct LineMark: Mark {
  public var series: [Series]
  public var strokeWidth = 1.5
  /// Beyond this many points a line is thinned to the extremes of each pixel column.
  static let pointLimit = 5_000

  /// Creates lines.
  public init(_ series: [Series]) {
    self.series = series
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    extent.isTightInX = true
    for point in series.lazy.flatMap(\.points) where point.isFinite {
      extent.include(x: point.x)
      extent.include(y: point.y)
      if point.spread > 0 {
        extent.include(y: point.y + point.spread)
        extent.include(y: point.y - point.spread)
      }
    }
    return extent
  }

  public var entries: [LegendEntry] {
    series.filter(\.isLabeled).map {
      LegendEntry(
        name: $0.name, colorIndex: $0.colorIndex, sign: .line($0.dash), end: $0.finitePoints.last)
    }
  }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    series.map { $0.description(x: plot.x, y: plot.y) }
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    let limit = max(2, Self.pointLimit / max(series.count, 1))
    let bands = series.compactMap { band(of: $0, in: frame, limit: limit) }
    let lines = series.flatMap { line(of: $0, in: frame, limit: limit) }
    return .group(bands + lines)
  }

  private func line(of line: Series, in frame: PlotFrame, limit: Int) -> [SVGElement] {
    var path = ""
    var dots: [SVGElement] = []
    for run in frame.runs(of: line.points) {
      if run.count == 1 {
        // A value between two gaps would be a line without length.
        dots.append(.circle(run[0].position, radius: 2.5, fill: .series(line.colorIndex)))
      } else {
        path += SVGPath.lines(Thinning.byColumn(run.map(\.position), limit: limit))
      }
    }
    guard !path.isEmpty else { return dots }
    var element = SVGElement.path(path, stroke: .series(line.colorIndex), width: strokeWidth)
    element.set("stroke-linejoin", "round")
    element.set("stroke-linecap", line.dash == .solid ? "round" : "butt")
    element.set("stroke-dasharray", line.dash.pattern(width: strokeWidth))
    return [element] + dots
  }

  private func band(of line: Series, in frame: PlotFrame, limit: Int) -> SVGElement? {
    guard line.points.contains(where: { $0.spread > 0 }) else { return nil }
    var path = ""
    for run in frame.runs(of: line.points) where run.count > 1 {
      let edges = run.map { frame.edges(of: $0.point) }
      let upper = Thinning.byColumn(edges.map(\.upper), limit: limit / 2)
      let lower = Thinning.byColumn(edges.map(\.lower), limit: limit / 2)
      path += SVGPath.lines(upper + lower.reversed()) + "Z"
    }
    guard !path.isEmpty else { return nil }
    var element = SVGElement.path(path, fill: .series(line.colorIndex))
    element.set("fill-opacity", "0.15")
    return element
  }
}
