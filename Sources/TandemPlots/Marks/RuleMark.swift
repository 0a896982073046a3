/// A straight line across the plot at a value, as the score of a task alone.
public struct RuleMark: Mark {
  public var value: Double
  /// Whether the rule stands at a value of x rather than of y.
  public var isUpright: Bool
  public var name: String?
  public var dash: Dash

  /// Creates a rule.
  public init(_ value: Double, isUpright: Bool = false, name: String? = nil, dash: Dash = .dashed) {
    self.value = value
    self.isUpright = isUpright
    self.name = name
    self.dash = dash
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    if isUpright { extent.include(x: value) } else { extent.include(y: value) }
    return extent
  }

  public var entries: [LegendEntry] { [] }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    guard let name else { return [] }
    return [SeriesDescription(name: name, figures: [.init("at", value.figureText)])]
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    let area = frame.area
    var elements: [SVGElement] = []
    if isUpright, let x = frame.x.position(value) {
      elements.append(
        .line(Position(x, area.top), Position(x, area.bottom), stroke: .muted, width: 1))
    } else if !isUpright, let y = frame.y.position(value) {
      elements.append(
        .line(Position(area.left, y), Position(area.right, y), stroke: .muted, width: 1))
      if let name {
        elements.append(
          .text(
            name, at: Position(area.left + 4, y > area.top + 18 ? y - 5 : y + 14), size: 11,
            paint: .muted))
      }
    }
    if !elements.isEmpty { elements[0].set("stroke-dasharray", dash.pattern(width: 1)) }
    return .group(elements)
  }
}
