import TandemCatalog
import TandemData
import TandemLearning
import TandemPlots

/// What `plot` was asked for, and how plain numbers become a chart.
struct PlotRequest {
  var kind: String?
  var log: [String]
  var title: String?

  private func axis(_ name: String, _ label: String?) -> Axis {
    Axis(label, spacing: log.contains(name) ? .log : .linear)
  }

  /// A list of numbers, several lists, or a record of either.
  func plot(_ value: Value) throws(PlotError) -> Plot {
    if case .record(let record) = value, let bars = bars(of: record) { return bars }
    guard let series = NumberSeries.all(in: value) else {
      throw .notDrawable(argument: "x", kind: value.kind)
    }
    if kind == "heat" { return heat(series) }
    let points = series.enumerated().map { index, series in
      (series.name, series.numbers.enumerated().map { PlotPoint(Double($0 + 1), $1) }, index)
    }
    return try chart(points, x: nil, y: nil)
  }

  /// Numbers over other numbers; several lists of `y` are several series.
  func plot(_ x: Value, over y: Value) throws(PlotError) -> Plot {
    guard kind != "heat" else { throw .unsuitableKind("heat", kind: y.kind) }
    guard let across = NumberSeries.single(in: x) else {
      throw .notDrawable(argument: "x", kind: x.kind)
    }
    guard let series = NumberSeries.all(in: y) else {
      throw .notDrawable(argument: "y", kind: y.kind)
    }
    var points: [(String, [PlotPoint], Int)] = []
    for (index, series) in series.enumerated() {
      guard series.numbers.count == across.numbers.count else {
        throw .unequalLengths(x: across.numbers.count, y: series.numbers.count)
      }
      points.append(
        (series.name, zip(across.numbers, series.numbers).map { PlotPoint($0, $1) }, index))
    }
    let isColumn = across.isColumn || series.contains(where: \.isColumn)
    let label = series.count == 1 ? series[0].name : ""
    if series.count == 1 { points[0].0 = "" }
    return try chart(
      points, x: across.name, y: label, standard: isColumn ? "points" : "lines",
      standardTitle: across.name.isEmpty || label.isEmpty ? "" : "\(label) by \(across.name)")
  }

  /// A column by itself: how its values are spread, or its values in the order of the rows.
  func plot(_ column: Column) throws(PlotError) -> any Figure {
    let name = title ?? column.title
    if kind == nil {
      if let tiles = column.tiles(title: name) { return tiles }
      guard let plot = column.distribution(title: name, log: log) else {
        throw .notDrawable(argument: "x", kind: .column)
      }
      return plot
    }
    return try plot(.object(column))
  }

  /// Curves in another form than lines.
  func plot(_ curves: Curves, by renderer: Renderer) throws(PlotError) -> Plot {
    let lines = curves.lines(by: renderer)
    if kind == "heat" {
      return heat(lines.map { NumberSeries(name: $0.name, numbers: $0.points.map(\.y)) })
    }
    return try chart(
      lines.map { ($0.name, $0.points, $0.colorIndex) }, x: "epoch", y: curves.quantity)
  }

  /// The figure with another title, if one is asked for.
  func retitled(_ figure: any Figure) -> any Figure {
    guard let title else { return figure }
    switch figure {
    case var plot as Plot:
      plot.title = title
      return plot
    case var grid as PlotGrid:
      grid.title = title
      return grid
    case var tiles as TileSheet:
      tiles.title = title
      return tiles
    case var diagram as Diagram:
      diagram.title = title
      return diagram
    default: return figure
    }
  }

  /// How many numbers in a row bars can show.
  static let barLimit = 200

