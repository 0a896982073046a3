/// Where a plot's marks are drawn: the area between the axes, and both scales.
public struct PlotFrame: Sendable {
  public var x: Scale
  public var y: Scale
  var area: Area

  /// A rectangle in pixels.
  struct Area: Sendable, Equatable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }
  }

  init(x: Scale, y: Scale, area: Area) {
    self.x = x
    self.y = y
    self.area = area
    self.x.start = area.left
    self.x.end = area.right
    // Rows of names run downwards, values upwards.
    self.y.start = y.isCategorical ? area.top : area.bottom
    self.y.end = y.isCategorical ? area.bottom : area.top
  }

  func position(of point: PlotPoint) -> Position? {
    guard let x = x.position(point.x), let y = y.position(point.y) else { return nil }
    return Position(x, y)
  }

  /// The points in unbroken rows: what cannot be drawn parts them.
  func runs(of points: [PlotPoint]) -> [[(point: PlotPoint, position: Position)]] {
    var runs: [[(point: PlotPoint, position: Position)]] = [[]]
    for point in points {
      if let position = position(of: point) {
        runs[runs.count - 1].append((point, position))
      } else if runs.last?.isEmpty == false {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// The upper and lower edge of a point's band.
  func edges(of point: PlotPoint) -> (upper: Position, lower: Position) {
    let at = position(of: point) ?? Position(area.left, area.bottom)
    let ends = ends(y: point.y, spread: max(point.spread, 0), at: at)
    return (ends.1, ends.0)
  }

  /// The ends of an upright error bar; an end that the axis cannot show is the edge of the area.
  func ends(y value: Double, spread: Double, at position: Position) -> (Position, Position) {
    (
      Position(position.x, y.position(value - spread) ?? area.bottom),
      Position(position.x, y.position(value + spread) ?? area.top)
    )
  }

  /// The ends of a lying error bar.
  func ends(x value: Double, spread: Double, at position: Position) -> (Position, Position) {
    (
      Position(x.position(value - spread) ?? area.left, position.y),
      Position(x.position(value + spread) ?? area.right, position.y)
    )
  }
}
