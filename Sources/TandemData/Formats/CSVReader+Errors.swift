extension CSVReader {
  /// The next field; what is wrong with it becomes an error with its place.
  mutating func nextField() throws -> CSVTokenizer.Field {
    do throws(CSVTokenizer.Failure) {
      return try tokenizer.nextField()
    } catch {
      switch error {
      case .openQuote(let place, let line, let lineStart):
        throw DataError.malformed(
          self.place(of: place, line: line, lineStart: lineStart, text: excerpt(from: place)),
          .openQuote)
      case .textAfterQuote(let lower, let upper, let opened):
        let text = String(decoding: tokenizer.bytes[lower..<upper], as: UTF8.self)
        throw failure(
          .textAfterQuote(opened: opened), at: lower, in: tokenizer,
          text: String(text.prefix(Self.excerptLength)))
      }
    }
  }

  private static var excerptLength: Int { 60 }

  /// Makes sure that the bytes are UTF-8 text.
  func checkText(_ bytes: [UInt8]) throws {
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
    let before = bytes[lineStart..<offset].reversed().prefix { $0 != tokenizer.separator }.count
    let text = String(decoding: bytes[offset - before..<end], as: UTF8.self)
    throw DataError.malformed(
      place(
        of: offset, line: line, lineStart: lineStart, text: String(text.prefix(Self.excerptLength))),
      .notUTF8(byte: bytes[offset]))
  }

  /// A row that ends before its last column; the place is where it ends.
  func tooFew(_ actual: Int, from start: CSVTokenizer) -> DataError {
    let end = endOfLine(from: start.position)
    return .malformed(
      place(
        of: end, line: start.line, lineStart: start.lineStart,
        text: excerpt(from: start.position)),
      .tooFewFields(expected: columns.count, actual: actual))
  }

  /// A row that goes on after its last column; the place is the first field too many.
  mutating func tooMany(after start: CSVTokenizer) throws -> DataError {
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

  func failure(
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
