/// Names beside the ends of their lines, moved apart where they would lie on each other.
struct LineEndLabels {
  private var entries: [LegendEntry]
  private var names: [String]
  static let lineHeight = 15.0
  static let gap = 10.0
  /// A piece of line before the name, where the hue alone does not tell.
  private static let signWidth = 22.0

  /// The labels, or `nil` where they do not fit and a legend has to do.
  init?(_ entries: [LegendEntry], width: Double, height: Double) {
    let named = entries.filter { !$0.name.isEmpty && $0.end != nil }
    guard !named.isEmpty, named.count == entries.count(where: { !$0.name.isEmpty }),
      Double(named.count) * Self.lineHeight <= height
    else { return nil }
    self.entries = named
    names = named.map { TextMetrics.fitted($0.name, size: 12, limit: width * 0.28) }
    // Cut names that look the same would be worse than a legend with whole names.
    if Set(names).count < Set(named.map(\.name)).count { return nil }
  }

  /// The room that the labels take right of the chart.
  var width: Double {
    let texts = zip(entries, names).map { entry, name in
      TextMetrics.width(of: name, size: 12) + (Self.needsSign(entry) ? Self.signWidth : 0)
    }
    return Self.gap + (texts.max() ?? 0)
  }

  func element(in frame: PlotFrame) -> SVGElement {
    let placed = entries.indices.compactMap { index in
      entries[index].end.flatMap { frame.position(of: $0) }.map { (index: index, end: $0) }
    }
    let sorted = placed.sorted { ($0.end.y, $0.index) < ($1.end.y, $1.index) }
    let middles = Self.spread(
      sorted.map(\.end.y), apart: Self.lineHeight, from: frame.area.top + 2,
      to: frame.area.bottom - 2)
    return .group(
      zip(sorted, middles).flatMap { item, middle in
        label(item.index, end: item.end, middle: middle, right: frame.area.right)
      })
  }

  private func label(_ index: Int, end: Position, middle: Double, right: Double) -> [SVGElement] {
    let entry = entries[index]
    var left = right + Self.gap
    var elements: [SVGElement] = []
    if abs(middle - end.y) > 4 || end.x < right - 3 {
      let leader = SVGPath.lines([
        Position(end.x + 2, end.y), Position(max(end.x + 2, right + 2), end.y),
        Position(left - 3, middle),
      ])
      // Dots, so that it is not taken for the line going on.
      elements.append(
        .path(leader, stroke: .series(entry.colorIndex), width: 0.75)
          .with("stroke-dasharray", end.x < right - 3 ? "1 3" : nil))
    }
    if Self.needsSign(entry) {
      elements.append(Legend.sign(of: entry, left: left, middle: middle))
      left += Self.signWidth
    }
    elements.append(
      .text(names[index], at: Position(left, middle + 4), paint: .seriesText(entry.colorIndex)))
    return elements
  }

  private static func needsSign(_ entry: LegendEntry) -> Bool {
    entry.sign != .line(.solid)
  }

  /// Moves sorted middles apart, as little as need be, within bounds.
  static func spread(_ middles: [Double], apart: Double, from lower: Double, to upper: Double)
    -> [Double]
  {
    // Blocks of touching labels, each centered on the mean of where its labels would be.
    var blocks: [(sum: Double, count: Int)] = []
    func top(_ block: (sum: Double, count: Int)) -> Double {
      let height = Double(block.count - 1) * apart
      let wished = block.sum / Double(block.count) - height / 2
      return max(lower, min(wished, upper - height))
    }
    for middle in middles {
      blocks.append((middle, 1))
      while blocks.count > 1 {
        let (last, previous) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
        guard top(previous) + Double(previous.count) * apart > top(last) else { break }
        blocks.removeLast(2)
        blocks.append((previous.sum + last.sum, previous.count + last.count))
      }
    }
    return blocks.flatMap { block in
      (0..<block.count).map { top(block) + Double($0) * apart }
    }
  }
}
