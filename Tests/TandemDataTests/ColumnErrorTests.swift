import TandemData
import Testing

@Suite struct ColumnErrorTests {
  let houses = Fixture.houses

  @Test("columns of two data sets do not combine")
  func twoDataSets() throws {
    let other = Dataset(
      Table([("area", .numbers([1, 2, 3, 4, 5, 6]))], rowCount: 6), sourceText: "others")
    #expect(throws: DataError.differentRows(left: "houses.price", right: "others.area")) {
      try Column.apply(.add, .column(houses["price"]), .column(other["area"]))
    }
    let part = houses.take(3)
    #expect(throws: DataError.differentRows(left: "houses.price", right: "houses.area")) {
      try Column.apply(.add, .column(houses["price"]), .column(part["area"]))
    }
  }

  @Test("columns of the same rows combine, however the rows were found")
  func sameRows() throws {
    let one = try houses.take(3)["price"]
    let other = try houses.where(
      Column.apply(.greater, .column(#require(try houses["plan"].rows(.sum))), .number(0)))
    #expect(other.rowCount == 6)
    let two = try houses[0...2]["area"]
    #expect(try Column.apply(.add, .column(one), .column(two)).cells == [150, 350, nil])
    let all = try other["area"]
    #expect(try Column.apply(.subtract, .column(houses["area"]), .column(all)).cells[1] == 0)
  }

  @Test("words take no arithmetic, numbers no words, and the error says what both are")
  func types() throws {
    let kind = try ColumnOperand.column(houses["kind"])
    let price = try ColumnOperand.column(houses["price"])
    let words = DataOperand(text: "kind", type: "a column of categories")
    #expect(
      throws: DataError.unsuitableOperands(
        operation: "+", left: words, right: DataOperand(text: "1", type: "a number"))
    ) { try Column.apply(.add, kind, .number(1)) }
    #expect(
      throws: DataError.unsuitableOperands(
        operation: "==", left: DataOperand(text: "price", type: "a column of numbers"),
        right: DataOperand(text: "\"dear\"", type: "text"))
    ) { try Column.apply(.equal, price, .text("dear")) }
    #expect(throws: DataError.self) { try Column.apply(.less, kind, .text("flat")) }
    #expect(throws: DataError.self) { try Column.apply(.and, price, .truth(true)) }
    #expect(throws: DataError.self) { try Column.apply(.add, .column(houses["plan"]), kind) }
    #expect(throws: DataError.unsuitableOperand(operation: "log", words)) {
      try Column.apply(.log, [kind])
    }
    #expect(
      throws: DataError.unsuitableOperand(
        operation: "not",
        .init(
          text: "price", type: "a column of numbers"))
    ) { try houses["price"].inverted() }
    #expect(throws: DataError.self) { try houses["price"].isIn([.text("a")]) }
    #expect(throws: DataError.self) { try houses["kind"].isIn([.number(1)]) }
    #expect(throws: DataError.self) { try houses["plan"].isIn([.number(1)]) }
    #expect(throws: DataError.self) { try houses["kind"].figure(.mean) }
  }

  @Test("plain numbers have no empty cell to hide in")
  func plainNumbers() throws {
    #expect(throws: DataError.divisionByZero(operation: "1 / 0")) {
      try ColumnOperator.divide.evaluate(1, 0)
    }
    #expect(throws: DataError.divisionByZero(operation: "1 % 0")) {
      try ColumnOperator.remainder.evaluate(1, 0)
    }
    #expect(throws: DataError.notFinite(operation: "(-8) ^ 0.5")) {
      try ColumnOperator.power.evaluate(-8, 0.5)
    }
    #expect(throws: DataError.notFinite(operation: "log(0)")) {
      try ColumnFunction.log.evaluate([0])
    }
    #expect(try ColumnFunction.max.evaluate([2, 7, 5]) == 7)
    #expect(try ColumnFunction.min.evaluate([2, 7, 5]) == 2)
  }

  @Test("a column of empty cells has no mean")
  func noValues() throws {
    let data = Dataset(Table([("x", .numbers([.nan, .nan]))], rowCount: 2), sourceText: "data")
    #expect(throws: DataError.noValues(column: "x", figure: "mean")) {
      try data["x"].figure(.mean)
    }
  }
}
