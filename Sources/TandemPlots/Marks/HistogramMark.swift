/// Counts of values in bins of one width.
public struct HistogramMark: Mark {
  public var bins: [Bin]
  public var colorIndex: Int

  /// An interval and how many values lie in it.
  public struct Bin: Sendable, Equatable {
    public var lower: Double
    public var upper: Double
    public var count: Int
  }

  /// Bins values on steps of 1, 2 or 5 × 10ⁿ; what is not finite does not count.
  public init(_ values: [Double], binCount: Int? = nil, colorIndex: Int) {
    self.colorIndex = colorIndex
    let finite = values.filter(\.isDrawable)
    guard let least = finite.min(), let most = finite.max() else {
      bins = []
      return
    }
    // The square root of the number of values, between 5 and 30, is enough for a picture this size.
    let wanted = binCount ?? min(30, max(5, Int(Double(finite.count).squareRoot())))
    let range = LinearTicks.padded(least...most)
    let step = LinearTicks.step(for: range, count: wanted)
    let first = (range.lowerBound / step).rounded(.down)
    let count = max(1, Int(min(1_000, (range.upperBound / step - first).rounded(.down) + 1)))
    bins = (0..<count).map {
      Bin(lower: (first + Double($0)) * step, upper: (first + Double($0) + 1) * step, count: 0)
    }
    for value in finite {
      let index = Int(max(0, min(Double(count - 1), (value / step - first).rounded(.down))))
      bins[index].count += 1
    }
  }

  public var extent: PlotExtent {
    var extent = PlotExtent()
    extent.isTightInX = true
    for bin in bins {
      extent.include(x: bin.lower)
      extent.include(x: bin.upper)
      extent.include(y: Double(bin.count))
    }
    if !bins.isEmpty { extent.include(y: 0) }
    return extent
  }

  public var entries: [LegendEntry] { [] }

  public func descriptions(in plot: Plot) -> [SeriesDescription] {
    guard let first = bins.first, let last = bins.last,
      let most = bins.max(by: { $0.count < $1.count })
    else { return [] }
    let total = bins.reduce(0) { $0 + $1.count }
    return [
      SeriesDescription(
        name: plot.x.label ?? plot.title,
        figures: [
          .init("values", "\(total)"),
          .init("from", "\(first.lower.figureText) to \(last.upper.figureText)"),
          .init(
            "most", "\(most.count) in \(most.lower.figureText) to \(most.upper.figureText)"),
        ],
        course: bins.map { Double($0.count) })
    ]
  }

  public func render(in frame: PlotFrame) -> SVGElement {
    .group(
      bins.compactMap { bin in
        guard bin.count > 0, let left = frame.x.position(bin.lower),
          let right = frame.x.position(bin.upper), let top = frame.y.position(Double(bin.count)),
          let bottom = frame.y.position(0)
        else { return nil }
        let gap = right - left > 4 ? 1.0 : 0
        return .rectangle(
          x: left + gap / 2, y: top, width: max(right - left - gap, 0.5), height: bottom - top,
          fill: .series(colorIndex))
      })
  }
}
