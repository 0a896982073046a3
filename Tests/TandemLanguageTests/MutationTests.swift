import TandemDiagnostics
import TandemLanguage
import TestSupport
import Testing

/// Whatever stands in a cell, the front end answers: no crash, no hang, spans that lie in the text.
@Suite struct MutationTests {
  static let cells = CellTests.files.flatMap(\.cases)

  /// Reads, checks and tells a cell; gives what was found.
  @discardableResult
  static func survive(_ source: String) throws -> (cell: ParsedCell, errors: [Diagnostic]) {
    let text = SourceText(cell: 1, text: source)
    let cell = Parser.parse(text)
    let checker = Checker(catalog: TestCatalog.catalog, names: TestCatalog.session)
    let errors = checker.check(cell)
    let length = source.utf8.count
    for error in errors {
      let spans = [error.span].compactMap { $0 } + error.related.map(\.span)
      for span in spans {
        try #require(
          span.lower >= 0 && span.lower <= span.upper && span.upper <= length, "\(error)")
      }
    }
    let told = PlainTextRenderer().render(errors, from: SourceLibrary([text]))
    try #require(told.isEmpty == errors.isEmpty)
    if !cell.diagnostics.isEmpty { try #require(!errors.isEmpty) }
    return (cell, errors)
  }

  /// The pieces of a cell as the language reads them: words, numbers, texts and signs.
  static func pieces(of source: String) -> [Range<String.Index>] {
    var pieces: [Range<String.Index>] = []
    var index = source.startIndex
    while index < source.endIndex {
      let start = index
      let isWord = isWordPart(source[index])
      source.formIndex(after: &index)
      if isWord {
        while index < source.endIndex, isWordPart(source[index]) { source.formIndex(after: &index) }
      }
      if !source[start].isWhitespace { pieces.append(start..<index) }
    }
    return pieces
  }

  private static func isWordPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  @Test("a cell without one of its tokens is told or still means something")
  func deletion() throws {
    for cell in Self.cells {
      for piece in Self.pieces(of: cell.source) {
        var source = cell.source
        source.removeSubrange(piece)
        try Self.survive(source)
      }
    }
  }

  @Test("a misspelt word of a cell is told or still means something")
  func misspelling() throws {
    for cell in Self.cells {
      for piece in Self.pieces(of: cell.source) {
        let word = Array(cell.source[piece])
        var spellings = [word + ["x"], Array(word.dropLast()), word + word]
        if word.count > 1 { spellings.append([word[1], word[0]] + word[2...]) }
        for spelling in spellings {
          try Self.survive(cell.source.replacingCharacters(in: piece, with: spelling))
        }
      }
    }
  }

  @Test("a misspelt name of the page's programme is told, with the right one as a suggestion")
  func suggestions() throws {
    let title = "the programme of the language's page"
    let program = try #require(Self.cells.first { $0.title == title }).source
    var suggested = 0
    for name in [
      "classify", "huber", "dropout", "mmoe", "uncertainty", "pcgrad", "train", "compare",
    ] {
      guard let range = program.firstRange(of: name + "(") else { continue }
      let upper = program.index(before: range.upperBound)
      let wrong = name.dropLast(2) + String(name.suffix(2).reversed())
      let source = program.replacingCharacters(in: range.lowerBound..<upper, with: Array(wrong))
      let errors = try Self.survive(source).errors
      #expect(errors.first?.label == "did you mean '\(name)'?", "\(wrong)")
      suggested += 1
    }
    #expect(suggested == 8)
  }

  @Test("a token that is missing from the page's programme makes one error, seldom more")
  func cascades() throws {
    let title = "the programme of the language's page"
    let program = try #require(Self.cells.first { $0.title == title }).source
    var counts: [Int] = []
    for piece in Self.pieces(of: program) {
      var source = program
      source.removeSubrange(piece)
      let text = SourceText(cell: 1, text: source)
      let checker = Checker(catalog: TestCatalog.catalog, names: SessionNames())
      counts.append(checker.check(Parser.parse(text)).count)
    }
    #expect(counts.count > 250)
    #expect(counts.filter { $0 > 1 }.count <= 12)
    #expect(counts.max() ?? 0 <= 4)
  }

  @Test("random bytes")
  func bytes() {
    forAll(count: 400) { source in
      let bytes = source.list(0...200) { UInt8($0.whole(0...255)) }
      try Self.survive(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("random tokens")
  func soup() {
    let words = [
      "let", "for", "in", "if", "else", "and", "or", "not", "true", "none", "data", "task",
      "weighting", "architecture", "x", "loss", "digits", "train", "hard", "dense", "fixed", "1",
      "0.5", "1e9", "\"a\"", "\"", "(", ")", "[", "]", "{", "}", ",", ":", ";", "=", "==", "<", "+",
      "-", "*", "/", "%", "^", "->", ".", "...", "?", "\n", "\n", " ", "#", "$", "'",
    ]
    forAll(count: 1500) { source in
      let tokens = source.list(0...40) { $0.element(of: words) }
      try Self.survive(tokens.joined(separator: source.oneIn(2) ? " " : ""))
    }
  }

  @Test("a cell cut off anywhere")
  func prefixes() throws {
    for cell in Self.cells {
      for index in cell.source.indices { try Self.survive(String(cell.source[..<index])) }
    }
  }

  @Test(
    "very much of one thing is an error at most",
    arguments: [
      "(", "[", "{", "f(", "[f(", "hard {", "not ", "-", "1+", "2^", "a.", "a->", "a if b else ",
      "x[0]", "$ ", "'", "\"\n", "f(\ndata a = b\n", "let ", "let a = ", "1...", "a, ", ";", "#\n",
      ")",
      "a = 1\n", "[x for x in ", "f(a: 1, ", "é", "\u{301}",
    ])
  func abundance(piece: String) throws {
    let clock = ContinuousClock()
    var errors: [Diagnostic] = []
    let time = try clock.measure {
      errors = try Self.survive(String(repeating: piece, count: 50_000)).errors
    }
    #expect(errors.count <= 20)
    // A quadratic algorithm would take hours.
    #expect(time < .seconds(20))
  }
}

extension String {
  func replacingCharacters(in range: Range<Index>, with characters: [Character]) -> String {
    String(self[..<range.lowerBound]) + String(characters) + self[range.upperBound...]
  }
}
