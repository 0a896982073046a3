/// Reads files with separated values as tables.
public struct CSVReader {
  /// How a file is written.
  public struct Format: Sendable, Equatable {
    /// One ASCII character that is neither a quote nor ends a line.
    public var separator: Character = ","
    /// Whether the first row names the columns; else they are `column1`, `column2`, …
    public var hasHeader = true
    /// Texts that stand for an empty cell; a cell without text is always empty.
    public var missing = ["", "NA", "?"]

    /// Creates the usual format.
    public init() {}
  }

  private let path: String
  private let format: Format
  private let isInterrupted: () -> Bool
  private var tokenizer: CSVTokenizer
  private var names: [String] = []
  private var columns: [ColumnReader] = []
  private var rowCount = 0

  /// Reads a file, which may be gzip-compressed.
  ///
  /// A column is of numbers where all its cells are (`nan` and `inf` count as empty), of truths where
  /// all are `true` or `false` in any case, else of categories with levels in ascending order. A name
  /// that is missing before the first column, as R and pandas write it over row names, is `row`.
  /// - Parameters:
  ///   - path: The file; `~/` is the person's home.
  ///   - format: How it is written.
  ///   - isInterrupted: Asked now and then; `true` ends the work.
  /// - Returns: The table.
  /// - Throws: `DataError`: what is wrong, and where in the file.
  public static func read(
    _ path: String, format: Format = Format(), isInterrupted: @escaping () -> Bool = { false }
  ) throws -> Table {
    let bytes = try FileContents(path: path, isInterrupted: isInterrupted).bytes
    return try read(bytes, path: path, format: format, isInterrupted: isInterrupted)
  }

  /// Reads the bytes of a file; `path` is for the errors.
  static func read(
    _ bytes: [UInt8], path: String, format: Format = Format(),
    isInterrupted: @escaping () -> Bool = { false }
  ) throws -> Table {
    var reader = try CSVReader(
      bytes, path: path, format: format, isInterrupted: isInterrupted)
    let body = try reader.readHeader()
    try reader.readRows()
    try reader.restoreWords(from: body)
    let columns = zip(reader.names, reader.columns).map { ($0, $1.finish()) }
    let source = "\(path) \(format) \(ContentHash.of(bytes))"
    return Table(columns, rowCount: reader.rowCount, source: source)
  }

  private init(
    _ bytes: [UInt8], path: String, format: Format, isInterrupted: @escaping () -> Bool
  ) throws {
    guard let separator = format.separator.asciiValue, separator != UInt8(ascii: "\""),
      !format.separator.isNewline
    else {
      throw DataError.unsuitableSetting(
        name: "separator", value: String(format.separator),
        expected: "one ASCII character, neither a quote nor a line's end")
    }
    self.path = path
    self.format = format
    self.isInterrupted = isInterrupted
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    tokenizer = CSVTokenizer(bytes, separator: separator, from: hasMark ? 3 : 0)
    try checkText(bytes)
  }

  /// The first row: names, or how many columns there are. Gives the place where the rows begin.
  private mutating func readHeader() throws -> CSVTokenizer {
    guard tokenizer.startRow() else { throw DataError.unreadable(path: path, .isEmpty) }
    let start = tokenizer
    var fields: [(field: CSVTokenizer.Field, place: CSVTokenizer)] = []
    repeat {
      let place = tokenizer
      fields.append((try nextField(), place))
    } while fields.last?.field.isLastOfLine == false
    if format.hasHeader {
      for (index, (field, place)) in fields.enumerated() {
        try addName(tokenizer.text(of: field), at: index, field, place)
      }
    } else {
      names = (1...fields.count).map { "column\($0)" }
      tokenizer = start
    }
    let missing = format.missing.map { Array($0.utf8) }.filter { !$0.isEmpty }
    columns = Array(repeating: ColumnReader(missing: missing), count: names.count)
    return tokenizer
  }

  private mutating func addName(
    _ text: String, at index: Int, _ field: CSVTokenizer.Field, _ place: CSVTokenizer
  ) throws {
    let name = text.isEmpty && index == 0 ? "row" : text
    if name.isEmpty {
      throw failure(.emptyName(position: index + 1), at: field.lower, in: place, text: "")
    }
    if let first = names.firstIndex(of: name) {
      throw failure(
        .repeatedName(name, first: first + 1, second: index + 1), at: field.lower, in: place,
        text: name)
    }
    names.append(name)
  }

  private mutating func readRows() throws {
    while tokenizer.startRow() {
      if rowCount & 0x3FFF == 0, isInterrupted() { throw DataError.interrupted }
      let start = tokenizer
      for index in columns.indices {
        let field = try nextField()
        if field.hasDoubledQuotes {
          let text = Array(tokenizer.text(of: field).utf8)
          columns[index].append(text, 0, text.count)
        } else {
          columns[index].append(tokenizer.bytes, field.lower, field.upper)
        }
        let isLast = index == columns.count - 1
        if field.isLastOfLine != isLast {
          throw isLast ? try tooMany(after: start) : tooFew(index + 1, from: start)
        }
      }
      rowCount += 1
    }
    if rowCount == 0 {
      throw failure(.noRows, at: tokenizer.position, in: tokenizer, text: "")
    }
  }

