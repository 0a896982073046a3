import TestSupport
import Testing

@testable import TandemData

@Suite struct CSVTests {
  /// Reads text as a file.
  private func read(_ text: String, _ change: (inout CSVReader.Format) -> Void = { _ in }) throws
    -> Table
  {
    var format = CSVReader.Format()
    change(&format)
    return try CSVReader.read(Array(text.utf8), path: "data.csv", format: format)
  }

  @Test("a column is of numbers, truths or categories by what all its cells are")
  func types() throws {
    let table = try read(
      """
      n,t,k,mixed,late,empty,q
      1,true,b,1,,,"1"
      -2.5e1,FALSE,a,true,,NA,"2"
      +.5,True,b,2,x,?,"3"
      ,,?,NA,1,,NA
      """)
    #expect(table.rowCount == 4)
    #expect(table.names == ["n", "t", "k", "mixed", "late", "empty", "q"])
    #expect(cells(table, "n") == [1, -25, 0.5, nil])
    #expect(table["n"]?.type == .numbers)
    #expect(cells(table, "t") == [1, 0, 1, nil])
    #expect(table["t"]?.type == .truths)
    #expect(table["k"] == .categories(codes: [1, 0, 1, -1], levels: ["a", "b"]))
    #expect(table["mixed"] == .categories(codes: [0, 2, 1, -1], levels: ["1", "2", "true"]))
    #expect(table["late"] == .categories(codes: [-1, -1, 1, 0], levels: ["1", "x"]))
    #expect(cells(table, "empty") == [nil, nil, nil, nil])
    #expect(table["empty"]?.type == .numbers)
    #expect(cells(table, "q") == [1, 2, 3, nil])
  }

  @Test("words after many numbers are read again, quotes and all")
  func rescue() throws {
    let numbers = (0..<500).map { "\($0 % 7),\"0\($0 % 3)\",\($0)" }
    let table = try read("a,b,c\n" + numbers.joined(separator: "\n") + "\nx,y,\"z\"\"\"\n")
    #expect(table["a"]?.count == 501)
    guard case .categories(let codes, let levels)? = table["a"],
      case .categories(let others, let words)? = table["b"],
      case .categories(_, let last)? = table["c"]
    else {
      Issue.record("no categories")
      return
    }
    #expect(levels == ["0", "1", "2", "3", "4", "5", "6", "x"])
    #expect((0..<500).allSatisfy { codes[$0] == $0 % 7 } && codes[500] == 7)
    #expect(words == ["00", "01", "02", "y"])
    #expect((0..<500).allSatisfy { others[$0] == $0 % 3 })
    #expect(last.count == 501 && last.contains("z\"") && last.contains("499"))
  }

  @Test(
    "lines end in LF, CRLF or CR; a mark of UTF-8, blank lines and blanks are passed over",
    arguments: [
      "a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y", "\u{FEFF}a,b\n1,x\n2,y",
      "\n\na,b\n\n1,x\n  \n2,y\n\n\n", " a , b\n 1 ,\tx\n2 , y ",
      "\"a\",\"b\"\n\"1\" , \"x\"\n 2,\"y\"",
      "\u{FEFF}\r\n\"a\",b\r\n1,x\r\n\r\n2,\"y\"\r\n",
    ])
  func lines(text: String) throws {
    let table = try read(text)
    #expect(table.names == ["a", "b"])
    #expect(cells(table, "a") == [1, 2])
    #expect(table["b"] == .categories(codes: [0, 1], levels: ["x", "y"]))
  }

