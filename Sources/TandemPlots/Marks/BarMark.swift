/// Bars from a baseline, one group for each category of the axis that has categories, with error bars.
public struct BarMark: Mark {
  public var series: [BarSeries]
  /// The value that bars grow from.
  public var baseline: Double
  /// Whether the categories are on the y axis and bars lie.
  public var isHorizontal: Bool

  /// One bar in each group.
  public struct BarSeries: Sendable, Equatable {
    public var name: String
    /// One a category; NaN leaves the bar out.
    public var values: [Double]
    /// Half the length of each error bar; empty for none.
    public var errors: [Double]
    public var colorIndex: Int

    /// Creates a series of bars.
    public init(_ name: String, values: [Double], errors: [Double] = [], colorIndex: Int) {
      self.name = name
      self.values = values
      self.errors = errors
      self.colorIndex = colorIndex
    }

    func error(at index: Int) -> Double {
      guard errors.indices.contains(index), errors[index].isDrawable else { return 0 }
      return max(errors[index], 0)
    }
  }

  /// Creates bars.
  public init(_ series: [BarSeries], baseline: Double = 0, isHorizontal: Bool = false) {
    self.series = series
    self.baseline = baseline
    self.isHorizontal = isHorizontal
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    func include(_ value: Double) {
      if isHorizontal { extent.include(x: value) } else { extent.include(y: value) }
    }
    include(baseline)
    for series in series {
      for (index, value) in series.values.enumerated() where value.isDrawable {
        include(value + series.error(at: index))
        include(value - series.error(at: index))
        if isHorizontal {
          extent.include(y: Double(index))
        } else {
          extent.include(x: Double(index))
        }
      }
    }
    return extent
  }

  public var entries: [LegendEntry] {
    guard series.count > 1 else { return [] }
    return series.map { LegendEntry(name: $0.name, colorIndex: $0.colorIndex, sign: .square) }
  }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    let names = (isHorizontal ? plot.y : plot.x).categories ?? []
    return series.map { series in
      SeriesDescription(
        name: series.name,
        figures: series.values.enumerated().map { index, value in
          let error = series.error(at: index)
          return .init(
            names.name(at: Double(index)),
            value.figureText + (error > 0 ? " ± \(error.figureText)" : ""))
        })
    }
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    .group(
      series.enumerated().flatMap { place, series in
        series.values.indices.flatMap { bar(at: $0, of: series, place: place, in: frame) }
      })
  }

  private func bar(at index: Int, of series: BarSeries, place: Int, in frame: PlotFrame)
    -> [SVGElement]
  {
    let value = series.values[index]
    let (bands, lengths) = isHorizontal ? (frame.y, frame.x) : (frame.x, frame.y)
    guard let center = bands.position(Double(index)), let end = lengths.position(value),
      let start = lengths.position(baseline) ?? lengths.edge
    else { return [] }
    let group = bands.bandWidth * 0.8
    let gap = self.series.count > 1 ? min(2, group / Double(self.series.count) * 0.15) : 0
    let width = min(group / Double(self.series.count), isHorizontal ? 36 : 64)
    let offset = (Double(place) - Double(self.series.count - 1) / 2) * width
    let across = (center + offset - width / 2 + gap / 2, max(width - gap, 0.5))
    let along = (min(start, end), abs(end - start))
    var elements = [
      isHorizontal
        ? SVGElement.rectangle(
          x: along.0, y: across.0, width: along.1, height: across.1,
          fill: .series(series.colorIndex))
        : SVGElement.rectangle(
          x: across.0, y: along.0, width: across.1, height: along.1,
          fill: .series(series.colorIndex))
    ]
    let error = series.error(at: index)
    if error > 0 {
      let middle = center + offset
      let ends =
        isHorizontal
        ? frame.ends(x: value, spread: error, at: Position(end, middle))
        : frame.ends(y: value, spread: error, at: Position(middle, end))
      elements.append(ErrorBar.element(from: ends.0, to: ends.1, cap: min(4, width / 4)))
    }
    return elements
  }
}

/// A line with two caps, in ink, so that it can be seen on a bar of any hue.
enum ErrorBar {
  static func element(from start: Position, to end: Position, cap: Double) -> SVGElement {
    let isUpright = start.x == end.x
    func across(_ end: Position) -> String {
      isUpright
        ? SVGPath.lines([Position(end.x - cap, end.y), Position(end.x + cap, end.y)])
        : SVGPath.lines([Position(end.x, end.y - cap), Position(end.x, end.y + cap)])
    }
    let path = SVGPath.lines([start, end]) + across(start) + across(end)
    return .path(path, stroke: .ink, width: 1.2)
  }
}
