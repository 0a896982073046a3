/// One word, number, text or sign of a cell.
struct Token: Equatable {
  var kind: Kind
  /// UTF-8 offsets into the cell.
  var lower: Int
  var upper: Int
  /// Whether no other token stands before it on its line.
  var startsLine: Bool

  enum Kind: Equatable {
    /// A name or a reserved word.
    case word(String)
    case number(Double)
    case text(String)
    case sign(Sign)
    /// Something that no program can have; the lexer has reported it.
    case invalid
    case endOfCell
  }

  /// Everything that is written without letters, the longest first where one begins another.
  enum Sign: String, CaseIterable {
    case ellipsis = "..."
    case arrow = "->"
    case equals = "=="
    case notEquals = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case assign = "="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case remainder = "%"
    case power = "^"
    case openRound = "("
    case closeRound = ")"
    case openSquare = "["
    case closeSquare = "]"
    case openCurly = "{"
    case closeCurly = "}"
    case comma = ","
    case colon = ":"
    case semicolon = ";"
    case dot = "."
    case question = "?"
  }

  var word: String? {
    if case .word(let word) = kind { word } else { nil }
  }

  var sign: Sign? {
    if case .sign(let sign) = kind { sign } else { nil }
  }
}

/// Words that are never names, except after a `.` and before a label's `:`.
enum ReservedWord: String, CaseIterable {
  case `let`, `for`, `in`, `if`, `else`, and, or, not, `true`, `false`, none

  /// Whether a line that ends in the word goes on.
  var isOperator: Bool {
    switch self {
    case .and, .or, .not, .in, .if, .else: true
    case .let, .for, .true, .false, .none: false
    }
  }
}

extension Token.Sign {
  /// Whether a line that ends in the sign goes on.
  var continuesLine: Bool {
    switch self {
    case .ellipsis, .arrow, .equals, .notEquals, .lessOrEqual, .greaterOrEqual, .less, .greater,
      .assign, .plus, .minus, .times, .divide, .remainder, .power, .comma, .colon:
      true
    case .openRound, .closeRound, .openSquare, .closeSquare, .openCurly, .closeCurly, .semicolon,
      .dot, .question:
      false
    }
  }

  /// The bracket that closes this one, or `nil` if it opens none.
  var closer: Token.Sign? {
    switch self {
    case .openRound: .closeRound
    case .openSquare: .closeSquare
    case .openCurly: .closeCurly
    default: nil
    }
  }

  var isCloser: Bool {
    self == .closeRound || self == .closeSquare || self == .closeCurly
  }
}
