import TandemDiagnostics

extension Lexer {
  /// Reads `12`, `0.5`, `1e-3`, `1_000`; what letters follow at once make it an invalid number.
  mutating func readNumber() {
    let start = position
    var isValid = skipDigits()
    if byte(1).isDigit, byte(0) == UInt8(ascii: ".") {
      position += 1
      isValid = skipDigits() && isValid
    }
    if let exponent = exponentLength {
      position += exponent
      isValid = skipDigits() && isValid
    }
    let end = position
    if position < bytes.count, scalar(at: position).0.continuesName {
      _ = readName()
      isValid = false
    }
    let spelling = text(start, position)
    guard isValid, let value = Double(spelling.filter { $0 != "_" }) else {
      let rest = text(end, position)
      diagnostics.append(.invalidNumber(spelling, rest: rest, at: span(start, position)))
      return append(.invalid, from: start)
    }
    guard value.isFinite else {
      diagnostics.append(.numberTooLarge(at: span(start, position)))
      return append(.invalid, from: start)
    }
    append(.number(value), from: start)
  }

  /// Skips digits with single `_` between them; says whether every `_` had a digit on each side.
  private mutating func skipDigits() -> Bool {
    var isValid = true
    while byte(0).isDigit || byte(0) == UInt8(ascii: "_") {
      if byte(0) == UInt8(ascii: "_"), !byte(1).isDigit { isValid = false }
      position += 1
    }
    return isValid
  }

  /// The length of `e`, `e+` or `e-` where digits follow it, or `nil`.
  private var exponentLength: Int? {
    guard byte(0) | 0x20 == UInt8(ascii: "e") else { return nil }
    if byte(1).isDigit { return 1 }
    let hasSign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
    return hasSign && byte(2).isDigit ? 2 : nil
  }

  /// Reads a text; it ends at the next quote of its line that no `\` stands before.
  mutating func readText() {
    let start = position
    position += 1
    var value = ""
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return append(.text(value), from: start)
      case UInt8(ascii: "\\"):
        if let scalar = readEscape() { value.unicodeScalars.append(scalar) }
      default:
        let (scalar, length) = scalar(at: position)
        value.unicodeScalars.append(scalar)
        position += length
      }
    }
    if position == bytes.count { ending = .text(lower: start) }
    unclosedTexts.append(start)
    diagnostics.append(.unclosedText(at: span(start, start + 1)))
    append(.text(value), from: start)
  }

  /// Reads `\n \t \" \\ \u{…}`; anything else is reported and means nothing.
  private mutating func readEscape() -> Unicode.Scalar? {
    let start = position
    position += 1
    let meaning: Unicode.Scalar?
    switch byte(0) {
    case UInt8(ascii: "n"): meaning = "\n"
    case UInt8(ascii: "t"): meaning = "\t"
    case UInt8(ascii: "\""): meaning = "\""
    case UInt8(ascii: "\\"): meaning = "\\"
    case UInt8(ascii: "u") where byte(1) == UInt8(ascii: "{"):
      return readScalarEscape(from: start)
    default: meaning = nil
    }
    // At the end of the line the text itself is unclosed, which is error enough.
    guard position < bytes.count, bytes[position] != UInt8(ascii: "\n") else { return nil }
    position += scalar(at: position).length
    if meaning == nil {
      let place = span(start, position)
      diagnostics.append(.invalidEscape(text(start, position), at: place))
    }
    return meaning
  }

  private mutating func readScalarEscape(from start: Int) -> Unicode.Scalar? {
    position += 2
    let digits = position
    while byte(0).isHexDigit { position += 1 }
    let isClosed = byte(0) == UInt8(ascii: "}")
    let value = UInt32(text(digits, position), radix: 16).flatMap(Unicode.Scalar.init)
    if isClosed { position += 1 }
    guard isClosed, let value else {
      diagnostics.append(.invalidEscape(text(start, position), at: span(start, position)))
      return nil
    }
    return value
  }

  /// The byte some places ahead, 0 past the end.
  private func byte(_ ahead: Int) -> UInt8 {
    position + ahead < bytes.count ? bytes[position + ahead] : 0
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isHexDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }
}
