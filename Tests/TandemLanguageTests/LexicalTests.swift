import TandemLanguage
import Testing

/// "Words and lines": names, numbers and texts.
@Suite struct LexicalTests {
  private func only(_ text: String) -> Expression.Node? {
    let cell = parse(text)
    guard cell.diagnostics.isEmpty, cell.statements.count == 1,
      case .expression(let expression) = cell.statements[0]
    else { return nil }
    return expression.node
  }

  @Test(
    "numbers",
    arguments: [
      ("12", 12), ("0.5", 0.5), ("1e-3", 0.001), ("1e+5", 100_000), ("1_000", 1000), ("1E2", 100),
      ("12_3.4_5e1_0", 123.45e10), ("0", 0), ("007", 7), ("1.25e2", 125),
    ])
  func numbers(text: String, expected: Double) {
    guard case .number(let value)? = only(text) else {
      Issue.record("\(text) is no number")
      return
    }
    #expect(value == expected)
  }

  @Test(
    "no numbers", arguments: ["1_", "1__0", "1e", "1.5e+", "12px", "0x1F", "1e400", "1.5_"])
  func noNumbers(text: String) {
    #expect(!parse(text).diagnostics.isEmpty)
  }

  @Test("a point without a digit behind it is no part of a number")
  func points() {
    #expect(tree("1...5") == "(1 ... 5)")
    #expect(tree("1.mean") == "1.mean")
    #expect(tree("1.5.mean") == "1.5.mean")
    #expect(!parse("1.").diagnostics.isEmpty)
  }

  @Test(
    "texts",
    arguments: [
      ("\"\"", ""), (#""a b""#, "a b"), (#""\n\t\"\\""#, "\n\t\"\\"), (#""\u{41}\u{1F600}""#, "A😀"),
      ("\"# no comment\"", "# no comment"), (#""é 数 «»""#, "é 数 «»"), (#""a;b{""#, "a;b{"),
    ])
  func texts(text: String, expected: String) {
    guard case .text(let value)? = only(text) else {
      Issue.record("\(text) is no text")
      return
    }
    #expect(value == expected)
  }

  @Test(
    "no texts",
    arguments: ["\"", #""\q""#, #""\u{}""#, #""\u{D800}""#, #""\u41""#, "\"a\nb\"", #""\"#])
  func noTexts(text: String) {
    #expect(!parse(text).diagnostics.isEmpty)
  }

  @Test("names", arguments: ["a", "_", "_1", "größe", "数", "переменная", "हिन्दी", "a1_b2", "ﬁx", "É"])
  func names(text: String) {
    guard case .name(let name)? = only(text) else {
      Issue.record("\(text) is no name")
      return
    }
    #expect(name == text)
  }

  @Test("no names", arguments: ["a-", "1a", "a·b", "€", "a$", "😀", "\u{301}a"])
  func noNames(text: String) {
    #expect(!parse(text).diagnostics.isEmpty)
  }

  @Test(
    "reserved words are names only after a point and before a colon",
    arguments: ["let", "for", "in", "if", "else", "and", "or", "not", "true", "false", "none"])
  func reserved(word: String) {
    #expect(parse("x.\(word)").diagnostics.isEmpty)
    #expect(parse("[\(word): 1]").diagnostics.isEmpty)
    #expect(parse("f(\(word): 1)").diagnostics.isEmpty)
    #expect(parse("f { \(word): 1 }").diagnostics.isEmpty)
    #expect(!parse("let \(word) = 1").diagnostics.isEmpty)
    #expect(!parse("[1 for \(word) in 1...2]").diagnostics.isEmpty)
  }

  @Test("unseen characters of pasted text do not disturb")
  func unseen() {
    #expect(tree("\u{FEFF}let x\u{00A0}= 1\u{200B} + 2") == "let x = (1 + 2)")
  }
}
