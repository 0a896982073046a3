import Testing

@testable import JupyterKernel

@Suite struct GlobPatternTests {
  @Test(
    "patterns that fit",
    arguments: [
      ("*", ""), ("*", "anything\nat all"), ("a*", "a"), ("a?c", "aéc"), ("*b*", "abc"),
      ("[a-c]x", "bx"), ("[!a]", "b"), ("[]", "[]"), ("[a", "[a"), ("[]]", "]"),
      ("a*b*c", "aXbYbZc"),
    ])
  func fits(pattern: String, text: String) { #expect(GlobPattern(pattern).matches(text)) }

  @Test(
    "patterns that don't: all of the text must fit",
    arguments: [
      ("", "a"), ("a", "ab"), ("?", ""), ("a*b", "abc"), ("[a-c]", "d"), ("[^a]", "a"), ("A", "a"),
    ])
  func doesNotFit(pattern: String, text: String) { #expect(!GlobPattern(pattern).matches(text)) }

  @Test("a pattern of many stars does not take for ever")
  func manyStars() {
    let pattern = String(repeating: "a*", count: 40) + "b"
    #expect(!GlobPattern(pattern).matches(String(repeating: "a", count: 2000)))
  }
}
