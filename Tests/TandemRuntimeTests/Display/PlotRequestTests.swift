import TandemCatalog
import TandemData
import TandemPlots
import Testing

@testable import TandemRuntime

@Suite struct PlotRequestTests {
  private static func numbers(_ values: [Double]) -> Value { .list(values.map(Value.number)) }

  private static func plot(
    _ x: Value, _ y: Value? = nil, kind: String? = nil, log: [String] = [], title: String? = nil
  ) throws -> Plot {
    let value = try Renderer().plot(x: x, y: y, kind: kind, log: log, title: title)
    guard case .object(let object) = value, let figure = object as? FigureValue else {
      throw PlotError.notDrawable(argument: "x", kind: value.kind)
    }
    return try #require(figure.figure as? Plot)
  }

  @Test("numbers are lines from 1 on, or what kind asks for")
  func kinds() throws {
    let list = Self.numbers([1, 3, 2])
    let lines = try #require(Self.plot(list).marks[0] as? LineMark)
    #expect(lines.series[0].points.map(\.x) == [1, 2, 3])
    #expect(lines.series[0].points.map(\.y) == [1, 3, 2])
    #expect(try Self.plot(list, kind: "points").marks[0] is PointMark)
    #expect(try Self.plot(list, kind: "bars").marks[0] is BarMark)
    #expect(try Self.plot(.list([list, list]), kind: "heat").marks[0] is HeatmapMark)
  }

  @Test("bars stand for every number, or there is an error that says how many are too many")
  func bars() throws {
    let many = Self.numbers((1...200).map(Double.init))
    #expect(try Self.plot(many, kind: "bars").marks[0] is BarMark)
    #expect(try Self.plot(many, kind: "bars").x.categories?.count == 200)
    #expect(throws: PlotError.tooManyBars(201, limit: 200)) {
      try Self.plot(Self.numbers((0...200).map(Double.init)), kind: "bars")
    }
    #expect(try Self.plot(Self.numbers((0...200).map(Double.init))).marks[0] is LineMark)
  }

  @Test("numbers over numbers, with powers of ten and a title")
  func overNumbers() throws {
    let plot = try Self.plot(
      .range(1...3), Self.numbers([1, 10, 100]), kind: "points", log: ["y"], title: "growth")
    #expect(plot.title == "growth")
    #expect(plot.y.spacing == .log)
    #expect(plot.x.spacing == .linear)
    let points = try #require(plot.marks[0] as? PointMark)
    #expect(points.series[0].points == [PlotPoint(1, 1), PlotPoint(2, 10), PlotPoint(3, 100)])
  }

  @Test("a record of numbers is a bar each, a record of lists a line each")
  func records() throws {
    let bars = Record([.init("a", .number(3)), .init("b", .number(5))])
    let mark = try #require(Self.plot(.record(bars)).marks[0] as? BarMark)
    #expect(mark.series[0].values == [3, 5])
    #expect(try Self.plot(.record(bars)).x.categories == ["a", "b"])
    let lists = Record([.init("a", Self.numbers([1, 2])), .init("b", Self.numbers([2, 1]))])
    let lines = try #require(Self.plot(.record(lists)).marks[0] as? LineMark)
    #expect(lines.series.map(\.name) == ["a", "b"])
    #expect(lines.series.map(\.colorIndex) == [0, 1])
  }

  @Test("an empty cell in a list is a gap")
  func gaps() throws {
    let plot = try Self.plot(.list([.number(1), .none, .number(2)]))
    let lines = try #require(plot.marks[0] as? LineMark)
    #expect(lines.series[0].points.map(\.isFinite) == [true, false, true])
  }

  @Test("columns are spread by themselves, and points over each other")
  func columns() throws {
    let table = Table(
      [("size", .numbers([1, 2, 3.5])), ("price", .numbers([10, .nan, 30]))], rowCount: 3)
    let data = Dataset(table, sourceText: "houses")
    let size = Value.object(try #require(data.column("size")))
    let price = Value.object(try #require(data.column("price")))
    #expect(try Self.plot(size).marks[0] is HistogramMark)
    let both = try Self.plot(size, price)
    #expect(both.marks[0] is PointMark)
    #expect(both.x.label == "size" && both.y.label == "price")
    #expect(both.title == "price by size")
  }

  @Test("what has no picture is an error of values")
  func errors() {
    func error(_ x: Value, _ y: Value? = nil, kind: String? = nil) -> PlotError? {
      do {
        _ = try Renderer().plot(x: x, y: y, kind: kind, log: [], title: nil)
        return nil
      } catch { return error }
    }
    #expect(error(.truth(true)) == .notDrawable(argument: "x", kind: .truth))
    #expect(error(.list([])) == .notDrawable(argument: "x", kind: .list))
    #expect(error(.range(1...2), .text("a")) == .notDrawable(argument: "y", kind: .text))
    #expect(error(.range(1...2), .range(1...3)) == .unequalLengths(x: 2, y: 3))
    #expect(
      error(.range(1...2), .range(1...2), kind: "heat") == .unsuitableKind("heat", kind: .range))
  }
}
