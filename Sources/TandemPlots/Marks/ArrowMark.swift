import Glibc

/// Arrows from one point to others, each with its name at the tip: gradients, directions.
public struct ArrowMark: Mark {
  public var arrows: [Arrow]

  /// An arrow from the origin.
  public struct Arrow: Sendable, Equatable {
    public var name: String
    public var tip: PlotPoint
    public var colorIndex: Int
    public var width: Double

    /// Creates an arrow.
    public init(_ name: String, to tip: PlotPoint, colorIndex: Int, width: Double = 1.5) {
      self.name = name
      self.tip = tip
      self.colorIndex = colorIndex
      self.width = width
    }
  }

  /// Creates arrows from the origin.
  public init(_ arrows: [Arrow]) {
    self.arrows = arrows
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    for arrow in arrows where arrow.tip.isFinite {
      extent.include(x: arrow.tip.x)
      extent.include(y: arrow.tip.y)
    }
    extent.include(x: 0)
    extent.include(y: 0)
    return extent
  }

  public var entries: [LegendEntry] {
    arrows.map { LegendEntry(name: $0.name, colorIndex: $0.colorIndex, sign: .line(.solid)) }
  }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    arrows.map { arrow in
      SeriesDescription(
        name: arrow.name,
        figures: [
          .init("across", arrow.tip.x.figureText), .init("up", arrow.tip.y.figureText),
          .init("length", hypot(arrow.tip.x, arrow.tip.y).figureText),
        ])
    }
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    guard let origin = frame.position(of: PlotPoint(0, 0)) else { return .group([]) }
    return .group(arrows.flatMap { element(of: $0, from: origin, in: frame) })
  }

  private func element(of arrow: Arrow, from origin: Position, in frame: PlotFrame)
    -> [SVGElement]
  {
    guard let tip = frame.position(of: arrow.tip) else { return [] }
    let (dx, dy) = (tip.x - origin.x, tip.y - origin.y)
    let length = hypot(dx, dy)
    let paint = Paint.series(arrow.colorIndex)
    // An arrow that would be shorter than its head is a dot.
    guard length > 3 else { return [.circle(tip, radius: 3, fill: paint)] }
    let head = min(6 + 2 * arrow.width, length)
    let (ux, uy) = (dx / length, dy / length)
    let neck = Position(tip.x - ux * head, tip.y - uy * head)
    let half = head * 0.4
    let corners = [
      tip, Position(neck.x - uy * half, neck.y + ux * half),
      Position(neck.x + uy * half, neck.y - ux * half),
    ]
    return [
      .line(origin, neck, stroke: paint, width: arrow.width),
      .path(SVGPath.lines(corners) + "Z", fill: paint),
    ]
  }
}