  @Test("quoted fields hold separators, line ends, doubled quotes and blanks")
  func quotes() throws {
    let table = try read(
      "a,b\n\"x,y\",1\n\"line\nbreak\r\n\",2\n\"say \"\"hi\"\"\",3\n\" z \",4\n5\" pipe,5\n")
    guard case .categories(let codes, let levels)? = table["a"] else {
      Issue.record("no categories")
      return
    }
    #expect(
      codes.map { levels[$0] } == ["x,y", "line\nbreak\r\n", "say \"hi\"", " z ", "5\" pipe"])
    #expect(cells(table, "b") == [1, 2, 3, 4, 5])
  }

  @Test("separator, header and missing texts can be chosen")
  func settings() throws {
    let table = try read("1;-;a\n-;2;b") {
      $0.separator = ";"
      $0.hasHeader = false
      $0.missing = ["-"]
    }
    #expect(table.names == ["column1", "column2", "column3"])
    #expect(cells(table, "column1") == [1, nil])
    #expect(cells(table, "column2") == [nil, 2])
    let tabs = try read("a\tb\nx y\t\n\t2") { $0.separator = "\t" }
    #expect(tabs["a"] == .categories(codes: [0, -1], levels: ["x y"]))
    #expect(cells(tabs, "b") == [nil, 2])
    let kept = try read("a,b\nNA,1\nx,\n") { $0.missing = [] }
    #expect(kept["a"] == .categories(codes: [0, 1], levels: ["NA", "x"]))
    #expect(cells(kept, "b") == [1, nil])
    for separator: Character in ["\"", "\n", "é", "\r\n"] {
      #expect(throws: DataError.self) { try read("a,b\n1,2") { $0.separator = separator } }
    }
  }

  @Test("a first column without a name, as R writes row names, is 'row'")
  func rowNames() throws {
    let table = try read("\"\",\"a\"\n\"1\",5\n\"2\",6\n")
    #expect(table.names == ["row", "a"])
    #expect(cells(table, "row") == [1, 2])
  }

  @Test("loading the same contents again gives the same rows")
  func sameRows() throws {
    let one = Dataset(try read("a\n1\n2"), sourceText: "one")
    let two = Dataset(try read("a\n1\n2"), sourceText: "two")
    let other = Dataset(try read("a\n1\n3"), sourceText: "other")
    #expect(one.hasSameRows(as: two))
    #expect(!one.hasSameRows(as: other))
  }

  @Test("levels that only differ in how Unicode composes them are one")
  func composed() throws {
    let table = try read("a\n\u{E9}\ne\u{301}\nz")
    #expect(table["a"] == .categories(codes: [1, 1, 0], levels: ["z", "\u{E9}"]))
  }

  @Test("an interrupt ends the loading")
  func interrupted() throws {
    let text = "a\n" + String(repeating: "1\n", count: 40_000)
    var calls = 0
    #expect(throws: DataError.interrupted) {
      try CSVReader.read(Array(text.utf8), path: "data.csv") {
        calls += 1
        return calls == 2
      }
    }
  }

  private func cells(_ table: Table, _ name: String) -> [Double?] {
    guard case .numbers(let values)? = table[name] else {
      guard case .truths(let values)? = table[name] else { return [] }
      return values.map { $0.isNaN ? nil : $0 }
    }
    return values.map { $0.isNaN ? nil : $0 }
  }
}

@Suite struct NumberTextTests {
  private func number(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return NumberText.number(bytes, 0, bytes.count)
  }

  @Test("numbers are read to the last bit, short and long ones alike")
  func exact() {
    forAll(count: 5000) { source in
      let value = Double(bitPattern: source.next())
      guard value.isFinite else { return }
      try #require(number("\(value)") == value)
      let digits = source.list(1...25) { $0.element(of: Array("0123456789")) }
      let text = String(digits) + "." + "\(source.whole(0...99999))" + "e\(source.whole(-30...30))"
      try #require(number(text) == Double(text))
    }
  }

  @Test(
    "what is no number",
    arguments: [
      "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "1_000", "--1", "1-",
      "12a", "nanx", ".nan", "1e5.5", "½", "1 2", "in",
    ])
  func noNumbers(text: String) {
    #expect(number(text) == nil)
  }

  @Test(
    "what is no finite number is an empty cell",
    arguments: [
      "nan", "NaN", "inf", "-inf", "+Infinity", "1e999", "-1e400",
    ])
  func notFinite(text: String) {
    #expect(number(text)?.isNaN == true)
  }

  @Test("signs, points and exponents as files have them")
  func forms() {
    #expect(number("3.38e-005") == 3.38e-5)
    #expect(number("5.") == 5)
    #expect(number("-.5E+1") == -5)
    #expect(number("-0")?.sign == .minus)
    #expect(number("0.000000000000000000e+00") == 0)
    #expect(number("1e-400") == 0)
    #expect(number("9007199254740993") == 9007199254740992)
    #expect(number("1e99999999999999999999")?.isNaN == true)
    #expect(number("18446744073709551617") == 18446744073709551616)
  }
}
