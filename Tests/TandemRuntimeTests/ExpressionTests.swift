import TandemRuntime
import Testing

@Suite("Expressions") struct ExpressionTests {
  @Test(
    "are worth what arithmetic says",
    arguments: [
      ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("-2 ^ 2", "-4"), ("2 ^ 3 ^ 2", "512"),
      ("7 % 3", "1"), ("-7 % 3", "2"), ("7 / 2", "3.5"), ("1e3 - 1_000", "0"),
      ("\"a\" + \"b\"", "\"ab\""), ("\"n = \" + 3", "\"n = 3\""), ("1.5 + \" s\"", "\"1.5 s\""),
      ("[1, 2] + [3]", "[1, 2, 3]"), ("[1, [2, 3]] == [1, [2, 3]]", "true"),
      ("1 < 2 and not 2 < 1", "true"), ("let zero = 0; false and 1 / zero == 1", "false"),
      ("let zero = 0; true or 1 / zero == 1", "true"), ("\"b\" in \"abc\"", "true"),
      ("2 in [1, 2]", "true"),
      ("3 in 1...2", "false"), ("1 if 2 > 1 else 0", "1"), ("[x * x for x in 1...3]", "[1, 4, 9]"),
      ("[x for x in [3, 4, 5] if x != 4]", "[3, 5]"), ("[10, 20, 30][1]", "20"),
      ("[10, 20, 30][-1]", "30"), ("[10, 20, 30][0...1]", "[10, 20]"), ("[a: 1, else: 2].a", "1"),
      ("[a: 1, b: 2][\"b\"]", "2"), ("[1, 2, 3, 4].mean", "2.5"), ("[1, 3].std", "1"),
      ("max(1, 5, 3)", "5"), ("round(2.567, digits: 1)", "2.6"), ("abs(-3)", "3"),
    ])
  func values(code: String, expected: String) {
    #expect(Notebook().run(code) == expected)
  }

  @Test("a name keeps its value, and a function its own names")
  func names() {
    let notebook = Notebook("let k = 2; let f(x = 1) = x * k; let k = 100")
    #expect(notebook.run("f(x: 3)") == "6")
    #expect(notebook.run("f") == "2")
    #expect(notebook.run("k") == "100")
    #expect(notebook.run("last + 1") == "101")
  }
}
