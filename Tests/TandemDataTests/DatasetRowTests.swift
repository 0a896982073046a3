import TandemData
import TestSupport
import Testing

@Suite struct DatasetRowTests {
  let houses = Fixture.houses

  @Test("'where' keeps the rows whose condition is true; where it is empty the row goes")
  func whereKeeps() throws {
    let dear = try houses.where(
      Column.apply(.greater, .column(houses["price"]), .number(99)))
    #expect(try dear["price"].cells == [100, 250, 400, 250])
    #expect(try dear["area"].cells == [50, 100, 0, 125])
    #expect(try dear["plan"].cells.suffix(4) == [20, 21, 22, 23])
    #expect(throws: DataError.noRows(operation: "where(price > 1000)")) {
      try houses.where(Column.apply(.greater, .column(houses["price"]), .number(1000)))
    }
    #expect(
      throws: DataError.unsuitableColumn(
        operation: "where", column: "price", type: .numbers,
        expected: "truth values, such as a comparison gives")
    ) { try houses.where(houses["price"]) }
  }

  @Test("levels that no row has any more go, and the others keep their order")
  func levels() throws {
    let flats = try houses.where(
      houses["kind"].isIn([.text("house"), .text("barn")]))
    #expect(
      try flats["kind"].values == .categories(codes: [0, 1, 0], levels: ["barn", "house"]))
  }

  @Test("'take' takes what there is")
  func take() throws {
    #expect(try houses.take(2)["area"].cells == [50, 100])
    #expect(houses.take(100).rowCount == 6)
  }

  @Test("rows in brackets count from 0, and one beyond the end is an error")
  func brackets() throws {
    #expect(try houses[3]["price"].cells == [400])
    #expect(try houses[1...2]["price"].cells == [250, nil])
    #expect(throws: DataError.rowOutOfRange(row: 6, rowCount: 6)) { try houses[6] }
    #expect(throws: DataError.rowOutOfRange(row: -1, rowCount: 6)) { try houses[-1] }
    #expect(throws: DataError.rowOutOfRange(row: 9, rowCount: 6)) { try houses[3...9] }
    #expect(throws: DataError.rowOutOfRange(row: .max, rowCount: 6)) { try houses[0...Int.max] }
  }

  @Test("'shuffle' keeps all rows, in an order that follows from the seed")
  func shuffle() throws {
    let rows = Fixture.rows(50)
    let one = try rows.shuffle(seed: 1)["row"].cells
    #expect(one != (try rows["row"].cells))
    #expect(one.compactMap { $0 }.sorted() == (0..<50).map(Double.init))
    #expect(try rows.shuffle(seed: 1)["row"].cells == one)
    #expect(try rows.shuffle(seed: 2)["row"].cells != one)
  }

  @Test("each row stays in its part of the split, whatever rows are taken and in whatever order")
  func splitFollows() {
    forAll(count: 50) { source in
      let count = source.whole(3...60)
      let data = try Fixture.rows(count).split(seed: source.whole(0...9))
      let before = try #require(data.split)
      let derived: Dataset
      switch source.whole(0...2) {
      case 0: derived = data.take(source.whole(1...count))
      case 1: derived = data.shuffle(seed: source.whole(0...9))
      default:
        let limit = Double(source.whole(1...count))
        derived = try data.where(Column.apply(.less, .column(data["row"]), .number(limit)))
      }
      let after = try #require(derived.split)
      let rows = try derived["row"].cells.compactMap { $0.map { Int($0) } }
      let pairs: [(new: [Int], old: [Int])] = [
        (after.train, before.train), (after.validation, before.validation),
        (after.test, before.test),
      ]
      for (new, old) in pairs {
        try #require(Set(new.map { rows[$0] }) == Set(old).intersection(rows))
      }
    }
  }
}

@Suite struct DatasetColumnTests {
  let houses = Fixture.houses

  @Test("'select' keeps columns in the order given, derived ones under their text")
  func select() throws {
    let data = try houses.select([
      houses["kind"], Column.apply(.log, [.column(houses["area"])]),
    ])
    #expect(data.columnNames == ["kind", "log(area)"])
    #expect(try data["log(area)"].ingredients == ["log(area)", "area"])
    #expect(throws: DataError.repeatedColumn("kind")) {
      try houses.select([houses["kind"], houses["kind"]])
    }
    #expect(throws: DataError.noColumns(operation: "select")) { try houses.select([]) }
  }

  @Test("'with' adds columns, and replaces one whose name is there")
  func with() throws {
    let halved = try Column.apply(.divide, .column(houses["price"]), .number(2))
    let data = try houses.with([("half", halved), ("area", halved)])
    #expect(data.columnNames == ["price", "area", "has garden", "kind", "plan", "half"])
    #expect(try data["area"].cells == [50, 125, nil, 200, 40, 125])
    let sum = try Column.apply(.add, .column(data["half"]), .column(houses["area"]))
    #expect(sum.cells[0] == 100)
    #expect(throws: DataError.repeatedColumn("a")) {
      try houses.with([("a", halved), ("a", halved)])
    }
  }

  @Test("inputs are what was named, or else all that has nothing to do with a target")
  func inputs() throws {
    let ratio = try Column.apply(.divide, .column(houses["price"]), .column(houses["area"]))
    let data = try houses.with([("ratio", ratio)])
    #expect(
      data.inputColumns(excluding: ["kind"]).map(\.label)
        == ["price", "area", "has garden", "plan", "ratio"])
    #expect(
      data.inputColumns(excluding: ["price"]).map(\.label) == [
        "area", "has garden", "kind", "plan",
      ])
    let targets = try data["ratio"].ingredients
    #expect(data.inputColumns(excluding: targets).map(\.label) == ["has garden", "kind", "plan"])
    let named = try data.inputs([data["price"], Column.apply(.log, [.column(data["area"])])])
    #expect(named.inputColumns(excluding: ["price"]).map(\.label) == ["price", "log(area)"])
    #expect(named.standardizesInputs)
    #expect(try !data.inputs(nil, standardizes: false).standardizesInputs)
    #expect(throws: DataError.noColumns(operation: "inputs")) { try data.inputs([]) }
  }

  @Test("an unknown column is an error that lists the columns")
  func unknown() {
    #expect(
      throws: DataError.unknownColumn(
        "prize", known: ["price", "area", "has garden", "kind", "plan"])
    ) { try houses.requireColumn("prize") }
  }
}
