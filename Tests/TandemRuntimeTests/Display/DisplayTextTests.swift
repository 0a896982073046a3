import TandemCatalog
import TandemLearning
import Testing

@testable import TandemRuntime

@Suite struct DisplayTextTests {
  @Test("what a cell or a file says cannot become markup, or move a terminal's cursor")
  func escaping() {
    #expect(HTMLText.escaped("<b>&\"'\u{1B}[31m\u{202E}\n") == "&lt;b&gt;&amp;&quot;&#39;[31m ")
    #expect(ControlText.shown("a\tb\u{7}\u{9B}c") == "a bc")
    #expect(ControlText.cut("abcdef", to: 4) == "abc…")
    #expect(ControlText.cut("abc", to: 3) == "abc")
  }

  @Test("columns of text stand under each other, in any script")
  func columns() {
    var table = DisplayTable([.init("name"), .init("rows", isNumber: true)])
    table.add(["日本", "7"])
    table.add(["é", "1,234"])
    #expect(table.text == "name   rows\n日本      7\né     1,234")
    #expect(table.html.contains("<td style=\"text-align:left\">é</td>"))
  }

  @Test(
    "counts, times and figures are written for reading",
    arguments: [
      (FigureText.count(26894), "26,894"), (FigureText.count(1, "row"), "1 row"),
      (FigureText.count(-1000, "row"), "−1,000 rows"),
      (FigureText.count(2, "mix", "mixes"), "2 mixes"),
      (FigureText.duration(.milliseconds(420)), "0.42 s"),
      (FigureText.duration(.milliseconds(4)), "under 0.01 s"),
      (FigureText.duration(.seconds(59.6)), "1 min"),
      (FigureText.duration(.seconds(200)), "3 min 20 s"),
      (FigureText.duration(.seconds(3900)), "1 h 5 min"),
      (FigureText.operations(53_210), "53.21 kFLOP"), (FigureText.operations(12), "12 FLOP"),
      (FigureText.score(0.97772), "0.9777"), (FigureText.score(.nan), "–"),
      (FigureText.score(-2e-7), "−2×10⁻⁷"), (FigureText.score(0.000_934_9, like: 1.5), "0.0009"),
      (FigureText.signedPercent(0.0132), "+1.3 %"), (FigureText.signedPercent(-0.0004), "0.0 %"),
      (FigureText.shape([1, 8, 8]), "1 × 8 × 8"),
    ])
  func figures(text: String, expected: String) {
    #expect(text == expected)
  }

  @Test(
    "source text is shown without what goes without saying",
    arguments: [
      ("dense(size: 128) -> relu() -> dropout(rate: 0.2)", "dense(128) -> relu -> dropout(0.2)"),
      ("regress(x.relu(), loss: huber(delta: 0.1))", "regress(x.relu(), loss: huber(0.1))"),
      ("fixed(digit: 1)", "fixed(digit: 1)"),
      ("dwa(temperature: 0.5) + cr_mogm(method: mgda())", "dwa(temperature: 0.5) + cr_mogm(mgda)"),
      ("csv(\"dense(size: 3).csv\")", "csv(\"dense(size: 3).csv\")"),
      ("csv(\"a\\\"relu()\")", "csv(\"a\\\"relu()\")"),
      ("unknown()", "unknown()"), ("mmoe(experts: 6, expert: relu())", "mmoe(6, expert: relu)"),
    ])
  func readableSource(source: String, shown: String) {
    #expect(ReadableSource.text(source) == shown)
  }

  @Test(
    "a published formula has italic letters, lowered indices and raised powers",
    arguments: [
      ("wₖ = 1", "<i>w</i><sub><i>k</i></sub> = 1"),
      ("e^(−sₖ)", "<i>e</i><sup>−<i>s</i><sub><i>k</i></sub></sup>"),
      ("softmax(rₖ / T)", "softmax(<i>r</i><sub><i>k</i></sub> / <i>T</i>)"),
      ("|gⱼ|² < 0", "|<i>g</i><sub><i>j</i></sub>|<sup>2</sup> &lt; 0"),
      ("Σ wₖ", "Σ <i>w</i><sub><i>k</i></sub>"), ("x^", "<i>x</i>^"), ("", ""),
    ])
  func publishedFormula(formula: String, html: String) {
    #expect(TypesetFormula(unicode: formula).html == html)
  }

  @Test("a formula of one's own has raised powers, and brackets only where they are needed")
  func ownFormula() {
    let ratio = Formula.Node.binary(.divide, .signal(.loss), .signal(.initialLoss))
    let ratioHTML = "<i>loss</i> / <i>initial&nbsp;loss</i>"
    func html(_ node: Formula.Node) -> String { FormulaMarkup.html(node) }
    #expect(html(.binary(.power, ratio, .number(1.5))) == "(\(ratioHTML))<sup>1.5</sup>")
    #expect(html(.binary(.add, ratio, .number(1))) == "\(ratioHTML) + 1")
    #expect(
      html(.binary(.subtract, .number(1), .binary(.subtract, .number(2), .number(3))))
        == "1 − (2 − 3)")
    #expect(html(.binary(.multiply, .number(-1), .signal(.epoch))) == "−1 · <i>epoch</i>")
    #expect(html(.function(.exp, .negate(.signal(.step)))) == "<i>e</i><sup>−<i>step</i></sup>")
    #expect(html(.overTasks(.mean, .signal(.loss))) == "mean<sub>tasks</sub>(<i>loss</i>)")
    #expect(
      html(
        .conditional(
          condition: .binary(.less, .signal(.epoch), .number(3)), then: .number(0),
          otherwise: .number(1)))
        == "0 if <i>epoch</i> &lt; 3, else 1")
  }

  @Test("long lists are cut and broken into lines")
  func lists() {
    let text = PlainValueText.text(of: .list((0..<500).map { .number(Double($0)) }))
    #expect(text.hasPrefix("[0, 1, 2,"))
    #expect(text.hasSuffix("… 400 more]"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 90 })
  }
}
