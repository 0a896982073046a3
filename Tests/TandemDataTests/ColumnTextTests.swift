import TandemCatalog
import TandemData
import TestSupport
import Testing

@Suite struct ColumnTextTests {
  let houses = Fixture.houses

  @Test("the text of a column has the brackets that it needs and no others")
  func brackets() throws {
    let price = try ColumnOperand.column(houses["price"])
    let area = try ColumnOperand.column(houses["area"])
    let sum = try Column.apply(.add, price, area)
    let difference = try Column.apply(.subtract, price, area)
    let cases: [(Column, String)] = try [
      (Column.apply(.multiply, .column(sum), .number(2)), "(price + area) * 2"),
      (Column.apply(.add, .number(2), .column(sum)), "2 + (price + area)"),
      (Column.apply(.add, .column(sum), .number(2)), "price + area + 2"),
      (Column.apply(.subtract, area, .column(difference)), "area - (price - area)"),
      (Column.apply(.subtract, area, .number(-2)), "area - -2"),
      (Column.apply(.power, .number(-2), area), "(-2) ^ area"),
      (Column.apply(.power, area, .number(-2)), "area ^ -2"),
      (
        Column.apply(.power, .column(Column.apply(.power, area, .number(2))), .number(3)),
        "(area ^ 2) ^ 3"
      ),
      (sum.negated(), "-(price + area)"),
      (Column.apply(.power, area, .number(2)).negated(), "-area ^ 2"),
      (
        Column.apply(.less, .column(Column.apply(.less, area, price)), .number(1)),
        "(area < price) < 1"
      ),
      (Column.apply(.less, area, price).inverted(), "not area < price"),
      (
        Column.apply(
          .and, .column(Column.apply(.or, .truth(true), .column(houses["has garden"]))),
          .column(Column.apply(.equal, .column(houses["kind"]), .text("a \"b\"")))),
        "(true or \"has garden\") and kind == \"a \\\"b\\\"\""
      ),
    ]
    for (column, text) in cases { #expect(column.label == text) }
  }

  @Test("source text names the data, and columns that are no names in brackets")
  func sourceText() throws {
    let area = try houses["area"]
    #expect(area.sourceText == "houses.area")
    let odd = Dataset(
      Table(
        [
          ("Jitter(%)", .numbers([1])), ("take", .numbers([1])), ("größe", .numbers([1])),
          ("2nd", .numbers([1])), ("", .numbers([1])),
        ], rowCount: 1),
      sourceText: "csv(\"a.csv\")")
    #expect(try odd["Jitter(%)"].sourceText == "csv(\"a.csv\")[\"Jitter(%)\"]")
    #expect(try odd["take"].sourceText == "csv(\"a.csv\")[\"take\"]")
    #expect(try odd["größe"].sourceText == "csv(\"a.csv\").größe")
    #expect(try odd["2nd"].sourceText == "csv(\"a.csv\")[\"2nd\"]")
    #expect(try odd["Jitter(%)"].label == "Jitter(%)")
    let log = try Column.apply(.log, [.column(odd["Jitter(%)"])])
    #expect(log.sourceText == "log(csv(\"a.csv\")[\"Jitter(%)\"])")
  }

  @Test("a column can be made again of other data")
  func rebuilt() throws {
    let ratio = try Column.apply(
      .divide, .column(houses["price"]),
      .column(Column.apply(.add, .column(houses["area"]), .number(1))))
    let cheap = try Column.apply(.less, .column(ratio), .number(2.2)).inverted()
    let other = Dataset(
      Table([("area", .numbers([9, 99])), ("price", .numbers([30, 10]))], rowCount: 2),
      sourceText: "others")
    let again = try cheap.rebuilt(on: other)
    #expect(again.cells == [1, 0])
    #expect(again.sourceText == "not others.price / (others.area + 1) < 2.2")
    #expect(throws: DataError.unknownColumn("plan", known: ["area", "price"])) {
      try houses["plan"].rebuilt(on: other)
    }
  }

  @Test("a column from 'with' is made again of what it was made of")
  func derived() throws {
    let logArea = try Column.apply(.log, [.column(houses["area"])])
    let data = try houses.with([("size", logArea)])
    let size = try data["size"]
    #expect(size.label == "size")
    #expect(size.ingredients == ["size", "area"])
    let other = Dataset(Table([("area", .numbers([1]))], rowCount: 1), sourceText: "others")
    #expect(try size.rebuilt(on: other).cells == [0])
  }

  @Test("text grows no longer than a thousand operations")
  func limit() throws {
    var column = try houses["area"]
    #expect(throws: DataError.expressionTooLong(limit: 1000)) {
      for _ in 0..<1000 { column = try Column.apply(.add, .column(column), .column(column)) }
    }
  }
}
