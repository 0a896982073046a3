import TandemDiagnostics

/// Cuts a cell into tokens, in one pass over its bytes.
///
/// Spaces and comments fall away. Line ends are no tokens: whether one ends a statement depends on
/// the brackets around it, which the parser knows, so a token only says that it starts a line.
struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  var position = 0
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// What the text stops in: a cursor inside a comment or a text completes differently.
  var ending = Ending.code
  /// Where texts begin that have no closing quote on their line.
  var unclosedTexts: [Int] = []
  private var startsLine = true

  enum Ending: Equatable {
    case code
    case comment
    /// Inside a text whose opening quote stands at this offset.
    case text(lower: Int)
  }

  /// All tokens of a cell; the last is always `.endOfCell`.
  static func tokens(of source: SourceText) -> Lexer {
    var lexer = Lexer(source: source)
    lexer.run()
    return lexer
  }

  private init(source: SourceText) {
    self.source = source
    bytes = Array(source.text.utf8)
  }

  private mutating func run() {
    while position < bytes.count { readToken() }
    append(.endOfCell, from: bytes.count)
  }

  private mutating func readToken() {
    let start = position
    switch bytes[position] {
    case UInt8(ascii: "\n"):
      position += 1
      startsLine = true
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      position += 1
    case UInt8(ascii: "#"):
      skipComment()
    case UInt8(ascii: "\""):
      readText()
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      readNumber()
    default:
      let (scalar, length) = scalar(at: position)
      if scalar.startsName {
        append(.word(readName()), from: start)
      } else if let sign = readSign() {
        append(.sign(sign), from: start)
      } else if scalar.properties.isWhitespace || scalar.isInvisible {
        position += length
      } else {
        readForeign(scalar, length: length)
      }
    }
  }

  mutating func append(_ kind: Token.Kind, from lower: Int) {
    tokens.append(Token(kind: kind, lower: lower, upper: position, startsLine: startsLine))
    startsLine = false
  }

  private mutating func skipComment() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    if position == bytes.count { ending = .comment }
  }

  /// Reads letters, digits and `_` from here on.
  mutating func readName() -> String {
    let start = position
    while position < bytes.count {
      let (scalar, length) = scalar(at: position)
      guard scalar.continuesName else { break }
      position += length
    }
    return text(start, position)
  }

  private mutating func readSign() -> Token.Sign? {
    let first = bytes[position]
    guard first < 0x80 else { return nil }
    for sign in Token.Sign.allCases where sign.rawValue.utf8.first == first {
      let spelling = sign.rawValue.utf8
      guard bytes[position...].prefix(spelling.count).elementsEqual(spelling) else { continue }
      position += spelling.count
      return sign
    }
    return nil
  }

  func text(_ lower: Int, _ upper: Int) -> String {
    String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  func span(_ lower: Int, _ upper: Int) -> SourceSpan {
    SourceSpan(cell: source.cell, lower: lower, upper: upper)
  }

  /// The scalar that begins at an offset, and its length; the bytes are valid UTF-8.
  func scalar(at offset: Int) -> (Unicode.Scalar, length: Int) {
    let first = bytes[offset]
    guard first >= 0x80 else { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let scalar = text(offset, min(offset + length, bytes.count)).unicodeScalars.first
    return (scalar ?? "\u{FFFD}", length)
  }
}

extension Unicode.Scalar {
  /// Whether a name can begin with it: a letter of any script, or `_`.
  var startsName: Bool {
    guard value >= 0x80 else {
      return self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
    }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  /// Whether a name can go on with it: marks that belong to letters count too.
  var continuesName: Bool {
    guard value >= 0x80 else { return startsName || ("0"..."9").contains(self) }
    return switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: true
    default: startsName
    }
  }

  /// Characters that are pasted unseen: the byte order mark and spaces of no width.
  var isInvisible: Bool {
    value == 0xFEFF || value == 0x200B || value == 0x2060
  }
}
