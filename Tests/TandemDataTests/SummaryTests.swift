import TandemCatalog
@testable import TandemData
import TestSupport
import Testing

@Suite struct SummaryTests {
  let houses = Fixture.houses

  @Test("a number column shows its figures, its empty cells and a histogram")
  func numbers() throws {
    let summary = try houses["price"].summary
    #expect(summary.count == 6)
    #expect(summary.missingCount == 1)
    #expect(summary.figures?.mean == 216)
    #expect(
      summary.bins.map(\.lower) == [80, 100, 250, 400] && summary.bins.map(\.count) == [1, 1, 2, 1])
    #expect(summary.bins.allSatisfy { $0.isSingleValue })
  }

  @Test("categories and truths show how many rows have each level")
  func levels() throws {
    let kind = try houses["kind"].summary
    #expect(kind.levels.map(\.level) == ["barn", "flat", "house"])
    #expect(kind.levels.map(\.count) == [2, 2, 1])
    #expect(kind.missingCount == 1)
    #expect(kind.figures == nil && kind.bins.isEmpty)
    let garden = try houses["has garden"].summary
    #expect(garden.levels.map(\.level) == ["false", "true"])
    #expect(garden.levels.map(\.count) == [2, 3])
    #expect(garden.figures?.mean == 0.6)
  }

  @Test("a histogram counts every number once, whatever the numbers are")
  func histogram() {
    forAll(count: 300) { source in
      let scale = source.element(of: [
        9 * Double.leastNonzeroMagnitude, 1e-300, 1e-9, 1, 1e9, 1e300, 1.7e308,
      ])
      let shift = source.element(of: [0, 0, 1, -1e9])
      let isWhole = source.oneIn(3)
      let values = source.list(1...200) { source -> Double in
        if source.oneIn(9) { return .nan }
        let value = source.number(-1...1) * scale + shift
        return isWhole ? value.rounded() : value
      }
      let data = Dataset(
        Table([("x", .numbers(values))], rowCount: values.count), sourceText: "data")
      let summary = try data["x"].summary
      let known = values.filter { !$0.isNaN }
      try #require(summary.missingCount == values.count - known.count)
      try #require(summary.bins.map(\.count).reduce(0, +) == known.count)
      try #require(summary.bins.count <= 20)
      try #require(summary.bins.first?.lower == known.min())
      try #require(summary.bins.last?.upper == known.max())
      for (bin, next) in zip(summary.bins, summary.bins.dropFirst()) {
        try #require(bin.upper <= next.lower)
      }
    }
  }

  @Test("data shows its columns, its split and its first rows")
  func data() throws {
    let summary = houses.summary(rows: 3)
    #expect(summary.rowCount == 6)
    #expect(
      summary.columns.map(\.type.phrase) == [
        "numbers", "numbers", "truth values", "categories", "arrays [1, 2, 2]",
      ])
    #expect(summary.splitSizes == .init(train: 4, validation: 1, test: 1))
    #expect(!summary.isSplitAsked)
    #expect(
      summary.firstRows == [
        ["100", "50", "true", "barn", "[1, 2, 2]"], ["250", "100", "false", "flat", "[1, 2, 2]"],
        [nil, "70", "true", "house", "[1, 2, 2]"],
      ])
    #expect(houses.take(2).summary().splitSizes == nil)
    #expect(try houses.split(seed: 2).summary().isSplitAsked)
  }

  @Test("the cell of a row as a value")
  func cells() throws {
    #expect(try houses["price"].value(at: 2) == .none)
    #expect(try houses["price"].value(at: 3) == .number(400))
    #expect(try houses["has garden"].value(at: 1) == .truth(false))
    #expect(try houses["kind"].value(at: 5) == .text("barn"))
    #expect(
      try houses["plan"].value(at: 1) == .list([.number(4), .number(5), .number(6), .number(7)]))
    #expect(throws: DataError.rowOutOfRange(row: 6, rowCount: 6)) {
      try houses["price"].value(at: 6)
    }
  }
}
