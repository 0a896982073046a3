/// Names beside signs of their colour, in as many rows as they need.
struct Legend {
  private var items: [(entry: LegendEntry, name: String, row: Int, left: Double)] = []
  private(set) var rowCount = 1

  static let rowHeight = 20.0
  private static let signWidth = 24.0
  private static let gap = 18.0

  init(_ entries: [LegendEntry], width: Double) {
    var left = 0.0
    for entry in entries {
      let name = TextMetrics.fitted(entry.name, size: 12, limit: width - Self.signWidth)
      let needed = Self.signWidth + TextMetrics.width(of: name, size: 12)
      if left > 0, left + needed > width {
        left = 0
        rowCount += 1
      }
      items.append((entry, name, rowCount - 1, left))
      left += needed + Self.gap
    }
  }

  func element(left: Double, baseline: Double) -> SVGElement {
    .group(
      items.flatMap { item in
        let x = left + item.left
        let y = baseline + Double(item.row) * Self.rowHeight
        return [
          Self.sign(of: item.entry, left: x, middle: y - 4),
          .text(item.name, at: Position(x + Self.signWidth, y), paint: .ink),
        ]
      })
  }

  /// A piece of line, a dot or a square, 18 px wide at most.
  static func sign(of entry: LegendEntry, left: Double, middle: Double) -> SVGElement {
    let paint = Paint.series(entry.colorIndex)
    switch entry.sign {
    case .line(let dash):
      return .line(Position(left, middle), Position(left + 18, middle), stroke: paint, width: 2)
        .with("stroke-dasharray", dash.pattern(width: 1.5))
    case .dot: return .circle(Position(left + 9, middle), radius: 4, fill: paint)
    case .ring:
      var ring = SVGElement.circle(Position(left + 9, middle), radius: 4, fill: .ground)
      ring.stroke = paint
      ring.set("stroke-width", "1.5")
      return ring
    case .square:
      return .rectangle(x: left + 4, y: middle - 5, width: 10, height: 10, fill: paint)
    case .area:
      var box = SVGElement.rectangle(
        x: left + 4, y: middle - 5, width: 10, height: 10, fill: paint)
      box.stroke = paint
      box.set("fill-opacity", "0.15")
      box.set("stroke-opacity", "0.5")
      return box
    }
  }
}
