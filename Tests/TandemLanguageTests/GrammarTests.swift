import TandemDiagnostics
import TandemLanguage
import Testing

/// Each production of the grammar, and what binds tighter than what.
@Suite struct GrammarTests {
  @Test(
    "expressions are read as the grammar nests them",
    arguments: [
      // expression: layers in a row, looser than everything
      ("a -> b -> c", "(a -> b -> c)"),
      ("a -> b if c else d -> e", "(a -> (b if c else d) -> e)"),
      ("(a -> b) * 3", "((a -> b) * 3)"),
      ("(a -> b) -> c", "((a -> b) -> c)"),
      // conditional
      ("a if b else c", "(a if b else c)"),
      ("a if b else c if d else e", "(a if b else (c if d else e))"),
      ("a or b if c and d else not e", "((a or b) if (c and d) else (not e))"),
      // disjunction, conjunction, negation
      ("a or b and c or d", "((a or (b and c)) or d)"),
      ("not a and not b", "((not a) and (not b))"),
      ("not not a == b", "(not (not (a == b)))"),
      // comparison
      ("a + 1 == b * 2", "((a + 1) == (b * 2))"),
      ("a != b", "(a != b)"), ("a < b", "(a < b)"), ("a <= b", "(a <= b)"),
      ("a > b", "(a > b)"), ("a >= b", "(a >= b)"), ("a in b", "(a in b)"),
      ("a in 1...3", "(a in (1 ... 3))"),
      // range
      ("a + 1...b - 1", "((a + 1) ... (b - 1))"),
      ("1...5", "(1 ... 5)"), ("0.5...1.5", "(0.5 ... 1.5)"),
      // sum, product
      ("a - b - c", "((a - b) - c)"), ("a + b * c", "(a + (b * c))"),
      ("a / b % c * d", "(((a / b) % c) * d)"),
      // sign, power
      ("-a ^ b", "(- (a ^ b))"), ("a ^ b ^ c", "(a ^ (b ^ c))"), ("a ^ -b", "(a ^ (- b))"),
      ("-a * -b", "((- a) * (- b))"), ("2 ^ -3 ^ 2", "(2 ^ (- (3 ^ 2)))"),
      // postfix
      ("a.b.c", "a.b.c"), ("a(b)(c)", "a(b)(c)"), ("a[b][c]", "a[b][c]"),
      ("a.b(c)[d].e", "a.b(c)[d].e"), ("-a.b", "(- a.b)"), ("a.b ^ c", "(a.b ^ c)"),
      ("f()", "f()"), ("f(a, b: c, )", "f(a, b: c)"),
      // block
      ("hard { a: b }", "hard(a: b)"), ("mmoe(x: 1) { a: b }", "mmoe(x: 1, a: b)"),
      ("hard {}", "hard()"), ("a { b: c }.d", "a(b: c).d"),
      ("a { b: c } { d: e }", "a(b: c)(d: e)"),
      ("f { g: h { i: j } }", "f(g: h(i: j))"),
      // primary
      ("12", "12"), ("\"a\"", "\"a\""), ("true", "true"), ("false", "false"), ("none", "none"),
      ("(a)", "a"), ("((a + b)) * c", "((a + b) * c)"),
      // list
      ("[]", "[]"), ("[a]", "[a]"), ("[a, b, ]", "[a, b]"), ("[a: b]", "[a: b]"),
      ("[\"a\": b, \"c.d\": e]", "[a: b, c.d: e]"), ("[\"a\", \"b\"]", "[\"a\", \"b\"]"),
      ("[a: b, else: c, ]", "[a: b, else: c]"), ("[a if b else c]", "[(a if b else c)]"),
      ("[a for b in c]", "[a for b in c]"),
      ("[a + 1 for b in 1...3 if b != 2 or c]", "[(a + 1) for b in (1 ... 3) if ((b != 2) or c)]"),
      ("[a if b else c for d in e]", "[(a if b else c) for d in e]"),
      ("[[a for b in c] for d in e]", "[[a for b in c] for d in e]"),
      ("[a -> b for c in d]", "[(a -> b) for c in d]"),
    ])
  func expressions(text: String, expected: String) {
    #expect(tree(text) == expected)
    #expect(parse(text).diagnostics.isEmpty)
  }

  @Test(
    "statements of every form",
    arguments: [
      ("data d = digits()", "data d = digits()"),
      ("task t = classify(d.x)", "task t = classify(d.x)"),
      ("architecture a = hard { e: r }", "architecture a = hard(e: r)"),
      ("weighting w = equal()", "weighting w = equal()"),
      ("weighting w(a = 1, b = c) = loss ^ a", "weighting w(a = 1, b = c) = (loss ^ a)"),
      ("let x = 1", "let x = 1"),
      ("let f(a = 1) = a", "let f(a = 1) = a"),
      ("let f(\n  a = 1,\n  b = 2\n) = a", "let f(a = 1, b = 2) = a"),
      ("x?", "x?"), ("weighting?", "weighting?"), ("let?", "let?"),
      ("", ""), (" \n# comment\n;;\n", ""), ("a;b\nc", "a; b; c"),
      ("let data = data.data", "let data = data.data"),
      ("weighting", "weighting"), ("task(1)", "task(1)"), ("data.take(5)", "data.take(5)"),
      ("data\nlet x = 1", "data; let x = 1"), ("task -> data", "(task -> data)"),
      ("task in data", "(task in data)"),
    ])
  func statements(text: String, expected: String) {
    #expect(tree(text) == expected)
    #expect(parse(text).diagnostics.isEmpty)
  }