  private func chart(
    _ series: [(name: String, points: [PlotPoint], color: Int)], x: String?, y: String?,
    standard: String = "lines", standardTitle: String = ""
  ) throws(PlotError) -> Plot {
    let marks = series.map { Series($0.name, points: $0.points, colorIndex: $0.color) }
    var plot = Plot(
      title: title ?? standardTitle, x: axis("x", x), y: axis("y", y), marks: [LineMark(marks)])
    switch kind ?? standard {
    case "bars":
      let count = marks.map(\.points.count).max() ?? 0
      guard count <= Self.barLimit else { throw .tooManyBars(count, limit: Self.barLimit) }
      let names = (0..<count).map { index in
        marks.first { $0.points.indices.contains(index) }?.points[index].x.figureText ?? ""
      }
      plot.x = Axis(x, spacing: .categories(names))
      plot.marks = [
        BarMark(
          marks.map { .init($0.name, values: $0.points.map(\.y), colorIndex: $0.colorIndex) })
      ]
    case "points": plot.marks = [PointMark(marks)]
    default: break
    }
    return plot
  }

  private func heat(_ rows: [NumberSeries]) -> Plot {
    let width = rows.map(\.numbers.count).max() ?? 0
    let names = rows.enumerated().map { $1.name.isEmpty ? "\($0 + 1)" : $1.name }
    let hasNegative = rows.contains { $0.numbers.contains { $0 < 0 } }
    return Plot(
      title: title ?? "", x: Axis(spacing: .categories((0..<width).map { "\($0 + 1)" })),
      y: Axis(spacing: .categories(names)),
      marks: [HeatmapMark(rows.map(\.numbers), coloring: hasNegative ? .diverging : .sequential)])
  }

  /// A record of numbers: a bar for each.
  private func bars(of record: Record) -> Plot? {
    let numbers = record.entries.compactMap { Double(argument: $0.value) }
    guard !numbers.isEmpty, numbers.count == record.entries.count else { return nil }
    let names = record.entries.map { ControlText.cut($0.label, to: 40) }
    let categories = Axis(spacing: .categories(names))
    if kind == "points" || kind == "lines" {
      let points = numbers.enumerated().map { PlotPoint(Double($0), $1) }
      let series = [Series("", points: points, colorIndex: 0)]
      return Plot(
        title: title ?? "", x: categories, y: axis("y", nil),
        marks: kind == "points" ? [PointMark(series)] : [LineMark(series)])
    }
    return Plot(
      title: title ?? "", x: categories, y: axis("y", nil),
      marks: [BarMark([.init("", values: numbers, colorIndex: 0)])])
  }
}

/// Numbers with the name that a chart gives them.
struct NumberSeries {
  var name: String
  var numbers: [Double]
  var isColumn = false

  /// One row of numbers, from a list, a range or a column.
  static func single(in value: Value) -> Self? {
    switch value {
    case .range(let range) where range.count <= 1_000_000:
      return Self(name: "", numbers: range.map(Double.init))
    case .list(let values) where !values.isEmpty:
      let numbers = values.compactMap(number)
      return numbers.count == values.count ? Self(name: "", numbers: numbers) : nil
    case .object(let column as Column):
      switch column.values {
      case .numbers(let numbers), .truths(let numbers):
        return Self(name: ControlText.cut(column.label, to: 60), numbers: numbers, isColumn: true)
      default: return nil
      }
    default: return nil
    }
  }

  /// One row of numbers or several.
  static func all(in value: Value) -> [Self]? {
    if let single = single(in: value) { return [single] }
    let named: [(String, Value)]
    switch value {
    case .list(let values): named = values.map { ("", $0) }
    case .record(let record): named = record.entries.map { ($0.label, $0.value) }
    default: return nil
    }
    var all: [Self] = []
    for (index, (name, value)) in named.enumerated() {
      guard var series = single(in: value) else { return nil }
      if !name.isEmpty { series.name = ControlText.cut(name, to: 60) }
      if series.name.isEmpty { series.name = "\(index + 1)" }
      all.append(series)
    }
    return all.isEmpty ? nil : all
  }

  private static func number(_ value: Value) -> Double? {
    switch value {
    case .number(let number): number
    case .truth(let truth): truth ? 1 : 0
    case .none: .nan
    default: nil
    }
  }
}
