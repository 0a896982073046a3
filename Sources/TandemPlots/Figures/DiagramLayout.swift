/// Places the boxes of a diagram and draws them with their arrows.
struct DiagramLayout {
  private var placed: [(box: Diagram.Box, area: PlotFrame.Area)] = []
  private let arrows: [Diagram.Arrow]
  private(set) var bottom = 0.0

  private static let lineHeight = 15.0
  private static let padding = 10.0
  private static let boxGap = 14.0
  private static let fontSize = 11.0
  /// How far each card of a stack looks out behind the one before it.
  private static let cardOffset = 4.0

  init(_ diagram: Diagram, left: Double, right: Double, top: Double) {
    arrows = diagram.arrows
    let widths = Self.columnWidths(diagram.columns, room: right - left)
    let stacks = diagram.columns.map { column in
      column.reduce(-Self.boxGap) { $0 + Self.height(of: $1) + Self.boxGap }
    }
    let height = stacks.max() ?? 0
    let free = right - left - widths.reduce(0, +)
    // A diagram of few columns is not drawn apart to fill the page.
    let gap = min(90, free / Double(max(1, widths.count - 1)))
    var x = left
    for (index, column) in diagram.columns.enumerated() {
      let tops =
        besideSources(column)
        ?? Self.stacked(
          column, from: top + (height - stacks[index]) / 2)
      for (box, y) in zip(column, tops) {
        let area = PlotFrame.Area(
          left: x, top: y, right: x + widths[index], bottom: y + Self.height(of: box))
        placed.append((box, area))
      }
      x += widths[index] + gap
    }
    bottom = max(top + height, placed.map(\.area.bottom).max() ?? 0)
  }

  /// Where boxes begin that each have one source, level with it; `nil` where they would touch.
  private func besideSources(_ column: [Diagram.Box]) -> [Double]? {
    var tops: [Double] = []
    var free = -Double.infinity
    for box in column {
      let sources = arrows.filter { $0.to == box.id }
      guard sources.count == 1, let source = placed.first(where: { $0.box.id == sources[0].from })
      else { return nil }
      let top = Self.middle(of: source) - (Self.height(of: box) + Self.cards(of: box)) / 2
      if top < free { return nil }
      free = top + Self.height(of: box) + Self.boxGap
      tops.append(top)
    }
    return tops
  }

  /// Where boxes begin that stand one below the other.
  private static func stacked(_ column: [Diagram.Box], from top: Double) -> [Double] {
    var y = top
    return column.map { box in
      defer { y += height(of: box) + boxGap }
      return y
    }
  }

  /// How wide each column is: as wide as its texts, or narrower where the page is too small.
  private static func columnWidths(_ columns: [[Diagram.Box]], room: Double) -> [Double] {
    let wished = columns.map { column in column.map(width(of:)).max() ?? 0 }
    let available = room - 34 * Double(max(0, columns.count - 1))
    guard wished.reduce(0, +) > available else { return wished }
    // Only what is wider than its fair share gives way.
    var limit = available
    for _ in 0..<12 {
      let narrow = wished.filter { $0 <= limit }
      let wideCount = wished.count - narrow.count
      let share = (available - narrow.reduce(0, +)) / Double(max(wideCount, 1))
      if wideCount == 0 || abs(share - limit) < 0.01 { break }
      limit = share
    }
    return wished.map { min($0, max(limit, 48)) }
  }

  private static func width(of box: Diagram.Box) -> Double {
    let title = TextMetrics.width(of: box.fullTitle, size: 12, isBold: true)
    let lines = (box.lines + [box.note ?? ""]).map { TextMetrics.width(of: $0, size: fontSize) }
    return max(title, lines.max() ?? 0) + 2 * padding + cards(of: box)
  }

  private static func height(of box: Diagram.Box) -> Double {
    let count = box.lines.count + (box.note == nil ? 0 : 1)
    return 30 + Double(count) * lineHeight + (count > 0 ? 4 : 0) + cards(of: box)
  }

  private static func cards(of box: Diagram.Box) -> Double {
    Double(min(box.copyCount, 3) - 1) * cardOffset
  }

  func elements() -> [SVGElement] {
    arrows.flatMap(arrow) + placed.flatMap { Self.elements(of: $0.box, in: $0.area) }
  }

  private func arrow(_ arrow: Diagram.Arrow) -> [SVGElement] {
    guard let from = placed.first(where: { $0.box.id == arrow.from }),
      let to = placed.first(where: { $0.box.id == arrow.to })
    else { return [] }
    let paint: Paint =
      switch (from.box.owner, to.box.owner) {
      case (_, .task(let index)), (.task(let index), _): .series(index)
      default: .muted
      }
    let start = Position(from.area.right, Self.middle(of: from))
    let end = Position(to.area.left - 2, Self.middle(of: to))
    let bend = max(12, (end.x - start.x) / 2)
    let curve =
      "M\(start.x.svg),\(start.y.svg)C\((start.x + bend).svg),\(start.y.svg) "
      + "\((end.x - bend - 4).svg),\(end.y.svg) \((end.x - 5).svg),\(end.y.svg)"
    let head =
      SVGPath.lines([
        end, Position(end.x - 7, end.y - 3.5), Position(end.x - 7, end.y + 3.5),
      ]) + "Z"
    return [.path(curve, stroke: paint, width: 1.3), .path(head, fill: paint)]
  }

  private static func middle(of placed: (box: Diagram.Box, area: PlotFrame.Area)) -> Double {
    (placed.area.top + cards(of: placed.box) + placed.area.bottom) / 2
  }

  private static func elements(of box: Diagram.Box, in area: PlotFrame.Area) -> [SVGElement] {
    let offset = cards(of: box)
    let width = area.width - offset
    let height = area.height - offset
    var elements: [SVGElement] = []
    for card in (0..<min(box.copyCount, 3)).reversed() {
      let shift = Double(card) * cardOffset
      elements.append(
        frame(
          of: box, x: area.left + shift, y: area.top + offset - shift, width: width,
          height: height))
    }
    var y = area.top + offset + 20
    let left = area.left + padding
    let limit = width - 2 * padding + 1
    elements.append(
      .text(
        TextMetrics.fitted(box.fullTitle, size: 12, limit: limit, isBold: true),
        at: Position(left, y), paint: titlePaint(of: box), isBold: true))
    y += 3
    for line in box.lines {
      y += lineHeight
      elements.append(
        .text(
          TextMetrics.fitted(line, size: fontSize, limit: limit), at: Position(left, y),
          size: fontSize))
    }
    if let note = box.note {
      y += lineHeight
      elements.append(
        .text(
          TextMetrics.fitted(note, size: fontSize, limit: limit), at: Position(left, y),
          size: fontSize, paint: .muted))
    }
    return elements
  }

  private static func frame(
    of box: Diagram.Box, x: Double, y: Double, width: Double, height: Double
  ) -> SVGElement {
    var frame = SVGElement.rectangle(
      x: x, y: y, width: width, height: height, radius: 6,
      fill: box.owner == .shared ? .surface : .ground)
    switch box.owner {
    case .input:
      frame.stroke = .muted
      frame.set("stroke-dasharray", "3 3")
      frame.set("stroke-width", "1")
    case .shared:
      frame.stroke = .ink
      frame.set("stroke-width", "1.3")
    case .task(let index):
      frame.stroke = .series(index)
      frame.set("stroke-width", "1.6")
    }
    return frame
  }

  private static func titlePaint(of box: Diagram.Box) -> Paint {
    if case .task(let index) = box.owner { .seriesText(index) } else { .ink }
  }
}
