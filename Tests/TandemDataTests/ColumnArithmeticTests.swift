import TandemData
import TestSupport
import Testing

@Suite struct ColumnArithmeticTests {
  let houses = Fixture.houses

  @Test(
    "arithmetic goes row by row, and an empty cell or no finite result is an empty cell",
    arguments: [
      (ColumnOperator.add, [150, 350, nil, 400, 120, 375] as [Double?]),
      (.subtract, [50, 150, nil, 400, 40, 125]),
      (.multiply, [5000, 25000, nil, 0, 3200, 31250]),
      (.divide, [2, 2.5, nil, nil, 2, 2]),
      (.remainder, [0, 50, nil, nil, 0, 0]),
      (.equal, [0, 0, nil, 0, 0, 0]),
      (.notEqual, [1, 1, nil, 1, 1, 1]),
      (.less, [0, 0, nil, 0, 0, 0]),
      (.greaterOrEqual, [1, 1, nil, 1, 1, 1]),
    ])
  func rowByRow(operation: ColumnOperator, expected: [Double?]) throws {
    let result = try Column.apply(
      operation, .column(houses["price"]), .column(houses["area"]))
    #expect(result.cells == expected)
    #expect(result.type == (operation.isArithmetic ? .numbers : .truths))
    #expect(result.label == "price \(operation.rawValue) area")
    #expect(result.ingredients == ["price", "area"])
  }

  @Test("a constant on either side counts for every row")
  func constants() throws {
    let area = try ColumnOperand.column(houses["area"])
    let halves = try Column.apply(.divide, area, .number(100))
    #expect(try Column.apply(.divide, .number(100), area).cells == [2, 1, 100 / 70, nil, 2.5, 0.8])
    #expect(try Column.apply(.power, area, .number(0.5)).cells[1] == 10)
    #expect(try Column.apply(.power, .number(-1), .column(houses["price"])).cells[2] == nil)
    #expect(try Column.apply(.power, .number(-8), .column(halves)).cells[0] == nil)
  }

  @Test("a remainder has the sign of the divisor")
  func remainder() throws {
    #expect(try ColumnOperator.remainder.evaluate(-7, 3) == 2)
    #expect(try ColumnOperator.remainder.evaluate(7, -3) == -2)
    #expect(try ColumnOperator.remainder.evaluate(6, 3) == 0)
    let area = try houses["area"]
    #expect(
      try Column.apply(.remainder, .column(area.negated()), .number(30)).cells
        == [10, 20, 20, 0, 20, 25])
  }

  @Test("categories are compared by their words, with text and with each other")
  func categories() throws {
    let kind = try houses["kind"]
    #expect(
      try Column.apply(.equal, .column(kind), .text("flat")).cells == [0, 1, 0, 1, nil, 0])
    #expect(
      try Column.apply(.notEqual, .text("flat"), .column(kind)).cells == [1, 0, 1, 0, nil, 1])
    #expect(
      try Column.apply(.equal, .column(kind), .text("castle")).cells == [0, 0, 0, 0, nil, 0])
    let other = Column(
      label: "other",
      values: .categories(codes: [2, 2, 1, 1, 0, -1], levels: ["a", "flat", "barn"]), of: houses)
    #expect(
      try Column.apply(.equal, .column(kind), .column(other)).cells == [1, 0, 0, 1, nil, nil])
  }

  @Test("'and', 'or' and 'not' take truths, and what is empty stays empty")
  func logic() throws {
    let garden = try houses["has garden"]
    let dear = try Column.apply(.greater, .column(houses["price"]), .number(90))
    #expect(try Column.apply(.and, .column(garden), .column(dear)).cells == [1, 0, nil, nil, 0, 1])
    #expect(try Column.apply(.or, .column(garden), .column(dear)).cells == [1, 1, nil, nil, 0, 1])
    #expect(try Column.apply(.or, .column(garden), .truth(false)).cells == garden.cells)
    #expect(try garden.inverted().cells == [0, 1, 0, nil, 1, 0])
    #expect(try garden.inverted().type == .truths)
  }

  @Test("truths are 0 and 1 in arithmetic")
  func truthsAsNumbers() throws {
    let garden = try houses["has garden"]
    let twice = try Column.apply(.add, .column(garden), .column(garden))
    #expect(twice.cells == [2, 0, 2, nil, 0, 2])
    #expect(twice.type == .numbers)
    #expect(try garden.number(.sum) == 3)
  }

  @Test("'in' looks a cell up in a list of constants")
  func membership() throws {
    #expect(
      try houses["price"].isIn([.number(100), .number(250)]).cells == [1, 1, nil, 0, 0, 1])
    #expect(try houses["kind"].isIn([.text("barn"), .text("tent")]).cells == [1, 0, 0, 0, nil, 1])
    #expect(try houses["has garden"].isIn([.truth(true)]).cells == [1, 0, 1, nil, 0, 1])
    #expect(try houses["kind"].isIn([]).cells == [0, 0, 0, 0, nil, 0])
    #expect(try houses["kind"].isIn([.text("barn")]).label == "kind in [\"barn\"]")
  }

  @Test(
    "functions act row by row",
    arguments: [
      (
        ColumnFunction.log, [1, 10, nil, 0, 2.718281828459045], [0, 2.302585092994046, nil, nil, 1]
      ),
      (.exp, [0, 1, nil, 1000, -1], [1, 2.718281828459045, nil, nil, 0.36787944117144233]),
      (.sqrt, [4, 2, nil, -1, 0], [2, 1.4142135623730951, nil, nil, 0]),
      (.abs, [-3, 3, nil, -0.5, 0], [3, 3, nil, 0.5, 0]),
      (.round, [0.5, -0.5, nil, 2.4, 2.5], [1, -1, nil, 2, 3]),
    ] as [(ColumnFunction, [Double?], [Double?])])
  func functions(function: ColumnFunction, cells: [Double?], expected: [Double?]) throws {
    let data = Dataset(
      Table([("x", .numbers(cells.map { $0 ?? .nan }))], rowCount: 5), sourceText: "data")
    let result = try Column.apply(function, [.column(data["x"])])
    #expect(result.cells == expected)
    #expect(result.label == "\(function.rawValue)(x)")
  }

  @Test("'min' and 'max' of several values compare them row by row")
  func extremes() throws {
    let operands: [ColumnOperand] = try [
      .column(houses["price"]), .number(90), .column(houses["area"]),
    ]
    #expect(try Column.apply(.min, operands).cells == [50, 90, nil, 0, 40, 90])
    #expect(try Column.apply(.max, operands).cells == [100, 250, nil, 400, 90, 250])
    #expect(try Column.apply(.min, operands).label == "min(price, 90, area)")
    let plan = try Column.apply(.max, [.column(houses["plan"]), .number(21)])
    #expect(plan.type == .arrays([1, 2, 2]))
    #expect(plan.cells.suffix(4) == [21, 21, 22, 23])
  }

  @Test("rounding to places after the point")
  func rounding() throws {
    let third = try Column.apply(.divide, .column(houses["area"]), .number(3))
    let rounded = try third.rounded(digits: 2)
    #expect(rounded.cells == [16.67, 33.33, 23.33, 0, 13.33, 41.67])
    #expect(rounded.label == "round(area / 3, digits: 2)")
  }
}
