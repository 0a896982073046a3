/// Areas with straight edges: a polygon by its corners, or all that lies on one side of some lines.
public struct AreaMark: Mark {
  public var name: String
  public var shape: Shape
  public var colorIndex: Int

  /// What the area covers.
  public enum Shape: Sendable, Equatable {
    /// The polygon with these corners; two are a piece of line, one is a dot.
    case polygon([PlotPoint])
    /// All points with `x · normal ≥ 0` for each normal, as far as the chart reaches.
    case wedge(normals: [PlotPoint])
  }

  /// Creates an area.
  public init(_ name: String, _ shape: Shape, colorIndex: Int) {
    self.name = name
    self.shape = shape
    self.colorIndex = colorIndex
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    if case .polygon(let corners) = shape {
      for corner in corners where corner.isFinite {
        extent.include(x: corner.x)
        extent.include(y: corner.y)
      }
    }
    return extent
  }

  public var entries: [LegendEntry] {
    [LegendEntry(name: name, colorIndex: colorIndex, sign: isLine ? .line(.dashed) : .area)]
  }

  private var isLine: Bool {
    if case .polygon(let corners) = shape { corners.count < 3 } else { false }
  }

  public func descriptions(in plot: Plot) -> [SeriesDescription] { [] }

  public func render(in frame: PlotFrame) -> SVGElement {
    switch shape {
    case .polygon(let corners):
      let positions = corners.compactMap { frame.position(of: $0) }
      guard positions.count > 1 else { return .group([]) }
      let path = SVGPath.lines(positions) + (positions.count > 2 ? "Z" : "")
      let outline = SVGElement.path(path, stroke: .series(colorIndex), width: 1)
        .with("stroke-dasharray", "4 3")
      guard positions.count > 2 else { return .group([outline]) }
      let fill = SVGElement.path(path, fill: .series(colorIndex)).with("fill-opacity", "0.1")
      return .group([fill, outline])
    case .wedge(let normals):
      let positions = Self.wedge(normals, in: frame)
      guard positions.count > 2 else { return .group([]) }
      let path = SVGPath.lines(positions) + "Z"
      return .path(path, fill: .series(colorIndex)).with("fill-opacity", "0.12")
    }
  }

  /// The corners of the part of the chart that lies on the right side of all lines.
  static func wedge(_ normals: [PlotPoint], in frame: PlotFrame) -> [Position] {
    let (x, y) = (frame.x.domain, frame.y.domain)
    var corners = [
      PlotPoint(x.lowerBound, y.lowerBound), PlotPoint(x.upperBound, y.lowerBound),
      PlotPoint(x.upperBound, y.upperBound), PlotPoint(x.lowerBound, y.upperBound),
    ]
    for normal in normals where normal.isFinite && (normal.x != 0 || normal.y != 0) {
      corners = clipped(corners, by: normal)
    }
    return corners.compactMap { frame.position(of: $0) }
  }

  /// Cuts a convex polygon off at the line through 0 across `normal` (Sutherland and Hodgman, 1974).
  private static func clipped(_ corners: [PlotPoint], by normal: PlotPoint) -> [PlotPoint] {
    let size = max(normal.x.magnitude, normal.y.magnitude)
    func side(_ point: PlotPoint) -> Double {
      point.x * (normal.x / size) + point.y * (normal.y / size)
    }
    var kept: [PlotPoint] = []
    for (index, corner) in corners.enumerated() {
      let next = corners[(index + 1) % corners.count]
      let (here, there) = (side(corner), side(next))
      if here >= 0 { kept.append(corner) }
      if (here > 0 && there < 0) || (here < 0 && there > 0) {
        let share = here / (here - there)
        kept.append(
          PlotPoint(corner.x + share * (next.x - corner.x), corner.y + share * (next.y - corner.y)))
      }
    }
    return kept
  }
}
