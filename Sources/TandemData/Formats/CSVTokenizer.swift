/// Cuts the bytes of a file with separated values into fields, one after the other.
///
/// Source: RFC 4180. Differs: lines may end in LF, CRLF or CR; blanks around a field that has no quotes
/// are not of it; lines without text are skipped; a quote within a field that does not begin with one
/// is text.
struct CSVTokenizer {
  let bytes: [UInt8]
  let separator: UInt8
  private(set) var position: Int
  /// The line at `position`, from 1, and where it begins.
  private(set) var line = 1
  private(set) var lineStart: Int

  /// A field's text, without its quotes, and what ended it.
  struct Field {
    var lower: Int
    var upper: Int
    /// Whether two quotes in it stand for one.
    var hasDoubledQuotes = false
    var isLastOfLine = false
  }

  /// What can be wrong with a field, and where.
  enum Failure: Error {
    case openQuote(at: Int, line: Int, lineStart: Int)
    case textAfterQuote(lower: Int, upper: Int, opened: Int)
  }

  init(_ bytes: [UInt8], separator: UInt8, from start: Int) {
    self.bytes = bytes
    self.separator = separator
    position = start
    lineStart = start
  }

  /// Moves to the next line that has text; `false` at the end of the file.
  mutating func startRow() -> Bool {
    while position < bytes.count {
      var index = position
      while index < bytes.count, isBlank(bytes[index]) { index += 1 }
      if index == bytes.count { break }
      guard bytes[index] == lineFeed || bytes[index] == carriageReturn else { return true }
      position = index
      endLine()
    }
    position = bytes.count
    return false
  }

  /// The next field of the row; at the end of the file an empty one.
  mutating func nextField() throws(Failure) -> Field {
    var lower = position
    while lower < bytes.count, isBlank(bytes[lower]) { lower += 1 }
    if lower < bytes.count, bytes[lower] == quote { return try quotedField(from: lower + 1) }
    var upper = lower
    while upper < bytes.count {
      let byte = bytes[upper]
      if byte == separator || byte == lineFeed || byte == carriageReturn { break }
      upper += 1
    }
    position = upper
    while upper > lower, isBlank(bytes[upper - 1]) { upper -= 1 }
    var field = Field(lower: lower, upper: upper)
    endField(&field)
    return field
  }

  private mutating func quotedField(from lower: Int) throws(Failure) -> Field {
    var field = Field(lower: lower, upper: lower)
    let (startLine, start) = (line, lineStart)
    position = lower
    while true {
      guard position < bytes.count else {
        throw .openQuote(at: lower - 1, line: startLine, lineStart: start)
      }
      switch bytes[position] {
      case quote where position + 1 < bytes.count && bytes[position + 1] == quote:
        field.hasDoubledQuotes = true
        position += 2
        continue
      case quote: break
      case lineFeed, carriageReturn:
        endLine()
        continue
      default:
        position += 1
        continue
      }
      break
    }
    field.upper = position
    position += 1
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    if position < bytes.count {
      let byte = bytes[position]
      guard byte == separator || byte == lineFeed || byte == carriageReturn else {
        throw .textAfterQuote(
          lower: position, upper: endOfText(from: position), opened: startLine)
      }
    }
    endField(&field)
    return field
  }

  /// Passes what ends a field: a separator, or the end of the line or the file.
  private mutating func endField(_ field: inout Field) {
    if position < bytes.count, bytes[position] == separator {
      position += 1
    } else {
      field.isLastOfLine = true
      endLine()
    }
  }

  /// Passes the end of a line: LF, CRLF or CR.
  private mutating func endLine() {
    guard position < bytes.count else { return }
    let isPair =
      bytes[position] == carriageReturn && position + 1 < bytes.count
      && bytes[position + 1] == lineFeed
    position += isPair ? 2 : 1
    line += 1
    lineStart = position
  }

  /// Where the text from a place ends: at a separator or the line's end.
  func endOfText(from start: Int) -> Int {
    bytes[start...].firstIndex { $0 == separator || $0 == lineFeed || $0 == carriageReturn }
      ?? bytes.count
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    (byte == 0x20 || byte == 0x09) && byte != separator
  }

  /// The field's text.
  func text(of field: Field) -> String {
    let text = String(decoding: bytes[field.lower..<field.upper], as: UTF8.self)
    guard field.hasDoubledQuotes else { return text }
    var single = ""
    var isSecond = false
    for scalar in text.unicodeScalars {
      isSecond = scalar == "\"" && !isSecond
      if scalar != "\"" || !isSecond { single.unicodeScalars.append(scalar) }
    }
    return single
  }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
