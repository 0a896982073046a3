/// A point of a series, in values; `spread` is half the height of its band or error bar.
public struct PlotPoint: Sendable, Equatable {
  public var x: Double
  public var y: Double
  public var spread: Double

  /// Creates a point.
  public init(_ x: Double, _ y: Double, spread: Double = 0) {
    self.x = x
    self.y = y
    self.spread = spread
  }

  /// Whether both coordinates can be drawn.
  public var isFinite: Bool { x.isDrawable && y.isDrawable }
}

/// Named points of one colour.
public struct Series: Sendable, Equatable {
  public var name: String
  public var points: [PlotPoint]
  /// Counts the hues; one past the last hue is the first again with another dash.
  public var colorIndex: Int
  public var dash: Dash
  /// Whether it appears in labels and legend; a second line of the same thing need not.
  public var isLabeled: Bool

  /// Creates a series of points.
  public init(
    _ name: String, points: [PlotPoint], colorIndex: Int, dash: Dash? = nil, isLabeled: Bool = true
  ) {
    self.name = name
    self.points = points
    self.colorIndex = colorIndex
    self.dash = dash ?? Palette.dash(of: colorIndex)
    self.isLabeled = isLabeled
  }

  /// Creates a series of values that are counted from `first`.
  public init(
    _ name: String, values: [Double], first: Double = 1, colorIndex: Int, dash: Dash? = nil,
    isLabeled: Bool = true
  ) {
    let points = values.enumerated().map { PlotPoint(first + Double($0.offset), $0.element) }
    self.init(name, points: points, colorIndex: colorIndex, dash: dash, isLabeled: isLabeled)
  }

  var finitePoints: [PlotPoint] { points.filter(\.isFinite) }

  /// First, smallest, largest and last value, and where the extremes are.
  func description(x axis: Axis, y: Axis) -> SeriesDescription {
    let finite = finitePoints
    guard let last = finite.last, let least = finite.min(by: { $0.y < $1.y }),
      let most = finite.max(by: { $0.y < $1.y })
    else { return SeriesDescription(name: name, figures: [.init("last", "no finite values")]) }
    func place(_ point: PlotPoint) -> String {
      if let names = axis.categories { return names.name(at: point.x) }
      return point.x.figureText
    }
    func value(_ point: PlotPoint) -> String {
      let text = y.categories?.name(at: point.y) ?? point.y.figureText
      return point.spread > 0 ? "\(text) ± \(point.spread.figureText)" : text
    }
    return SeriesDescription(
      name: name,
      figures: [
        .init("min", "\(value(least)) at \(place(least))"),
        .init("max", "\(value(most)) at \(place(most))"), .init("last", value(last)),
      ],
      course: finite.map(\.y))
  }
}

extension [String] {
  /// The name that a value on a categorical axis stands for.
  func name(at position: Double) -> String {
    guard let index = Int(exactly: position.rounded()), indices.contains(index) else {
      return position.figureText
    }
    return self[index]
  }
}