  @Test(
    "a line ends its statement, or goes on",
    arguments: [
      ("a\nb", "a; b"), ("a\n+ b", "…"), ("a +\nb", "(a + b)"), ("a\n-b", "a; (- b)"),
      ("(a\n-b)", "(a - b)"), ("[a\n,b]", "[a, b]"), ("f(a,\n\n# comment\nb)", "f(a, b)"),
      ("a and\nb", "(a and b)"), ("a or\nb", "(a or b)"), ("not\na", "(not a)"),
      ("a in\nb", "(a in b)"), ("a if\nb else\nc", "(a if b else c)"),
      ("let x =\n1", "let x = 1"), ("a\n-> b\n\n  -> c", "(a -> b -> c)"),
      ("a\n.b\n# comment\n.c", "a.b.c"), ("f\n(a)", "f; a"), ("f\n[a]", "f; [a]"),
      ("hard {\na:\nb\n}", "hard(a: b)"),
      ("hard {\na: b\n-> c\nd: e\n}", "hard(a: (b -> c), d: e)"),
      ("hard { a: b\nc: d, e: f; g: h }", "hard(a: b, c: d, e: f, g: h)"),
      ("hard {\n\na: [b,\nc]\n\n}", "hard(a: [b, c])"),
      ("f(hard { a: b\nc: d })", "f(hard(a: b, c: d))"),
      ("a.if\nb", "a.if; b"), ("a.and\nb", "a.and; b"), ("a # comment +\nb", "a; b"),
      ("a;\nb", "a; b"), ("a\r\nb\r\n", "a; b"), ("1...\n5", "(1 ... 5)"),
    ])
  func lines(text: String, expected: String) {
    if expected == "…" {
      #expect(!parse(text).diagnostics.isEmpty)
    } else {
      #expect(tree(text) == expected)
      #expect(parse(text).diagnostics.isEmpty)
    }
  }

  @Test("a semicolon at the end keeps the value quiet")
  func quiet() {
    #expect(parse("a;").endsQuietly)
    #expect(parse("a; # comment\n\n").endsQuietly)
    #expect(!parse("a; b").endsQuietly)
    #expect(!parse("a").endsQuietly)
    #expect(!parse("").endsQuietly)
  }

  @Test(
    "a console opens a new line where more lines can mend the text",
    arguments: [
      ("hard {", 1), ("train(trunk, [", 2), ("f([g(", 3), ("let x =", 0), ("a +", 0), ("a and", 0),
      ("a ->", 0), ("f(a,", 1), ("[a, b", 1), ("hard {\n  encoder: dense(3)\n", 1),
      ("print(\"a", 1),
      ("weighting w(a = 1", 1), ("[a for b in", 1), ("a if b else", 0), ("let x = f(1, g(2)", 1),
    ])
  func incomplete(text: String, openBrackets: Int) {
    let cell = parse(text)
    #expect(cell.isIncomplete)
    #expect(cell.openBracketCount == openBrackets)
    #expect(!cell.diagnostics.isEmpty)
  }

  @Test(
    "a console does not wait for what no line can mend",
    arguments: [
      "", "a", "let x = 1", "hard { a: b }", "let", "let x", "a.", ")", "f(]", "a b", "x = 3",
      "let x = * (", "$ (", "f(a b", "print(\"a\nb", "let f(\nlet x = 1", "a if b",
    ])
  func whole(text: String) {
    #expect(!parse(text).isIncomplete)
  }

  @Test("places of statements, expressions and operators")
  func places() throws {
    let cell = parse("let a = (1 + 2) * b.c\n hard { e: f }")
    guard case .declaration(let declaration) = cell.statements[0],
      case .binary(.multiply, let left, let right, let place) = declaration.value.node,
      case .member(_, let name) = right.node, case .expression(let call) = cell.statements[1]
    else {
      Issue.record("read as \(tree("let a = (1 + 2) * b.c"))")
      return
    }
    #expect(declaration.span.lower == 0 && declaration.span.upper == 21)
    #expect(declaration.name.span.lower == 4 && declaration.kindSpan.upper == 3)
    #expect(left.span.lower == 8 && left.span.upper == 15)
    #expect(place.lower == 16 && place.upper == 17)
    #expect(name.span.lower == 20 && right.span.lower == 18)
    #expect(call.span.lower == 23 && call.span.upper == 36)
  }
}
