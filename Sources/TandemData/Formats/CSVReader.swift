/// Reads files with separated values as tables.
public struct CSVReader {
  /// How a file is written.
  public struct Format: Sendable, Equatable {
    /// One ASCII character that is neither a quote nor ends a line.
    public var separator: Character = ","
    /// Whether the first row names the columns; else they are `column1`, `column2` and so on.
    public var hasHeader = true
    /// Texts that stand for an empty cell; a cell without text is always empty.
    public var missing = ["", "NA", "?"]

    /// Creates the usual format.
    public init() {}
  }

  let path: String
  private let format: Format
  private let isInterrupted: () -> Bool
  var tokenizer: CSVTokenizer
  private var names: [String] = []
  /// Where each name stands among `names`.
  private var placeOfName: [String: Int] = [:]
  private(set) var columns: [ColumnReader] = []
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

  /// Reads the names, or how many columns there are, and gives the place where the rows begin.
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
    if let first = placeOfName.updateValue(index, forKey: name) {
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
