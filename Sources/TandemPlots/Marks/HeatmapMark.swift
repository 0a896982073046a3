/// A matrix as coloured cells; rows run downwards along a categorical y axis.
public struct HeatmapMark: Mark {
  /// Row after row; NaN leaves a cell empty.
  public var values: [[Double]]
  public var coloring: Coloring
  public var showsValues: Bool

  /// How a value becomes a colour.
  public enum Coloring: Sendable, Equatable {
    /// From the smallest value, pale, to the largest, strong.
    case sequential
    /// Two hues for values below and above 0, equally strong at equal distance.
    case diverging
  }

  /// Creates a heat map.
  public init(_ values: [[Double]], coloring: Coloring = .sequential, showsValues: Bool = true) {
    self.values = values
    self.coloring = coloring
    self.showsValues = showsValues
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    for (row, cells) in values.enumerated() {
      extent.include(y: Double(row))
      for column in cells.indices { extent.include(x: Double(column)) }
    }
    return extent
  }

  public var entries: [LegendEntry] { [] }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    let rows = plot.y.categories ?? []
    let columns = plot.x.categories ?? []
    return values.enumerated().map { row, cells in
      SeriesDescription(
        name: rows.name(at: Double(row)),
        figures: cells.enumerated().map {
          .init(columns.name(at: Double($0.offset)), $0.element.figureText)
        })
    }
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    let finite = values.joined().filter(\.isDrawable)
    let range = (finite.min() ?? 0)...(finite.max() ?? 0)
    let text = texts(in: frame)
    var cells: [SVGElement] = []
    for (row, line) in values.enumerated() {
      for (column, value) in line.enumerated() where value.isDrawable {
        guard let x = frame.x.position(Double(column)), let y = frame.y.position(Double(row)) else {
          continue
        }
        let color = color(of: value, in: range)
        let (width, height) = (frame.x.bandWidth, frame.y.bandWidth)
        let gap = min(width, height) > 12 ? 2.0 : 0
        var cell = SVGElement.rectangle(
          x: x - width / 2 + gap / 2, y: y - height / 2 + gap / 2, width: width - gap,
          height: height - gap, fill: .heat(isNegative: color.isNegative))
        cell.set("fill-opacity", color.strength.svg)
        cells.append(cell)
        if let text {
          cells.append(
            .text(
              text[row][column], at: Position(x, y + 4), size: 11, anchor: .middle,
              paint: color.strength > 0.55 ? .onHeat : .ink))
        }
      }
    }
    return .group(cells)
  }

  /// The numbers to print, all with the same decimals; `nil` where they would not fit.
  private func texts(in frame: PlotFrame) -> [[String]]? {
    guard showsValues, frame.y.bandWidth >= 16 else { return nil }
    let finite = values.joined().filter(\.isDrawable)
    let format = NumberFormat.common(for: Array(finite))
    let texts = values.map { $0.map { format.text($0) } }
    let widest = texts.joined().map { TextMetrics.width(of: $0, size: 11) }.max() ?? 0
    return widest <= frame.x.bandWidth - 6 ? texts : nil
  }

  private func color(of value: Double, in range: ClosedRange<Double>) -> (
    isNegative: Bool, strength: Double
  ) {
    switch coloring {
    case .sequential:
      let span = range.upperBound - range.lowerBound
      return (false, span > 0 ? 0.06 + 0.94 * (value - range.lowerBound) / span : 0.5)
    case .diverging:
      let largest = max(abs(range.lowerBound), abs(range.upperBound))
      return (value < 0, largest > 0 ? 0.03 + 0.97 * abs(value) / largest : 0.03)
    }
  }
}
