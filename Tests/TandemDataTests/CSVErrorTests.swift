import TestSupport
import Testing

@testable import TandemData

/// A broken file, and what the error must say of it.
struct BrokenCSV: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var bytes: [UInt8]
  var line: Int
  var column: Int
  var text: String
  var problem: FormatProblem

  init(
    _ name: String, _ text: String, line: Int, column: Int, at excerpt: String,
    _ problem: FormatProblem
  ) {
    self.init(
      name, bytes: Array(text.utf8), line: line, column: column, at: excerpt, problem)
  }

  init(
    _ name: String, bytes: [UInt8], line: Int, column: Int, at excerpt: String,
    _ problem: FormatProblem
  ) {
    testDescription = name
    self.bytes = bytes
    self.line = line
    self.column = column
    text = excerpt
    self.problem = problem
  }

  static let all = [
    Self(
      "a row too short", "a,b,c\n1,2,3\n4,5\n", line: 3, column: 4, at: "4,5",
      .tooFewFields(expected: 3, actual: 2)),
    Self(
      "a last row too short, without a line end", "a,b\r\n1,2\r\n3", line: 3, column: 2, at: "3",
      .tooFewFields(expected: 2, actual: 1)),
    Self(
      "a row too long", "a,b\n1,2\n3,4,five,6\n", line: 3, column: 5, at: "five",
      .tooManyFields(expected: 2, actual: 4)),
    Self(
      "a separator at the end", "a,b\n1,2,\n", line: 2, column: 5, at: "",
      .tooManyFields(expected: 2, actual: 3)),
    Self(
      "a row too long after a field of two lines", "a,b\n\"x\ny\",2\nö,\"é\",z\n", line: 4,
      column: 7, at: "z", .tooManyFields(expected: 2, actual: 3)),
    Self(
      "a row too short among lines that end in CR", "a,b\r1,2\r3\r4,5", line: 3, column: 2, at: "3",
      .tooFewFields(expected: 2, actual: 1)),
    Self(
      "a quote that is never closed", "a,b\n1,2\n3,\"open\n4,5\n", line: 3, column: 3,
      at: "\"open", .openQuote),
    Self("a quote at the very end", "a\n\"", line: 2, column: 1, at: "\"", .openQuote),
    Self("an open quote in the header", "a,\"b\n1,2\n", line: 1, column: 3, at: "\"b", .openQuote),
    Self(
      "text after a closing quote", "a,b\n1,\"x\" y\n", line: 2, column: 7, at: "y",
      .textAfterQuote(opened: 2)),
    Self(
      "a quote that is closed by the next line's", "a,b\n1,\"open\n2,\"x\"\n", line: 3, column: 4,
      at: "x\"", .textAfterQuote(opened: 2)),
    Self(
      "a name twice", "a,b,a\n1,2,3\n", line: 1, column: 5, at: "a",
      .repeatedName("a", first: 1, second: 3)),
    Self("an empty name", "a,,c\n1,2,3\n", line: 1, column: 3, at: "", .emptyName(position: 2)),
    Self("an empty last name", "a,\n1,2\n", line: 1, column: 3, at: "", .emptyName(position: 2)),
    Self("no rows", "a,b\n", line: 2, column: 1, at: "", .noRows),
    Self(
      "Latin-1", bytes: Array("a,b\n1,caf".utf8) + [0xE9, 0x0A], line: 2, column: 6,
      at: "caf\u{FFFD}",
      .notUTF8(byte: 0xE9)),
    Self(
      "half a character at the end", bytes: Array("a\r\nx\r\n".utf8) + [0xC3], line: 3, column: 1,
      at: "\u{FFFD}", .notUTF8(byte: 0xC3)),
    Self(
      "UTF-16", bytes: [0xFF, 0xFE, 0x61, 0, 0x0A, 0], line: 1, column: 1, at: "", .isUTF16),
    Self(
      "a surrogate", bytes: [0x61, 0x0A, 0xED, 0xA0, 0x80], line: 2, column: 1,
      at: "\u{FFFD}\u{FFFD}\u{FFFD}", .notUTF8(byte: 0xED)),
    Self(
      "an overlong form", bytes: [0x61, 0x0A, 0xC0, 0x80], line: 2, column: 1,
      at: "\u{FFFD}\u{FFFD}", .notUTF8(byte: 0xC0)),
  ]
}

