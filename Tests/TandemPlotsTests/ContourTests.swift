import Foundation
import Testing

@testable import TandemPlots

/// Lines of equal value, and the forms around them.
@Suite struct ContourTests {
  @Test func `a circle is one closed line at its radius`() throws {
    let mark = ContourMark(
      of: { x, y in x * x + y * y }, x: -2...2, y: -2...2, size: 81)
    let lines = mark.lines(at: 1)
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    #expect(line.first == line.last)
    for point in line { #expect(abs(hypot(point.x, point.y) - 1) < 1e-3) }
  }

  @Test func `a saddle's lines do not cross`() {
    // x y = 0.01 in the first and the third quarter: two open lines.
    let mark = ContourMark(of: { x, y in x * y }, x: -1...1, y: -1...1, size: 20)
    let lines = mark.lines(at: 0.01)
    #expect(lines.count == 2)
    for line in lines {
      let signs = Set(line.map { $0.x > 0 })
      #expect(signs.count == 1)
      #expect(line.first != line.last)
    }
  }

  @Test func `a square whose diagonals disagree is parted by its middle`() {
    let above = ContourMark([[1, 0], [0, 1]], x: 0...1, y: 0...1, levels: [])
    // The middle is ½: at 0.4 it goes with the high corners, at 0.6 with the low ones.
    func corners(_ level: Double) -> Set<String> {
      Set(
        above.lines(at: level).map { line in
          let middle = (
            x: line.reduce(0) { $0 + $1.x } / 2, y: line.reduce(0) { $0 + $1.y } / 2
          )
          return "\(middle.x > 0.5) \(middle.y > 0.5)"
        })
    }
    #expect(corners(0.4) == ["true false", "false true"])
    #expect(corners(0.6) == ["false false", "true true"])
  }

  @Test("any numbers make contours", arguments: [[], [[1]], [[1, .nan], [.infinity, 2]]])
  func degenerate(values: [[Double]]) {
    let mark = ContourMark(values, x: 0...1, y: 0...1, levels: [1, .nan, 2])
    #expect(Plot(title: "", marks: [mark]).svg(id: "p1").contains("<svg"))
    #expect(mark.lines(at: 1.5).isEmpty)
  }

  @Test func `levels part the values into equal shares`() {
    let mark = ContourMark(of: { x, _ in x * x * x }, x: 0...1, y: 0...1, size: 101, levelCount: 4)
    for (level, share) in zip(mark.levels, [0.2, 0.4, 0.6, 0.8]) {
      #expect(abs(cbrt(level) - share) < 0.02)
    }
  }

  @Test func `a wedge is what lies on the right side of all lines`() {
    var plot = Plot(
      title: "", marks: [ArrowMark([.init("a", to: PlotPoint(1, 1), colorIndex: 0)])])
    plot.hasEqualUnits = true
    let bounds = PlotFrame.Area(left: 0, top: 0, right: 400, bottom: 300)
    let frame = PlotPanel(plot, in: bounds).frame
    let quarter = AreaMark.wedge([PlotPoint(1, 0), PlotPoint(0, 1)], in: frame)
    let origin = frame.position(of: PlotPoint(0, 0)) ?? Position(0, 0)
    #expect(quarter.count == 4)
    for corner in quarter {
      #expect(corner.x >= origin.x - 1e-9 && corner.y <= origin.y + 1e-9)
    }
    let nothing = AreaMark.wedge(
      [PlotPoint(1, 0), PlotPoint(-1, 1e-3), PlotPoint(-1, -1e-3)], in: frame)
    #expect(nothing.allSatisfy { abs($0.x - origin.x) < 1e-9 && abs($0.y - origin.y) < 1e-9 })
  }

  @Test func `equal units are equally long, and everything is in sight`() throws {
    for tip in [PlotPoint(100, 1), PlotPoint(0.001, 5), PlotPoint(-3, -4), PlotPoint(0, 0)] {
      var plot = Plot(title: "", marks: [ArrowMark([.init("a", to: tip, colorIndex: 0)])])
      plot.hasEqualUnits = true
      let frame = PlotPanel(
        plot, in: PlotFrame.Area(left: 0, top: 0, right: 500, bottom: 300)
      ).frame
      let zero = try #require(frame.position(of: PlotPoint(0, 0)))
      let right = try #require(frame.position(of: PlotPoint(0.001, 0)))
      let up = try #require(frame.position(of: PlotPoint(0, 0.001)))
      #expect(abs((right.x - zero.x) - (zero.y - up.y)) < 1e-6 * (right.x - zero.x))
      for point in [tip, PlotPoint(0, 0)] {
        let position = try #require(frame.position(of: point))
        #expect(position.x >= frame.area.left && position.x <= frame.area.right)
        #expect(position.y >= frame.area.top && position.y <= frame.area.bottom)
      }
    }
  }

  @Test func `a line keeps only the points that bend it`() {
    let straight = (0...100).map { Position(Double($0), Double($0) * 2) }
    #expect(Thinning.straightened(straight, within: 0.3) == [straight[0], straight[100]])
    var bent = straight
    bent[50].y += 10
    #expect(Thinning.straightened(bent, within: 0.3).contains(bent[50]))
    let pieces = PathMark.shaded(straight)
    #expect(pieces.count == 8)
    for (a, b) in zip(pieces, pieces.dropFirst()) { #expect(a.last == b.first) }
  }
}
