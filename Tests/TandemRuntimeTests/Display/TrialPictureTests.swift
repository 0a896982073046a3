import TandemLearning
import TandemPlots
import Testing

@testable import TandemRuntime

/// The pictures of `combine([…])` and `toy([…])`: where methods would cover each other, each has a panel.
@Suite struct TrialPictureTests {
  private static let rows = [[-4.0, 1, 1], [6, 1, 1]]

  private func grid(_ directions: [(name: String, vector: [Double])], rows: [[Double]] = rows)
    throws -> PlotGrid
  {
    let picture = try #require(CombinationPicture(of: rows, tasks: ["a", "b"]))
    return try #require(picture.grid(by: Renderer(), title: "side by side", directions: directions))
  }

  private func arrows(of plot: Plot) throws -> [ArrowMark.Arrow] {
    try #require(plot.marks.lazy.compactMap { $0 as? ArrowMark }.first).arrows
  }

  private func length(_ point: PlotPoint) -> Double {
    (point.x * point.x + point.y * point.y).squareRoot()
  }

  @Test func `methods have a panel each, all on one scale`() throws {
    let grid = try grid([("equal", [2, 2, 2]), ("mgda", [0, 1, 1]), ("again", [0, 1, 1])])
    #expect(grid.plots.map(\.title) == ["equal", "mgda", "again"])
    #expect(Set(grid.plots.map(\.x.including)).count == 1)
    #expect(Set(grid.plots.map(\.y.including)).count == 1)
    for plot in grid.plots {
      #expect(plot.hasEqualUnits)
      #expect(try arrows(of: plot).map(\.name) == ["a", "b", "direction"])
    }
    let lengths = try grid.plots.map { length(try arrows(of: $0)[2].tip) }
    #expect((lengths[0] - 12.0.squareRoot()).magnitude < 1e-12)
    #expect((lengths[1] - 2.0.squareRoot()).magnitude < 1e-12)
    #expect(grid.subtitle?.contains("as long as") == false)
  }

  @Test(
    "directions too unlike for one scale are drawn as long as the longest gradient",
    arguments: [[2e-3, 2e-3, 2e-3], [2e3, 2e3, 2e3]])
  func scaled(vector: [Double]) throws {
    let grid = try grid([("odd", vector), ("mgda", [0, 1, 1]), ("rest", [0, 0, 0])])
    let lengths = try grid.plots.map { length(try arrows(of: $0)[2].tip) }
    for length in lengths.prefix(2) { #expect((length - 38.0.squareRoot()).magnitude < 1e-12) }
    #expect(lengths[2] == 0)
    #expect(grid.plots.map(\.title) == ["odd", "mgda", "rest: at rest"])
    #expect(grid.subtitle?.contains("as long as the longest gradient") == true)
  }

  @Test func `numbers too large to be drawn have no picture`() throws {
    let picture = try #require(CombinationPicture(of: Self.rows, tasks: ["a", "b"]))
    let direction = [1e305, 0, 0]
    let plot = picture.plot(
      by: Renderer(), title: "", direction: direction, areWeighted: false)
    #expect(plot == nil)
  }

  private func ways(of count: Int) -> ToyTrajectories {
    let way = ToyTrajectories.Way(
      points: ToyProblem.starts, losses: [0, 0], notes: [])
    return ToyTrajectories(
      problem: ToyProblem(), methods: (0..<count).map { "m\($0)" }, starts: ToyProblem.starts,
      ways: Array(repeating: [way], count: count), stepCount: 4, sourceText: "toy()")
  }

  @Test func `two methods share the toy's picture, more have a panel each`() throws {
    let few = try #require(ways(of: 2).figure(by: Renderer()) as? Plot)
    #expect(few.marks.flatMap(\.entries).map(\.name) == ["m0", "m1"])
    let many = try #require(ways(of: 3).figure(by: Renderer()) as? PlotGrid)
    #expect(many.plots.map(\.title) == ["m0", "m1", "m2"])
    #expect(many.plots.flatMap(\.marks).flatMap(\.entries).isEmpty)
    #expect(ways(of: 0).figure(by: Renderer()) is Plot)
  }
}
