/// Dots, with error bars where points have a spread.
public struct PointMark: Mark {
  public var series: [Series]
  public var radius = 3.0
  /// Whether a point's spread lies along x: for values that are read across, beside names.
  public var isSpreadAlongX = false
  /// Dots drawn hollow, as indices into each series' points.
  public var hollow: [Set<Int>] = []

  /// Creates dots.
  public init(_ series: [Series], isSpreadAlongX: Bool = false, hollow: [Set<Int>] = []) {
    self.series = series
    self.isSpreadAlongX = isSpreadAlongX
    self.hollow = hollow
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    for point in series.lazy.flatMap(\.points) where point.isFinite {
      let spread = point.spread > 0 && point.spread.isDrawable ? point.spread : 0
      for sign in [-1.0, 1] {
        extent.include(x: point.x + (isSpreadAlongX ? sign * spread : 0))
        extent.include(y: point.y + (isSpreadAlongX ? 0 : sign * spread))
      }
    }
    return extent
  }

  public var entries: [LegendEntry] {
    series.enumerated().filter(\.element.isLabeled).map { index, series in
      let isHollow = hollow.indices.contains(index) && hollow[index].count == series.points.count
      return LegendEntry(
        name: series.name, colorIndex: series.colorIndex, sign: isHollow ? .ring : .dot)
    }
  }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    guard isSpreadAlongX, let names = plot.y.categories else {
      return series.map { $0.description(x: plot.x, y: plot.y) }
    }
    return series.map { series in
      SeriesDescription(
        name: series.name,
        figures: series.points.map { point in
          let spread = point.spread > 0 ? " ± \(point.spread.figureText)" : ""
          return .init(names.name(at: point.y), point.x.figureText + spread)
        })
    }
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    let limit = LineMark.pointLimit / max(series.count, 1)
    return .group(
      series.enumerated().flatMap { index, series in
        let hollow = self.hollow.indices.contains(index) ? self.hollow[index] : []
        let visible = Array(series.points.enumerated()).filter { $0.element.isFinite }
        return Thinning.byStride(visible, limit: limit).flatMap {
          dot($0.element, of: series, isHollow: hollow.contains($0.offset), in: frame)
        }
      })
  }

  private func dot(_ point: PlotPoint, of series: Series, isHollow: Bool, in frame: PlotFrame)
    -> [SVGElement]
  {
    guard let position = frame.position(of: point) else { return [] }
    var elements: [SVGElement] = []
    if point.spread > 0 {
      let ends =
        isSpreadAlongX
        ? frame.ends(x: point.x, spread: point.spread, at: position)
        : frame.ends(y: point.y, spread: point.spread, at: position)
      elements.append(.line(ends.0, ends.1, stroke: .series(series.colorIndex), width: 1.5))
    }
    var dot = SVGElement.circle(
      position, radius: isHollow ? radius + 0.5 : radius,
      fill: isHollow ? .ground : .series(series.colorIndex))
    if isHollow {
      dot.stroke = .series(series.colorIndex)
      dot.set("stroke-width", "1.5")
    }
    return elements + [dot]
  }
}
