/// Ways through the plane: lines whose points follow each other in time, faint where they begin.
///
/// A dot is where a way starts, a ring where it ends; the ring is filled where the end is marked.
public struct PathMark: Mark {
  public var paths: [Path]
  public var strokeWidth = 1.5
  /// How many steps of strength a way has.
  private static let shadeCount = 8

  /// One way.
  public struct Path: Sendable, Equatable {
    public var name: String
    public var points: [PlotPoint]
    public var colorIndex: Int
    /// Whether the end is a filled dot.
    public var isEndMarked: Bool
    /// Whether it appears in the legend; a second way of the same thing need not.
    public var isLabeled: Bool

    /// Creates a way.
    public init(
      _ name: String, points: [PlotPoint], colorIndex: Int, isEndMarked: Bool = false,
      isLabeled: Bool = true
    ) {
      self.name = name
      self.points = points
      self.colorIndex = colorIndex
      self.isEndMarked = isEndMarked
      self.isLabeled = isLabeled
    }
  }

  /// Creates ways.
  public init(_ paths: [Path]) {
    self.paths = paths
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    extent.isTightInX = true
    for point in paths.lazy.flatMap(\.points) where point.isFinite {
      extent.include(x: point.x)
      extent.include(y: point.y)
    }
    return extent
  }

  public var entries: [LegendEntry] {
    paths.filter(\.isLabeled).map {
      LegendEntry(
        name: $0.name, colorIndex: $0.colorIndex, sign: .line(Palette.dash(of: $0.colorIndex)))
    }
  }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    paths.compactMap { path in
      let finite = path.points.filter(\.isFinite)
      guard let first = finite.first, let last = finite.last else { return nil }
      return SeriesDescription(
        name: path.name, figures: [.init("from", Self.text(first)), .init("to", Self.text(last))])
    }
  }

  private static func text(_ point: PlotPoint) -> String {
    "(\(point.x.figureText), \(point.y.figureText))"
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    let limit = max(50, LineMark.pointLimit / max(paths.count, 1))
    let lines = paths.flatMap { line(of: $0, in: frame, limit: limit) }
    let starts = paths.compactMap { path in
      path.points.first.flatMap { frame.position(of: $0) }
        .map { SVGElement.circle($0, radius: 3, fill: .ink) }
    }
    return .group(lines + starts + paths.flatMap { end(of: $0, in: frame) })
  }

  private func line(of path: Path, in frame: PlotFrame, limit: Int) -> [SVGElement] {
    let runs = frame.runs(of: path.points).filter { $0.count > 1 }
    return runs.flatMap { run -> [SVGElement] in
      let points = Thinning.byStride(
        Thinning.straightened(run.map(\.position), within: 0.3), limit: limit)
      return Self.shaded(points).enumerated().map { shade, piece in
        let strength = 0.3 + 0.7 * Double(shade + 1) / Double(Self.shadeCount)
        return SVGElement.path(
          SVGPath.lines(piece), stroke: .series(path.colorIndex), width: strokeWidth
        )
        .with("stroke-opacity", strength < 1 ? strength.svg : nil)
        .with("stroke-linejoin", "round")
        .with("stroke-dasharray", Palette.dash(of: path.colorIndex).pattern(width: strokeWidth))
      }.filter { $0.attributes.contains { $0.name == "d" && !$0.value.isEmpty } }
    }
  }

  /// A line cut into pieces of equal length, each beginning where the one before ends.
  static func shaded(_ points: [Position]) -> [[Position]] {
    let lengths = zip(points, points.dropFirst()).map { start, end in
      ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y)).squareRoot()
    }
    let total = lengths.reduce(0, +)
    guard total > 0, let first = points.first else { return [] }
    var pieces: [[Position]] = [[first]]
    var done = 0.0
    for (index, length) in lengths.enumerated() {
      done += length
      pieces[pieces.count - 1].append(points[index + 1])
      let isFull = done >= total * Double(pieces.count) / Double(shadeCount)
      if isFull, pieces.count < shadeCount, index + 2 < points.count {
        pieces.append([points[index + 1]])
      }
    }
    return pieces
  }

  private func end(of path: Path, in frame: PlotFrame) -> [SVGElement] {
    guard let last = path.points.last, let position = frame.position(of: last) else { return [] }
    let paint = Paint.series(path.colorIndex)
    var ring = SVGElement.circle(
      position, radius: 4.5, fill: path.isEndMarked ? paint : .ground)
    ring.stroke = path.isEndMarked ? .ground : paint
    ring.set("stroke-width", "1.5")
    return [ring]
  }
}
