/// Lines of equal value of a function of two variables, from its values on a grid.
///
/// Marching squares: each square of the grid is crossed by a level between the corners that lie on its two
/// sides, where the values between corners are taken as linear. A square whose diagonals disagree is
/// parted by the mean of its corners. Pieces that meet are joined to lines.
/// Source: Lorensen and Cline, SIGGRAPH 1987, in two dimensions.
public struct ContourMark: Mark {
  /// Row after row, the first row at the lower end of `y`; what is not finite leaves a gap.
  public var values: [[Double]]
  public var x: ClosedRange<Double>
  public var y: ClosedRange<Double>
  /// From low to high; higher ones are drawn fainter.
  public var levels: [Double]

  /// Creates contours.
  public init(
    _ values: [[Double]], x: ClosedRange<Double>, y: ClosedRange<Double>, levels: [Double]
  ) {
    self.values = values
    self.x = x
    self.y = y
    self.levels = levels
  }

  /// Creates contours of a function, at levels that part its values on the grid into equal shares.
  /// - Parameters:
  ///   - function: The function; it is called `size²` times.
  ///   - x: Where the grid lies across.
  ///   - y: Where the grid lies up.
  ///   - size: How many points the grid has each way, at least 2.
  ///   - levelCount: How many lines.
  public init(
    of function: (Double, Double) -> Double, x: ClosedRange<Double>, y: ClosedRange<Double>,
    size: Int = 121, levelCount: Int = 14
  ) {
    let size = max(size, 2)
    let values = (0..<size).map { row in
      (0..<size).map { column in
        function(
          Self.place(column, of: size, in: x), Self.place(row, of: size, in: y))
      }
    }
    let sorted = values.joined().filter(\.isDrawable).sorted()
    let levels = (1...max(levelCount, 1)).compactMap { level -> Double? in
      guard !sorted.isEmpty else { return nil }
      return sorted[min(sorted.count - 1, level * sorted.count / (max(levelCount, 1) + 1))]
    }
    self.init(values, x: x, y: y, levels: levels)
  }

  private static func place(_ index: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(index) / Double(count - 1)
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    extent.isTightInX = true
    for bound in [x.lowerBound, x.upperBound] { extent.include(x: bound) }
    for bound in [y.lowerBound, y.upperBound] { extent.include(y: bound) }
    return extent
  }

  public var entries: [LegendEntry] { [] }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    guard let first = levels.first, let last = levels.last else { return [] }
    return [
      SeriesDescription(
        name: "contours",
        figures: [.init("from", first.figureText), .init("to", last.figureText)])
    ]
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    .group(
      levels.enumerated().compactMap { index, level in
        let path = lines(at: level).map { line in
          SVGPath.lines(
            Thinning.straightened(line.compactMap { frame.position(of: $0) }, within: 0.35))
        }.joined()
        guard !path.isEmpty else { return nil }
        let share = Double(index) / Double(max(levels.count - 1, 1))
        return .path(path, stroke: .muted, width: 0.75)
          .with("stroke-opacity", (0.85 - 0.55 * share).svg)
      })
  }

  /// The lines of one level, in values.
  func lines(at level: Double) -> [[PlotPoint]] {
    var pieces: [ContourPiece] = []
    for row in 0..<max(values.count - 1, 0) {
      let width = min(values[row].count, values[row + 1].count)
      for column in 0..<max(width - 1, 0) {
        pieces += ContourPiece.crossing(values, row: row, column: column, level: level)
      }
    }
    return ContourPiece.joined(pieces).map { line in
      line.map { edge in point(on: edge, at: level) }
    }
  }

  /// Where a level crosses the edge between two neighbors of the grid.
  private func point(on edge: ContourEdge, at level: Double) -> PlotPoint {
    let (a, b) = (edge.first, edge.second)
    let (low, high) = (values[a.row][a.column], values[b.row][b.column])
    let share = high == low ? 0.5 : min(max((level - low) / (high - low), 0), 1)
    let rows = values.count
    let columns = values.map(\.count).max() ?? 2
    let column = Double(a.column) + share * Double(b.column - a.column)
    let row = Double(a.row) + share * Double(b.row - a.row)
    return PlotPoint(
      x.lowerBound + (x.upperBound - x.lowerBound) * column / Double(max(columns - 1, 1)),
      y.lowerBound + (y.upperBound - y.lowerBound) * row / Double(max(rows - 1, 1)))
  }
}
