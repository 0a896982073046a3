import TandemCatalog
import TandemData
import TandemTensors
import TestSupport
import Testing

/// Calls that go through descriptors, as a cell's do.
@Suite struct MethodRegistryTests {
  let houses = Fixture.houses

  private func call(_ name: String, on data: Dataset, _ arguments: [WrittenArgument]) throws
    -> Dataset
  {
    let entry = try #require(DataMethods.all.first { $0.descriptor.name == name })
    let bound = try entry.descriptor.bind(arguments)
    guard case .object(let object) = try entry.call(.object(data), bound) else {
      throw DataError.noColumns(operation: name)
    }
    return try #require(object as? Dataset)
  }

  private func call(_ name: String, _ arguments: [WrittenArgument]) throws -> Value {
    let functions = ColumnFunctions.all + Datasets.all()
    let entry = try #require(functions.first { $0.descriptor.name == name })
    return try entry.make(entry.descriptor.bind(arguments))
  }

  @Test("every method of data makes data whose text is the call")
  func texts() throws {
    let area = try houses["area"]
    let dear = try Column.apply(.greater, .column(houses["price"]), .number(99))
    var houses = houses
    houses.split = Split(train: Array(0..<6), validation: [], test: [])
    let calls: [(String, [WrittenArgument], String)] = [
      ("take", [.init(.number(2))], "houses.take(2)"),
      ("shuffle", [], "houses.shuffle()"),
      ("shuffle", [.init(label: "seed", .number(4))], "houses.shuffle(seed: 4)"),
      ("where", [.init(.object(dear))], "houses.where(houses.price > 99)"),
      (
        "split", [.init(.number(0.5)), .init(label: "stratify", .object(area))],
        "houses.split(train: 0.5, stratify: houses.area)"
      ),
      (
        "select", [.init(.list([.object(area), .text("kind")]))],
        "houses.select([houses.area, \"kind\"])"
      ),
      ("with", [.init(label: "dear", .object(dear))], "houses.with(dear: houses.price > 99)"),
      (
        "inputs", [.init(label: "standardize", .truth(false))], "houses.inputs(standardize: false)"
      ),
      ("pairs", [.init(.number(4))], "houses.pairs(count: 4)"),
    ]
    for (name, arguments, text) in calls {
      #expect(try call(name, on: houses, arguments).sourceText == text)
    }
    #expect(Set(calls.map(\.0)) == Set(DataMethods.all.map(\.descriptor.name)))
  }

  @Test("data made from itself again and again has a text that stays short")
  func selfMade() throws {
    var data = houses
    for _ in 0..<60 {
      let condition = try Column.apply(.greaterOrEqual, .column(data["area"]), .number(0))
      data = try call("where", on: data, [.init(.object(condition))])
    }
    #expect(data.sourceText.utf8.count < 10_001)
    #expect(data.isEqual(to: houses))
    #expect(!data.isEqual(to: houses.take(2)))
    #expect(try !data.isEqual(to: houses.split()))
    #expect(try !data.isEqual(to: houses.with([("area", houses["price"])])))
  }

  @Test("arguments out of range or of another kind do not bind")
  func ranges() {
    #expect(throws: ArgumentError.self) { try call("take", on: houses, [.init(.number(0))]) }
    #expect(throws: ArgumentError.self) { try call("take", on: houses, [.init(.number(2.5))]) }
    #expect(throws: ArgumentError.self) { try call("split", on: houses, [.init(.number(1))]) }
    #expect(throws: ArgumentError.self) { try call("where", on: houses, [.init(.truth(true))]) }
    #expect(throws: ArgumentError.self) {
      try call("select", on: houses, [.init(.list([.number(1)]))])
    }
    #expect(throws: ArgumentError.self) { try call("csv", []) }
    #expect(throws: DataError.unknownColumn("prize", known: houses.columnNames)) {
      try call("inputs", on: houses, [.init(.list([.text("prize")]))])
    }
    #expect(throws: DataError.noColumns(operation: "with")) { try call("with", on: houses, []) }
  }

  @Test("every summary is a line without a full stop, every argument says what it is")
  func descriptors() {
    let all =
      DataMethods.all.map(\.descriptor) + ColumnFunctions.all.map(\.descriptor)
      + Datasets.all().map(\.descriptor)
    #expect(Set(all.map(\.name)).count == all.count)
    for descriptor in all {
      for text in [descriptor.summary] + descriptor.arguments.map(\.summary) {
        #expect(!text.isEmpty && !text.hasSuffix(".") && !text.contains("\n"))
      }
    }
    #expect(DataMethods.all.allSatisfy { $0.descriptor.receiver == .data })
  }

  @Test("functions take numbers, columns, and 'min' and 'max' lists too")
  func functions() throws {
    let price = try Value.object(houses["price"])
    #expect(try call("sqrt", [.init(.number(9))]) == .number(3))
    #expect(
      try call("round", [.init(.number(2.345)), .init(label: "digits", .number(1))]) == .number(2.3)
    )
    #expect(try call("max", [.init(.number(2)), .init(.number(5))]) == .number(5))
    #expect(try call("min", [.init(.list([.number(2), .number(5)]))]) == .number(2))
    #expect(try call("max", [.init(price)]) == .number(400))
    #expect(try column(call("log", [.init(price)]))?.label == "log(price)")
    #expect(try column(call("min", [.init(price), .init(.number(90))]))?.cells[1] == 90)
    #expect(try column(call("max", [.init(.object(houses["plan"]))]))?.label == "plan.max")
    #expect(try column(call("round", [.init(price)]))?.label == "round(price)")
    #expect(throws: DataError.notFinite(operation: "sqrt(-1)")) {
      try call("sqrt", [.init(.number(-1))])
    }
    for arguments in [[], [WrittenArgument(.list([]))]] {
      #expect(throws: DataError.noColumns(operation: "max")) { try call("max", arguments) }
    }
  }

  private func column(_ value: Value) -> Column? {
    guard case .object(let object) = value else { return nil }
    return object as? Column
  }

  @Test("the parts of a column are its figures")
  func members() throws {
    let means = try #require(ColumnMembers.all.first { $0.descriptor.name == "mean" })
    #expect(try means.value(.object(houses["price"])) == .number(216))
    #expect(try column(means.value(.object(houses["plan"])))?.cells[1] == 5.5)
    #expect(ColumnMembers.all.map(\.descriptor.name) == ["mean", "sum", "min", "max", "std"])
  }

  @Test("'csv' stops when the session's flag is up, and says what is wrong with its settings")
  func csv() throws {
    let path = TestFolders.root + "/Sources/TandemData/Bundled/digits.csv.gz"
    let arguments = [
      WrittenArgument(.text(path)), WrittenArgument(label: "header", .truth(false)),
    ]
    guard case .object(let object) = try call("csv", arguments), let data = object as? Dataset
    else {
      Issue.record("no data")
      return
    }
    #expect(data.rowCount == 1797)
    #expect(data.columnNames.last == "column65")
    #expect(data.sourceText == "csv(\(path.quotedSourceText), header: false)")
    let flag = InterruptFlag()
    flag.raise()
    let entry = try #require(Datasets.all(interrupt: flag).first { $0.descriptor.name == "csv" })
    #expect(throws: DataError.interrupted) { try entry.make(entry.descriptor.bind(arguments)) }
    #expect(
      throws: DataError.unsuitableSetting(
        name: "separator", value: "", expected: "a single character")
    ) { try call("csv", arguments + [.init(label: "separator", .text(""))]) }
  }
}
