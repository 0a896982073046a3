import Testing

@testable import TandemPlots

@Suite struct LayoutTests {
  @Test("labels are moved apart, stay in order and inside, and move no more than they must")
  func spreading() {
    let middles = [10.0, 12, 50, 51, 52, 199]
    let spread = LineEndLabels.spread(middles, apart: 15, from: 0, to: 200)
    for (a, b) in zip(spread, spread.dropFirst()) { #expect(b - a >= 15 - 1e-9) }
    #expect(spread.allSatisfy { (0...200).contains($0) })
    #expect(spread[5] == 199)
    #expect(abs(spread[3] - 51) < 1e-9)
    #expect(LineEndLabels.spread([], apart: 15, from: 0, to: 200).isEmpty)
  }

  @Test("a line of many points is thinned to its extremes")
  func thinning() throws {
    var points = (0..<100_000).map { Position(Double($0) / 200, 100) }
    points[54_321].y = 3
    points[77_000].y = 190
    let kept = Thinning.byColumn(points, limit: 5_000)
    #expect(kept.count <= 5_000)
    #expect(kept.first == points.first)
    #expect(kept.last == points.last)
    #expect(kept.contains { $0.y == 3 })
    #expect(kept.contains { $0.y == 190 })
  }

  @Test("points that run to and fro are thinned too")
  func thinningOfZigzag() {
    let points = (0..<20_000).map { Position(Double($0 % 2) * 500, Double($0 % 7)) }
    #expect(Thinning.byColumn(points, limit: 5_000).count <= 5_000)
  }

  @Test("more than 5,000 points make no picture of more than a million bytes")
  func sizes() {
    let points = (0..<60_000).map { PlotPoint(Double($0), Double(($0 * 7919) % 10_007)) }
    let series = (0..<3).map { Series("s\($0)", points: points, colorIndex: $0) }
    for mark in [LineMark(series), PointMark(series)] as [any Mark] {
      #expect(Plot(title: "many", marks: [mark]).svg(id: "p1").utf8.count < 500_000)
    }
  }

  @Test("text is cut to fit, and never to less than an ellipsis")
  func fitting() {
    #expect(TextMetrics.fitted("short", size: 12, limit: 100) == "short")
    let cut = TextMetrics.fitted("a rather long label", size: 12, limit: 60)
    #expect(cut.hasSuffix("…"))
    #expect(TextMetrics.width(of: cut, size: 12) <= 60)
    #expect(TextMetrics.fitted("anything", size: 12, limit: 0) == "…")
    let endless = String(repeating: "many words ", count: 1_000_000)
    #expect(TextMetrics.fitted(endless, size: 12, limit: 60).count < 12)
    let lines = TextMetrics.wrapped("one two three four five", size: 12, limit: 60, lines: 2)
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { TextMetrics.width(of: $0, size: 12) <= 60 })
  }

  @Test("bins hold each finite value once", arguments: [1, 2, 10, 1000])
  func bins(count: Int) {
    let values = (0..<count).map { Double(($0 * 37) % 101) / 7 - 3 }
    let mark = HistogramMark(values + [.nan, .infinity], colorIndex: 0)
    #expect(mark.bins.reduce(0) { $0 + $1.count } == count)
    for (a, b) in zip(mark.bins, mark.bins.dropFirst()) { #expect(abs(a.upper - b.lower) < 1e-9) }
  }

  @Test("a constant and an empty column have bins that can be drawn")
  func degenerateBins() {
    #expect(HistogramMark([5, 5, 5], colorIndex: 0).bins.reduce(0) { $0 + $1.count } == 3)
    #expect(HistogramMark([.nan], colorIndex: 0).bins.isEmpty)
    #expect(HistogramMark([1e300, -1e300], colorIndex: 0).bins.reduce(0) { $0 + $1.count } == 2)
  }

  @Test("text says the smallest, largest and last value of each series")
  func words() {
    let plot = Plot(
      title: "loss", x: Axis("epoch"), y: Axis("loss"),
      marks: [LineMark([Series("digit", values: [2, .nan, 0.5, 1], colorIndex: 0)])])
    #expect(
      plot.textDescription == """
        loss · loss by epoch
                      min       max     last
          digit  █▁▃  0.5 at 3  2 at 1  1
        """)
    #expect(plot.altText == "loss: loss by epoch. digit: min 0.5 at 3, max 2 at 1, last 1.")
  }

  @Test("captions of two lines stand one under the other, and rows of tiles make room for them")
  func captions() throws {
    func sheet(_ caption: String) -> TileSheet {
      let tile = TileSheet.Tile(rowCount: 4, columnCount: 4, pixels: [], caption: caption)
      return TileSheet(title: "pairs", tiles: Array(repeating: tile, count: 11))
    }
    func height(_ caption: String) throws -> Double {
      let size = try #require(
        sheet(caption).svg(id: "p1").firstMatch(of: /viewBox="0 0 640 ([0-9.]+)"/))
      return try #require(Double(size.1))
    }
    #expect(sheet("coat\nboot").altText.hasSuffix("coat and boot."))
    let svg = sheet("coat\nboot").svg(id: "p1")
    #expect(svg.contains(">coat</text>") && svg.contains(">boot</text>"))
    // Two rows of tiles, each with a line more.
    let (two, one) = (try height("coat\nboot"), try height("coat"))
    #expect(abs(two - one - 26) < 0.01)
  }
}
