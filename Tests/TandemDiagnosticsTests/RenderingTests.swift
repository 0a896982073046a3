import TandemDiagnostics
import TestSupport
import Testing

/// Errors as a person sees them.
@Suite struct RenderingTests {
  /// An error at the text between `«` and `»`; `‹` and `›` mark a related place.
  private func sample(_ marked: String, label: String? = nil, number: Int = 1) -> (
    Diagnostic, SourceText
  ) {
    var text = ""
    var offsets: [Unicode.Scalar: Int] = [:]
    for scalar in marked.unicodeScalars {
      if "«»‹›".unicodeScalars.contains(scalar) {
        offsets[scalar] = text.utf8.count
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    func span(_ open: Unicode.Scalar, _ close: Unicode.Scalar) -> SourceSpan? {
      guard let lower = offsets[open], let upper = offsets[close] else { return nil }
      return SourceSpan(cell: 1, lower: lower, upper: upper)
    }
    var error = Diagnostic("sample", "this is wrong", at: span("«", "»"), label: label)
    if let related = span("‹", "›") { error.related = [.init(related, "because of this")] }
    return (error, SourceText(cell: 1, text: text, number: number))
  }

  private func told(_ marked: String, label: String? = nil) -> String {
    let (error, source) = sample(marked, label: label)
    return PlainTextRenderer().render([error], from: SourceLibrary([source]))
  }

  @Test("the first example of the house style, letter by letter")
  func houseStyle() {
    let source = SourceText(
      cell: 5, text: "data d = digits()\narchitecture experts = mmoe(expert_count: 6) {\n")
    let span = SourceSpan(cell: 5, lower: 46, upper: 58)
    var error = Diagnostic("unknown-label", "'mmoe' has no argument 'expert_count'", at: span)
    error.suggest(["experts", "expert", "heads"], for: "expert_count", else: "nothing")
    error.help = ["mmoe(experts: 8, expert:, heads: none)"]
    #expect(
      PlainTextRenderer().render([error], from: SourceLibrary([source])) == """
        error: 'mmoe' has no argument 'expert_count'
          ┌─ cell 5, line 2
        2 │ architecture experts = mmoe(expert_count: 6) {
          │                             ^^^^^^^^^^^^ did you mean 'experts'?
          = help: mmoe(experts: 8, expert:, heads: none)
        """)
  }

  @Test("the second example of the house style: places in two cells")
  func twoCells() {
    let later = SourceText(
      cell: 3, text: "architecture a = hard {\n    encoder: conv(16, kernel: 3) -> relu\n}")
    let earlier = SourceText(cell: 1, text: "data houses = csv(\"houses.csv\")")
    var error = Diagnostic(
      "shape", "'conv' needs rows shaped [channels, height, width], but 'houses' gives [13]",
      at: SourceSpan(cell: 3, lower: 37, upper: 56), label: "gets [13]")
    error.related = [
      .init(SourceSpan(cell: 1, lower: 5, upper: 11), "13 number columns make a row of [13]")
    ]
    error.help = ["'dense(16)' takes rows of numbers"]
    #expect(
      PlainTextRenderer().render([error], from: SourceLibrary([later, earlier])) == """
        error: 'conv' needs rows shaped [channels, height, width], but 'houses' gives [13]
          ┌─ cell 3, line 2
        2 │     encoder: conv(16, kernel: 3) -> relu
          │              ^^^^^^^^^^^^^^^^^^^ gets [13]
          ┌─ cell 1, line 1
        1 │ data houses = csv("houses.csv")
          │      ------ 13 number columns make a row of [13]
          = help: 'dense(16)' takes rows of numbers
        """)
  }

