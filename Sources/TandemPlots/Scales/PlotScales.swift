/// The scales of a chart, for whatever area it turns out to have.
struct PlotScales {
  private let plot: Plot
  private let extent: PlotExtent
  /// Whether no mark has anything to draw.
  let isEmpty: Bool

  init(_ plot: Plot) {
    self.plot = plot
    var extent = PlotExtent()
    for mark in plot.marks { extent.formUnion(mark.extent) }
    isEmpty = extent.x == nil && extent.y == nil
    for value in plot.x.including { extent.include(x: value) }
    for value in plot.y.including { extent.include(y: value) }
    // Lines that come near zero are read against zero.
    if let range = extent.y, plot.y.spacing == .linear, range.lowerBound > 0,
      range.lowerBound < 0.4 * range.upperBound, plot.marks.contains(where: { $0 is LineMark })
    {
      extent.include(y: 0)
    }
    self.extent = extent
  }

  /// Whether dots are read across, beside names.
  private var isReadAcross: Bool {
    plot.y.categories != nil && plot.marks.contains { $0 is PointMark }
  }

  /// A tick each 80 px; narrow panels that are read across have more to be worth it.
  func x(in area: PlotFrame.Area) -> Scale {
    Scale(
      plot.x, range: extent.x, smallestPositive: extent.smallestPositiveX,
      fit: isReadAcross ? .padded : extent.isTightInX ? .tight : .nice,
      isWhole: extent.isWholeInX,
      tickCount: isReadAcross ? max(3, Int(area.width / 50)) : max(2, Int(area.width / 80)))
  }

  /// A tick each 35 px.
  func y(in area: PlotFrame.Area) -> Scale {
    Scale(
      plot.y, range: extent.y, smallestPositive: extent.smallestPositiveY, fit: .nice,
      isWhole: extent.isWholeInY, tickCount: Int(area.height / 35))
  }

  /// Both scales; where units are equally long, the axis with room to spare shows more.
  func both(in area: PlotFrame.Area) -> (x: Scale, y: Scale) {
    guard plot.hasEqualUnits, plot.x.spacing == .linear, plot.y.spacing == .linear,
      let x = extent.x, let y = extent.y, area.width > 0, area.height > 0
    else { return (self.x(in: area), self.y(in: area)) }
    // A twelfth at each end, so that what lies at the rim is whole.
    let unit = max(
      (x.upperBound - x.lowerBound) / area.width, (y.upperBound - y.lowerBound) / area.height)
    let perPixel = unit > 0 ? unit * 7 / 6 : 1
    func scale(_ axis: Axis, _ range: ClosedRange<Double>, pixels: Double, ticks: Int) -> Scale {
      let middle = range.lowerBound / 2 + range.upperBound / 2
      let half = perPixel * pixels / 2
      return Scale(
        axis, range: middle - half...middle + half, smallestPositive: nil, fit: .tight,
        tickCount: ticks)
    }
    return (
      scale(plot.x, x, pixels: area.width, ticks: max(2, Int(area.width / 80))),
      scale(plot.y, y, pixels: area.height, ticks: max(2, Int(area.height / 35)))
    )
  }
}
