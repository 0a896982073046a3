/// How far a training run is: a bar, the losses now, and their curves so far.
public struct ProgressFigure: Figure {
  /// What is trained, or how it ended.
  public var headline: String
  /// Epoch, step and time, at the right.
  public var detail: String
  /// 0…1.
  public var fraction: Double
  public var status: Status
  public var readings: [Reading]
  /// Curves below the bar; the readings above are their legend.
  public var plot: Plot?
  public var width: Double = 640

  /// How the run is going.
  public enum Status: Sendable, Equatable { case running, finished, interrupted }

  /// A named figure in a task's hue.
  public struct Reading: Sendable, Equatable {
    public var name: String
    public var value: Double
    public var colorIndex: Int

    /// Creates a reading.
    public init(_ name: String, value: Double, colorIndex: Int) {
      self.name = name
      self.value = value
      self.colorIndex = colorIndex
    }
  }

  /// Creates a picture of progress.
  public init(
    headline: String, detail: String, fraction: Double, status: Status, readings: [Reading],
    plot: Plot? = nil
  ) {
    self.headline = headline
    self.detail = detail
    self.fraction = fraction
    self.status = status
    self.readings = readings
    self.plot = plot
  }

  public var altText: String {
    let losses = readings.map { "\($0.name) \($0.value.figureText)" }.joined(separator: ", ")
    return "\(headline): \(detail)." + (losses.isEmpty ? "" : " Losses: \(losses).")
  }

  public var textDescription: String {
    let length = 24
    let full = Int((max(0, min(1, fraction)) * Double(length)).rounded())
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: length - full)
    let losses = readings.map { "\($0.name) \($0.value.figureText)" }.joined(separator: "  ")
    return "\(headline)  \(bar)  \(detail)" + (losses.isEmpty ? "" : "\n  losses  \(losses)")
  }

  private var hue: Int {
    switch status {
    case .running: 0
    case .finished: 2
    case .interrupted: 3
    }
  }

  public func svg(id: String) -> String {
    let margin = Heading.margin
    let room = width - 2 * margin
    let detailWidth = TextMetrics.width(of: detail, size: 12)
    var elements: [SVGElement] = [
      .text(
        TextMetrics.fitted(headline, size: 13, limit: room - detailWidth - 16, isBold: true),
        at: Position(margin, 30), size: 13, isBold: true),
      .text(detail, at: Position(width - margin, 30), anchor: .end, paint: .muted),
      .rectangle(x: margin, y: 40, width: room, height: 8, radius: 4, fill: .grid),
    ]
    let filled = room * max(0, min(1, fraction))
    if filled >= 8 {
      elements.append(
        .rectangle(x: margin, y: 40, width: filled, height: 8, radius: 4, fill: .series(hue)))
    }
    let (items, rowCount) = readingElements(top: 70, room: room)
    elements += items
    var height = 60 + Double(rowCount) * 20
    if let plot {
      let bounds = PlotFrame.Area(
        left: margin, top: height + 4, right: width - margin, bottom: height + 204)
      elements += PlotPanel(plot, in: bounds, allowsEndLabels: false).elements()
      height += 214
    }
    return SVGDocument(
      width: width, height: height + 4, title: headline, description: altText, elements: elements
    ).text(id: id)
  }

  private func readingElements(top: Double, room: Double) -> ([SVGElement], rowCount: Int) {
    var elements: [SVGElement] = []
    var left = 0.0
    var row = 0
    for reading in readings {
      let name = TextMetrics.fitted(reading.name, size: 12, limit: room * 0.4)
      let value = reading.value.figureText
      let nameWidth = TextMetrics.width(of: name, size: 12)
      // Room for six digits, so that names do not jump while numbers change.
      let width = 24 + nameWidth + 6 + max(48, TextMetrics.width(of: value, size: 12)) + 14
      if left > 0, left + width > room {
        left = 0
        row += 1
      }
      let x = Heading.margin + left
      let y = top + Double(row) * 20
      elements += [
        Legend.sign(
          of: LegendEntry(
            name: name, colorIndex: reading.colorIndex,
            sign: .line(Palette.dash(of: reading.colorIndex))), left: x, middle: y - 4),
        .text(name, at: Position(x + 24, y), paint: .ink),
        .text(value, at: Position(x + 30 + nameWidth, y), paint: .muted),
      ]
      left += width + 8
    }
    return (elements, readings.isEmpty ? 0 : row + 1)
  }
}