  @Test("the third example of the house style: notes before help")
  func notes() {
    let code = "let run = train(trunk, [digit, ink], optimizer: sgd(1.0), epochs: 20)"
    var error = Diagnostic(
      "not-finite", "the loss of 'ink' became nan at step 312 (epoch 4)",
      at: SourceSpan(cell: 9, lower: 48, upper: 56), label: "learning rate 1.0")
    error.notes = ["at step 311: digit 0.41, ink 8.2e+05"]
    error.help = ["try 'sgd(0.01)', or 'clip: 1.0' in 'train'"]
    let library = SourceLibrary([SourceText(cell: 9, text: code)])
    #expect(
      PlainTextRenderer().render([error], from: library) == """
        error: the loss of 'ink' became nan at step 312 (epoch 4)
          ┌─ cell 9, line 1
        1 │ let run = train(trunk, [digit, ink], optimizer: sgd(1.0), epochs: 20)
          │                                                 ^^^^^^^^ learning rate 1.0
          = note: at step 311: digit 0.41, ink 8.2e+05
          = help: try 'sgd(0.01)', or 'clip: 1.0' in 'train'
        """)
  }

  @Test("two places on one line share it")
  func oneLine() {
    #expect(
      told("f(‹a›: 1, «a»: 2)", label: "again") == """
        error: this is wrong
          ┌─ cell 1, line 1
        1 │ f(a: 1, a: 2)
          │         ^ again
          │   - because of this
        """)
  }

  @Test("the gutter is as wide as the longest line number")
  func gutter() {
    let lines = (1...9).map { "line\($0)" }.joined(separator: "\n")
    #expect(
      told("‹\(lines)›\n«x» = 1") == """
        error: this is wrong
           ┌─ cell 1, line 10
        10 │ x = 1
           │ ^
           ┌─ cell 1, line 1
        1  │ line1
           │ ----- because of this
        """)
  }

  @Test(
    "marks stand below what they mean, whatever the letters",
    arguments: [
      ("\tx = «y»", "    x = y", "        ^"), ("ab\tx = «y»", "ab  x = y", "        ^"),
      ("数 = «値»", "数 = 値", "     ^^"), ("e\u{301} = «y»", "e\u{301} = y", "    ^"),
      ("👩‍👩‍👧 = «y»", "👩‍👩‍👧 = y", "     ^"), ("«x\ny»", "x", "^"), ("x = «»", "x =", "    ^"),
      ("a\u{7}«b»", "a␇b", "  ^"), ("a\u{1B}[31m«b»", "a␛[31mb", "      ^"),
      ("x = «y»\r\nz", "x = y", "    ^"),
      ("ｗ«x»", "ｗx", "  ^"), ("한글«x»", "한글x", "    ^"), ("❤️«x»", "❤️x", "  ^"),
    ])
  func columns(marked: String, line: String, marks: String) throws {
    let lines = told(marked).split(separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count == 4)
    #expect(lines[2].trimmingTrailingSpaces == "1 │ " + line.trimmingTrailingSpaces)
    #expect(lines[3] == "  │ " + marks)
  }

  @Test("a long line is cut around its mark")
  func longLines() throws {
    let (error, source) = sample(
      String(repeating: "a ", count: 5000) + "«bad»" + String(repeating: " b", count: 5000),
      label: "here")
    let lines = PlainTextRenderer().render([error], from: SourceLibrary([source])).split(
      separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[2].count < 120 && lines[2].hasPrefix("1 │ …") && lines[2].hasSuffix("…"))
    let column = try #require(lines[3].firstIndex(of: "^"))
    let offset = lines[3].distance(from: lines[3].startIndex, to: column)
    #expect(lines[2].dropFirst(offset).hasPrefix("bad"))
    #expect(lines[3].hasSuffix("^^^ here"))
  }

  @Test("a text without a number is 'this cell'")
  func unnumbered() {
    let (error, source) = sample("«x»", number: -1)
    let told = PlainTextRenderer().render([error], from: SourceLibrary([source]))
    #expect(told.contains("┌─ this cell, line 1"))
  }

  @Test("what lies in an unknown text is told without it")
  func unknownText() {
    let (error, _) = sample("«x» ‹y›", label: "here")
    #expect(
      PlainTextRenderer().render([error], from: SourceLibrary()) == """
        error: this is wrong
          = note: here
          = note: because of this
        """)
  }

  @Test("several errors are parted by an empty line")
  func several() {
    let (error, source) = sample("«x»")
    let told = PlainTextRenderer().render([error, error], from: SourceLibrary([source]))
    #expect(told.split(separator: "\n\n").count == 2)
  }

  @Test("ANSI colours add nothing but colours")
  func colors() {
    let (error, source) = sample("f(‹a›: 1, «a»: 2)", label: "again")
    let library = SourceLibrary([source])
    let colored = ANSIRenderer().render([error], from: library)
    #expect(colored.hasPrefix("\u{1B}[1;31merror\u{1B}[0m\u{1B}[1m: this is wrong\u{1B}[0m"))
    #expect(colored.contains("\u{1B}[31m        ^ again\u{1B}[0m"))
    #expect(colored.contains("\u{1B}[36m  - because of this\u{1B}[0m"))
    let plain = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == PlainTextRenderer().render([error], from: library))
  }

  @Test("HTML escapes what the person wrote")
  func html() {
    let (error, source) = sample("«a» < b & \"c\"", label: "<script>")
    let html = HTMLRenderer().render([error], from: SourceLibrary([source]))
    #expect(html.hasPrefix("<pre class=\"tandem-error\">") && html.hasSuffix("</pre>"))
    #expect(html.contains("a &lt; b &amp; &quot;c&quot;") && html.contains("^ &lt;script&gt;"))
    let text = html.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing(
      "&gt;", with: ">"
    )
    .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    #expect(text == PlainTextRenderer().render([error], from: SourceLibrary([source])))
  }

  @Test("no span crashes a renderer")
  func anySpan() {
    forAll(count: 500) { source in
      let text = String(decoding: source.list(0...60) { UInt8($0.whole(0...255)) }, as: UTF8.self)
      let cell = SourceText(cell: 1, text: text)
      func span() -> SourceSpan {
        SourceSpan(
          cell: source.whole(1...2), lower: source.whole(-5...80), upper: source.whole(-5...80))
      }
      var error = Diagnostic("any", text, at: span(), label: text)
      error.related = [.init(span(), "other"), .init(span(), text)]
      error.help = [text]
      for renderer in [PlainTextRenderer(), ANSIRenderer(), HTMLRenderer()]
        as [any DiagnosticRenderer]
      {
        try #require(!renderer.render([error], from: SourceLibrary([cell])).isEmpty)
      }
    }
  }
}

extension StringProtocol {
  fileprivate var trimmingTrailingSpaces: String {
    var text = String(self)
    while text.last == " " { text.removeLast() }
    return text
  }
}