  /// Reads rows again for the columns that turned out to hold words after numbers.
  private mutating func restoreWords(from body: CSVTokenizer) throws {
    let end = columns.map(\.missingWords).max() ?? 0
    var again = body
    for row in 0..<end where again.startRow() {
      if row & 0x3FFF == 0, isInterrupted() { throw DataError.interrupted }
      for index in columns.indices {
        guard let field = try? again.nextField() else { return }
        guard row < columns[index].missingWords else { continue }
        if field.hasDoubledQuotes {
          let text = Array(again.text(of: field).utf8)
          columns[index].restore(text, 0, text.count, row: row)
        } else {
          columns[index].restore(again.bytes, field.lower, field.upper, row: row)
        }
      }
    }
  }
}

extension CSVReader {
  private mutating func nextField() throws -> CSVTokenizer.Field {
    let before = tokenizer
    do throws(CSVTokenizer.Failure) {
      return try tokenizer.nextField()
    } catch {
      switch error {
      case .openQuote(let place, let line, let lineStart):
        throw DataError.malformed(
          self.place(of: place, line: line, lineStart: lineStart, text: excerpt(from: place)),
          .openQuote)
      case .textAfterQuote(let lower, let upper):
        let text = String(decoding: tokenizer.bytes[lower..<upper], as: UTF8.self)
        throw failure(
          .textAfterQuote, at: lower,
          in: tokenizer.position >= before.position ? tokenizer : before,
          text: String(text.prefix(Self.excerptLength)))
      }
    }
  }

  private static var excerptLength: Int { 60 }

  /// Makes sure that the bytes are UTF-8 text.
  private func checkText(_ bytes: [UInt8]) throws {
    guard let offset = UTF8Check.firstInvalid(in: bytes) else { return }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw DataError.malformed(FilePlace(path: path, line: 1, column: 1, text: ""), .isUTF16)
    }
    var line = 1
    var lineStart = 0
    for index in 0..<offset {
      let isReturn = bytes[index] == UInt8(ascii: "\r")
      let isPair = isReturn && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
      if bytes[index] == UInt8(ascii: "\n") || (isReturn && !isPair) {
        line += 1
        lineStart = index + 1
      }
    }
    // The field up to the byte, and what can be read of the rest.
    let end = tokenizer.endOfText(from: offset)
    let before = bytes[lineStart..<offset].reversed().prefix { $0 != UInt8(ascii: ",") }.count
    let text = String(decoding: bytes[offset - before..<end], as: UTF8.self)
    throw DataError.malformed(
      place(of: offset, line: line, lineStart: lineStart, text: String(text.prefix(60))),
      .notUTF8(byte: bytes[offset]))
  }

  private func tooFew(_ actual: Int, from start: CSVTokenizer) -> DataError {
    let end = endOfLine(from: start.position)
    return .malformed(
      place(
        of: end, line: start.line, lineStart: start.lineStart,
        text: excerpt(from: start.position)),
      .tooFewFields(expected: columns.count, actual: actual))
  }

  private mutating func tooMany(after start: CSVTokenizer) throws -> DataError {
    let extra = tokenizer
    var count = columns.count + 1
    let first = try nextField()
    let text = String(tokenizer.text(of: first).prefix(Self.excerptLength))
    var last = first
    while !last.isLastOfLine {
      last = try nextField()
      count += 1
    }
    return failure(
      .tooManyFields(expected: columns.count, actual: count), at: extra.position, in: extra,
      text: text)
  }

  private func failure(
    _ problem: FormatProblem, at offset: Int, in tokenizer: CSVTokenizer, text: String
  ) -> DataError {
    .malformed(
      place(of: offset, line: tokenizer.line, lineStart: tokenizer.lineStart, text: text), problem)
  }

  private func place(of offset: Int, line: Int, lineStart: Int, text: String) -> FilePlace {
    let before = tokenizer.bytes[min(lineStart, offset)..<min(offset, tokenizer.bytes.count)]
    let column = String(decoding: before, as: UTF8.self).count + 1
    return FilePlace(path: path, line: line, column: column, text: text)
  }

  private func endOfLine(from start: Int) -> Int {
    tokenizer.bytes[start...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      ?? tokenizer.bytes.count
  }

  /// The line from a place on, cut short.
  private func excerpt(from start: Int) -> String {
    let line = tokenizer.bytes[start..<endOfLine(from: start)]
    return String(String(decoding: line, as: UTF8.self).prefix(Self.excerptLength))
  }
}