@Suite struct CSVErrorTests {
  @Test(
    "a broken file's error says file, line, column and the text at fault", arguments: BrokenCSV.all)
  func broken(file: BrokenCSV) {
    let place = FilePlace(
      path: "data.csv", line: file.line, column: file.column, text: file.text)
    #expect(throws: DataError.malformed(place, file.problem)) {
      try CSVReader.read(file.bytes, path: "data.csv")
    }
  }

  @Test("the text at fault begins after the file's own separator")
  func separator() {
    var format = CSVReader.Format()
    format.separator = ";"
    let place = FilePlace(path: "data.csv", line: 2, column: 8, text: "2,5\u{FFFD}")
    #expect(throws: DataError.malformed(place, .notUTF8(byte: 0xE9))) {
      try CSVReader.read(
        Array("a;b\n1,5;2,5".utf8) + [0xE9, 0x0A], path: "data.csv", format: format)
    }
  }

  @Test("long lines are cut in the error")
  func longLine() {
    let error = #expect(throws: DataError.self) {
      try CSVReader.read(
        Array(("a,b\n" + String(repeating: "x", count: 100_000)).utf8), path: "data.csv")
    }
    guard case .malformed(let place, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.text.count == 60)
    #expect(place.column == 100_001)
  }

  @Test(
    "nothing, only blank lines, or only a mark is an empty file",
    arguments: [
      "", "\n\n \r\n", "\u{FEFF}", "\u{FEFF}\n",
    ])
  func empty(text: String) {
    #expect(throws: DataError.unreadable(path: "data.csv", .isEmpty)) {
      try CSVReader.read(Array(text.utf8), path: "data.csv")
    }
  }

  @Test("files that cannot be read")
  func files() {
    let missing = TestFolders.root + "/no such file.csv"
    #expect(throws: DataError.unreadable(path: missing, .notFound)) {
      try CSVReader.read(missing)
    }
    #expect(throws: DataError.unreadable(path: TestFolders.root, .isDirectory)) {
      try CSVReader.read(TestFolders.root)
    }
    #expect(throws: DataError.unreadable(path: "/dev/null", .failed("it is no regular file"))) {
      try CSVReader.read("/dev/null")
    }
    #expect(throws: DataError.unreadable(path: "", .notFound)) { try CSVReader.read("") }
    #expect(throws: DataError.unreadable(path: "a\0b", .notFound)) { try CSVReader.read("a\0b") }
    #expect(throws: DataError.unreadable(path: "~/no such file.csv", .notFound)) {
      try CSVReader.read("~/no such file.csv")
    }
  }

  @Test("random bytes give a table or an error")
  func random() {
    forAll(count: 3000) { source in
      let alphabet = Array("a1,\"\n\r .-e\u{E9}".utf8) + [0xFF]
      let bytes = source.list(0...60) { $0.element(of: alphabet) }
      do {
        let table = try CSVReader.read(bytes, path: "data.csv")
        try #require(table.rowCount > 0 && !table.names.isEmpty)
        for name in table.names { try #require(table[name]?.count == table.rowCount) }
      } catch is DataError {}
    }
  }

  @Test("random bytes are valid UTF-8 exactly where Swift's own decoder says so")
  func utf8() {
    forAll(count: 5000) { source in
      let interesting: [UInt8] = [
        0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF,
        0xF0, 0xF4, 0xF5, 0xFF,
      ]
      let bytes = source.list(0...6) { $0.element(of: interesting) }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      try #require((UTF8Check.firstInvalid(in: bytes) == nil) == isValid, "\(bytes)")
    }
  }
}
