import TandemCatalog
import TandemDiagnostics

/// The tokens before a cursor, and what they say about the place.
///
/// It works on tokens, not on the tree: where someone writes, the tree has a hole.
struct CursorScan {
  let source: SourceText
  /// All tokens before the cursor but the word that it is in.
  let tokens: [Token]
  /// What has been written of the word.
  let word: String
  /// UTF-8 offsets of the whole word, what stands behind the cursor included.
  let wordRange: Range<Int>
  let ending: Lexer.Ending
  /// Whether the word begins a line.
  let startsLine: Bool

  init(_ code: String, cursor: Int) {
    let scalars = code.unicodeScalars
    let clamped = min(max(cursor, 0), scalars.count)
    let index = scalars.index(scalars.startIndex, offsetBy: clamped)
    let lexer = Lexer.tokens(of: SourceText(cell: 0, text: String(scalars[..<index])))
    source = SourceText(cell: 0, text: code)
    ending = lexer.ending

    let offset = lexer.bytes.count
    var tokens = Array(lexer.tokens.dropLast())
    if let last = tokens.last, let written = last.word, last.upper == offset {
      tokens.removeLast()
      word = written
      let rest = scalars[index...].prefix { $0.continuesName }
      wordRange = last.lower..<offset + String(rest).utf8.count
      startsLine = last.startsLine
    } else {
      word = ""
      wordRange = offset..<offset
      let gap = lexer.bytes[(tokens.last?.upper ?? 0)...]
      startsLine = tokens.isEmpty || gap.contains(UInt8(ascii: "\n"))
    }
    self.tokens = tokens
  }

  var last: Token? { tokens.last }

  /// Whether the cursor stands right behind a number, or something that is none.
  var isInNumber: Bool {
    guard word.isEmpty, let last, last.upper == wordRange.lowerBound else { return false }
    if case .number = last.kind { return true }
    return last.kind == .invalid
  }

  /// The UTF-8 text between two tokens, both included.
  func text(_ first: Int, _ last: Int) -> String {
    source.text(in: tokens[first].lower..<tokens[last].upper)
  }

  // MARK: Brackets

  /// The innermost bracket that is open before a token; `nil` where a statement's own level is.
  func opener(before end: Int) -> Int? {
    var nesting = 0
    for index in stride(from: end - 1, through: 0, by: -1) {
      if let sign = tokens[index].sign {
        if sign.isCloser { nesting += 1 }
        if sign.closer != nil {
          if nesting == 0 { return index }
          nesting -= 1
        }
      }
      if startsDeclaration(index) { return nil }
    }
    return nil
  }

  /// The bracket that the one at an index closes.
  private func opener(ofCloserAt index: Int) -> Int? {
    var nesting = 0
    for other in stride(from: index, through: 0, by: -1) {
      guard let sign = tokens[other].sign else { continue }
      if sign.isCloser { nesting += 1 }
      if sign.closer != nil {
        nesting -= 1
        if nesting == 0 { return other }
      }
    }
    return nil
  }

  private func startsDeclaration(_ index: Int) -> Bool {
    guard tokens[index].startsLine, let word = tokens[index].word,
      DeclarationKind(rawValue: word) != nil
    else { return false }
    return word == ReservedWord.let.rawValue
      || (index + 1 < tokens.count && tokens[index + 1].word != nil)
  }

  // MARK: Items and statements

  /// Where the item, entry or statement begins that a place lies in, given the bracket around it.
  ///
  /// It is `end` itself where nothing of it stands before the place.
  func itemStart(before end: Int, in opener: Int?, isAtCursor: Bool) -> Int {
    let endsAtLines = opener.map { tokens[$0].sign == .openCurly } ?? true
    if isAtCursor, endsAtLines, startsLine, !continuesLine(end - 1) { return end }
    var nesting = 0
    var index = end - 1
    while index > (opener ?? -1) {
      let token = tokens[index]
      if let sign = token.sign {
        if sign.isCloser { nesting += 1 }
        if sign.closer != nil { nesting -= 1 }
        if nesting == 0, sign == .semicolon || (sign == .comma && opener != nil) {
          return index + 1
        }
      }
      if nesting <= 0, endsAtLines, token.startsLine, index > 0, !continuesLine(index - 1),
        token.sign != .arrow, token.sign != .dot
      {
        return index
      }
      index -= 1
    }
    return index + 1
  }

  /// Whether a line that ends in a token goes on.
  private func continuesLine(_ index: Int) -> Bool {
    guard index >= 0 else { return false }
    switch tokens[index].kind {
    case .sign(let sign): return sign.continuesLine
    case .word(let word): return ReservedWord(rawValue: word)?.isOperator == true
    default: return false
    }
  }

  // MARK: Chains

  /// Where the value begins whose last token is at an index: `digits` of `digits.take(5)`.
  func chainStart(endingAt end: Int) -> Int {
    var index = end
    while index >= 0 {
      if tokens[index].sign?.isCloser == true {
        guard let opener = opener(ofCloserAt: index) else { return index }
        guard opener > 0, endsValue(opener - 1), !tokens[opener].startsLine else { return opener }
        index = opener - 1
      } else if index >= 2, tokens[index - 1].sign == .dot {
        index -= 2
      } else {
        return index
      }
    }
    return 0
  }

  /// Whether a value can end at a token.
  func endsValue(_ index: Int) -> Bool {
    guard tokens.indices.contains(index) else { return false }
    switch tokens[index].kind {
    case .number, .text: return true
    case .word(let word):
      let isMember = index > 0 && tokens[index - 1].sign == .dot
      switch ReservedWord(rawValue: word) {
      case nil, .true, .false, ReservedWord.none?: return true
      default: return isMember
      }
    case .sign(let sign): return sign.isCloser
    case .invalid, .endOfCell: return false
    }
  }

  /// The name that is called by the bracket at an index, as an index of its token.
  func calleeName(ofOpenerAt opener: Int) -> Int? {
    guard opener > 0, !tokens[opener].startsLine else { return nil }
    if tokens[opener - 1].word != nil { return opener - 1 }
    // `mmoe(experts: 6) {`: the block is the call's.
    guard tokens[opener].sign == .openCurly, tokens[opener - 1].sign == .closeRound,
      let round = self.opener(ofCloserAt: opener - 1)
    else { return nil }
    return calleeName(ofOpenerAt: round)
  }
}
