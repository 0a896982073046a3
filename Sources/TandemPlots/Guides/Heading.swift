/// Title, subtitle and legend above a chart; every figure with a title uses it.
struct Heading {
  var elements: [SVGElement] = []
  /// Where the chart may begin.
  var bottom: Double

  static let margin = 20.0

  /// Lays out the heading of a picture.
  init(title: String, subtitle: String?, legend: [LegendEntry] = [], width: Double) {
    let limit = width - 2 * Self.margin
    var baseline = 12.0
    for line in TextMetrics.wrapped(title, size: 16, limit: limit, lines: 2, isBold: true) {
      baseline += 20
      elements.append(
        .text(line, at: Position(Self.margin, baseline), size: 16, isBold: true))
    }
    for line in TextMetrics.wrapped(subtitle ?? "", size: 12, limit: limit, lines: 3) {
      baseline += 18
      elements.append(.text(line, at: Position(Self.margin, baseline), size: 12, paint: .muted))
    }
    if !legend.isEmpty {
      let rows = Legend(legend, width: limit)
      elements.append(rows.element(left: Self.margin, baseline: baseline + 22))
      baseline += Double(rows.rowCount) * Legend.rowHeight + 2
    }
    bottom = baseline + 8
  }
}
