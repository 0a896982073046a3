import TandemData
import Testing

@Suite struct ColumnArrayTests {
  let houses = Fixture.houses

  @Test(
    "a figure of an array column is one number a row",
    arguments: [
      (ColumnFigure.mean, [1.5, 5.5, 9.5, 13.5, 17.5, 21.5]),
      (.sum, [6, 22, 38, 54, 70, 86]), (.min, [0, 4, 8, 12, 16, 20]),
      (.max, [3, 7, 11, 15, 19, 23]),
      (.std, Array(repeating: 1.118033988749895, count: 6)),
    ])
  func rows(figure: ColumnFigure, expected: [Double]) throws {
    let figures = try #require(try houses["plan"].rows(figure))
    #expect(figures.values == .numbers(expected))
    #expect(figures.label == "plan.\(figure.rawValue)")
    #expect(figures.ingredients == ["plan"])
  }

  @Test(
    "a figure of a number column is one number over the cells that are not empty",
    arguments: [
      (ColumnFigure.mean, 216), (.sum, 1080), (.min, 80), (.max, 400), (.std, 116.72189169),
    ])
  func numbers(figure: ColumnFigure, expected: Double) throws {
    let number = try #require(try houses["price"].number(figure))
    #expect(abs(number - expected) < 1e-6)
  }

  @Test("a row with an empty element has no figure")
  func missingElement() throws {
    let data = Dataset(
      Table([("v", .arrays(values: [1, 2, .nan, 4], sizes: [2]))], rowCount: 2), sourceText: "data")
    #expect(try data["v"].rows(.mean)?.cells == [1.5, nil])
  }

  @Test("arrays combine with numbers, with one number a row, and with arrays")
  func arithmetic() throws {
    let plan = try houses["plan"]
    let scaled = try Column.apply(.divide, .column(plan), .number(2))
    #expect(scaled.type == .arrays([1, 2, 2]))
    #expect(scaled.cells.prefix(5) == [0, 0.5, 1, 1.5, 2])
    let byArea = try Column.apply(.subtract, .column(houses["area"]), .column(plan))
    #expect(byArea.cells.prefix(5) == [50, 49, 48, 47, 96])
    let doubled = try Column.apply(.add, .column(plan), .column(plan))
    #expect(doubled.cells.last == 46)
    let inked = try Column.apply(.greaterOrEqual, .column(plan), .number(2))
    let share = try #require(try inked.rows(.mean))
    #expect(share.cells == [0.5, 1, 1, 1, 1, 1])
    #expect(share.label == "(plan >= 2).mean")
  }

  @Test("arrays of unlike sizes do not combine")
  func unlikeSizes() throws {
    let other = Column(
      label: "other", values: .arrays(values: Array(repeating: 0, count: 24), sizes: [4]),
      of: houses)
    #expect(throws: DataError.arraySizesDiffer(operation: "+", left: [1, 2, 2], right: [4])) {
      try Column.apply(.add, .column(houses["plan"]), .column(other))
    }
  }
}
