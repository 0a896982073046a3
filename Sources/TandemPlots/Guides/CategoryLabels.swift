/// Names under a categorical x axis: level if all fit, else slanted.
struct CategoryLabels {
  private let scale: Scale
  private let area: PlotFrame.Area
  private let names: [String]
  let isSlanted: Bool

  private static let fontSize = AxisGuides.fontSize
  private static let longest = 120.0

  init(_ scale: Scale, in area: PlotFrame.Area) {
    var scale = scale
    scale.start = area.left
    scale.end = area.right
    self.scale = scale
    self.area = area
    let labels = scale.ticks.map(\.label)
    let widest = labels.map { TextMetrics.width(of: $0, size: Self.fontSize) }.max() ?? 0
    isSlanted = widest > scale.bandWidth - 6
    names =
      isSlanted
      ? labels.map { TextMetrics.fitted($0, size: Self.fontSize, limit: Self.longest) } : labels
  }

  /// The room that the labels take under the area.
  var height: Double {
    guard isSlanted else { return AxisGuides.tickRowHeight }
    let widest = names.map { TextMetrics.width(of: $0, size: Self.fontSize) }.max() ?? 0
    return 14 + widest * 0.643
  }

  /// How far slanted labels reach to the left of the area.
  var overhang: Double {
    guard isSlanted else { return 0 }
    let reach = zip(scale.ticks, names).map { tick, name in
      TextMetrics.width(of: name, size: Self.fontSize) * 0.766
        - ((scale.position(tick.value) ?? area.left) - area.left)
    }
    return max(0, reach.max() ?? 0)
  }

  func elements() -> [SVGElement] {
    let every = isSlanted ? AxisGuides.stride(of: scale, room: 14) : 1
    return zip(scale.ticks, names).enumerated().compactMap { index, item in
      guard index % every == 0, let x = scale.position(item.0.value) else { return nil }
      guard isSlanted else {
        return .text(
          item.1, at: Position(x, area.bottom + 18), size: Self.fontSize, anchor: .middle)
      }
      let at = Position(x + 4, area.bottom + 14)
      return .text(item.1, at: at, size: Self.fontSize, anchor: .end)
        .with("transform", "rotate(-40 \(at.x.svg) \(at.y.svg))")
    }
  }
}
