import TandemDiagnostics
import TandemLanguage
import TestSupport
import Testing

/// `sourceText` gives text that is read as the same expression.
@Suite struct PrinterTests {
  @Test(
    "brackets stand where they are needed, and only there",
    arguments: [
      "a + b * c", "(a + b) * c", "a - (b - c)", "-(a + b)", "(-a) ^ b", "-a ^ b", "(a ^ b) ^ c",
      "a ^ b ^ c", "not (a and b)", "(not a) == b", "(a if b else c) if d else e",
      "a if b else c if d else e", "(a -> b) * 3", "a -> (b -> c)", "(a...b).mean", "(1 + 2).mean",
      "[a, b: c]", "[(a, b)]", "f(a, b: c)", "x[1...3]", "[x for x in 1...3 if not y]",
      "[x for x in (a if b else c)]", "\"a\\n\" + 1.5", "(a == b) == c", "1e-07 * x",
      "f(a)(b)[c].d",
      "(a + b)(c)", "hard(encoder: dense(3) -> relu, heads: [ink: tanh, else: relu])",
      "[\"heads.ink\": a, \"\": b, for: c]",
    ])
  func brackets(text: String) {
    guard case .expression(let expression)? = parse(text).statements.first else { return }
    if parse(text).diagnostics.isEmpty { #expect(expression.sourceText == text) }
  }

  @Test("a block is printed as labelled arguments")
  func blocks() throws {
    guard
      case .expression(let expression)? = parse("mmoe(experts: 6) {\n a: b\n c: d }").statements
        .first
    else { return }
    #expect(expression.sourceText == "mmoe(experts: 6, a: b, c: d)")
  }

  @Test("any expression is read back as it was")
  func roundTrip() {
    forAll(count: 1000) { source in
      let expression = Self.expression(depth: 4, &source)
      let text = expression.sourceText
      let cell = parse(text)
      try #require(cell.diagnostics.isEmpty, "\(text)")
      try #require(tree(text) == shape(expression), "\(text)")
    }
  }

  private static let span = SourceSpan(cell: 1, lower: 0, upper: 0)

  private static func expression(depth: Int, _ source: inout RandomSource) -> Expression {
    Expression(node(depth: depth, &source), at: span)
  }

  private static func node(depth: Int, _ source: inout RandomSource) -> Expression.Node {
    guard depth > 0, !source.oneIn(5) else { return leaf(&source) }
    func part() -> Expression { expression(depth: depth - 1, &source) }
    switch source.whole(0...11) {
    case 0: return .list(source.list(0...3) { expression(depth: depth - 1, &$0) })
    case 1:
      let label = Identifier(source.element(of: ["else", "a", "a.b", "3", "\""]), at: span)
      return .record([LabelledExpression(label, part())])
    case 2: return .arrow([part(), part()])
    case 3: return .conditional(condition: part(), then: part(), otherwise: part())
    case 4: return .unary(source.oneIn(2) ? .negate : .not, part())
    case 5: return .member(part(), Identifier(source.oneIn(3) ? "if" : "mean", at: span))
    case 6: return .subscripted(part(), part())
    case 7:
      let label = source.oneIn(2) ? Identifier("label", at: span) : nil
      return .call(
        Call(callee: part(), arguments: [CallArgument(label: label, part())], hasBrackets: true))
    case 8:
      return .comprehension(
        Comprehension(
          element: part(), variable: Identifier("v", at: span), source: part(),
          condition: source.oneIn(2) ? part() : nil))
    default: return .binary(source.element(of: operators), part(), part(), operatorSpan: span)
    }
  }

  private static func leaf(_ source: inout RandomSource) -> Expression.Node {
    switch source.whole(0...5) {
    case 0: .number(Double(source.whole(0...9)))
    case 1: .number(source.number(0...1))
    case 2: .text("a\"\\\n\u{7}é")
    case 3: .truth(source.oneIn(2))
    case 4: .none
    default: .name(source.element(of: ["x", "loss", "data", "größe"]))
    }
  }

  private static let operators: [BinaryOperator] = [
    .add, .subtract, .multiply, .divide, .remainder, .power, .equal, .notEqual, .less,
    .lessOrEqual, .greater, .greaterOrEqual, .contained, .and, .or, .range,
  ]
}
