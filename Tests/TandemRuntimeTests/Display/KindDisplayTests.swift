import Foundation
import FoundationXML
import TandemCatalog
import TandemData
import Testing

@testable import TandemRuntime

/// Cells run through a whole session, so that what is tested is what a notebook shows.
@Suite struct KindDisplayTests {
  static let prelude = """
    data digits = digits().take(200)
    task digit = classify(digits.label)
    task ink = regress(digits.pixels.mean)
    architecture trunk = hard { encoder: dense(8) -> relu, heads: [ink: dense(4) -> tanh] }
    let run = train(trunk, [digit, ink], epochs: 3, seed: 1);
    """

  @Test(
    "each kind of value shows a picture, a table or both, and always text",
    arguments: [
      ("digits", true, true, "200 rows"), ("digits.label", true, true, "numbers"),
      ("digits.pixels", true, true, "arrays [1, 8, 8]"), ("digit", false, true, "classify"),
      ("ink", false, true, "regress"), ("trunk", true, false, "encoder"),
      ("pcgrad()", false, true, "arXiv:2001.06782"), ("run", true, true, "accuracy"),
      ("run.loss", true, false, "digit"), ("run.conflict", true, false, "digit · ink"),
      ("run.test", false, true, "rmse"), ("evaluate(run)", false, true, "test split"),
      ("predict(run, digit, digits.take(3))", false, true, "prediction of digit for 3 rows"),
      ("plot([1, 3, 2])", true, false, "3 at 2"),
      ("dense(3) -> relu", false, false, "dense(3) -> relu"),
      ("adam()", false, false, "adam"), ("cosine(warmup: 2)", false, false, "cosine(2)"),
      ("[1, 2]", false, false, "[1, 2]"), ("[a: 1]", false, false, "[a: 1]"),
      ("0.5", false, false, "0.5"), ("\"é\"", false, false, "\"é\""),
      ("1 == 1", false, false, "true"),
    ])
  func kinds(cell: String, hasPicture: Bool, hasTable: Bool, words: String) throws {
    let notebook = CellRecorder()
    try notebook.run(Self.prelude)
    notebook.clear()
    try notebook.run(cell)
    let bundles = notebook.bundles
    #expect(bundles.contains { $0.data["image/svg+xml"] != nil } == hasPicture)
    #expect(bundles.contains { $0.data["text/html"] != nil } == hasTable)
    #expect(bundles.contains { $0.text.contains(words) }, "\(bundles.map(\.text))")
    for bundle in bundles {
      #expect(bundle.data["image/svg+xml"] == nil || bundle.data["text/html"] == nil)
      #expect(!bundle.text.isEmpty)
      #expect(!bundle.text.hasSuffix("\n"))
      if let svg = bundle.data["image/svg+xml"] {
        #expect(bundle.metadata["vscode_altText"]?.isEmpty == false)
        #expect(XMLParser(data: Data(svg.utf8)).parse(), "\(cell): not well-formed")
      }
    }
  }

  @Test("a comparison marks what is worse than alone, and says what Δm is")
  func comparison() throws {
    let notebook = CellRecorder()
    try notebook.run(Self.prelude)
    notebook.clear()
    try notebook.run(
      "compare(trunk, [digit, ink], weightings: [equal(), uncertainty()], seeds: 1...2, epochs: 2)")
    let table = try #require(notebook.bundles.last)
    #expect(table.text.contains("each task alone"))
    #expect(table.text.contains("Δm: the mean over tasks of the signed relative change"))
    #expect(table.text.contains(" ± "))
    #expect(table.data["text/html"]?.contains("Δm ↑") == true)
    let chart = try #require(notebook.bundles.dropLast().last?.data["image/svg+xml"])
    #expect(chart.contains("trunk · uncertainty"))
    #expect(XMLParser(data: Data(chart.utf8)).parse())
  }

  @Test("training shows one display, replaced while it goes on, that ends as a still")
  func progress() throws {
    let notebook = CellRecorder()
    try notebook.run(Self.prelude)
    let shown = notebook.updates
    #expect(Set(shown.map(\.id)).count == 1)
    #expect(shown.first?.isUpdate == false)
    #expect(shown.dropFirst().allSatisfy { $0.isUpdate })
    let still = try #require(shown.last?.bundle)
    #expect(still.text.hasPrefix("trained"))
    #expect(still.text.contains("████████████████████████"))
    #expect(still.text.contains("3 epochs"))
    let svg = try #require(still.data["image/svg+xml"])
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    // The losses of all three epochs are there, the last too.
    #expect(svg.contains("<path"))
  }

  @Test("names from a file cannot become markup")
  func names() throws {
    let name = "<img src=x onerror=alert(1)>\u{1B}[2J"
    let table = Table(
      [(name, .categories(codes: [0, 1], levels: ["<b>", "&amp;"]))], rowCount: 2)
    let data = Dataset(table, sourceText: "csv(\"<script>\")")
    let renderer = Renderer()
    let column = try #require(data.column(name))
    for value in [renderer.rendering(of: .object(data)), renderer.rendering(of: .object(column))] {
      let html = try #require(value.html)
      #expect(!html.contains("<img") && !html.contains("<script") && !html.contains("<b>"))
      #expect(!value.text.contains("\u{1B}") && !html.contains("\u{1B}"))
      if let picture = value.picture {
        #expect(!picture.svg.contains("<img") && !picture.text.contains("\u{1B}"))
        #expect(XMLParser(data: Data(picture.svg.utf8)).parse())
      }
    }
  }

  @Test("a task keeps its hue, and each picture has ids of its own")
  func hues() throws {
    let renderer = Renderer()
    let first = renderer.color(of: "digit")
    #expect(renderer.color(of: "ink") != first)
    #expect(renderer.color(of: "digit") == first)
    let notebook = CellRecorder()
    try notebook.run(Self.prelude)
    notebook.clear()
    try notebook.run("show(run.loss); show(run.loss); show(run.weights)")
    let prefixes = notebook.bundles.compactMap { bundle in
      bundle.data["image/svg+xml"]?.firstMatch(of: /aria-labelledby="(p[0-9a-f-]+)-title/)?.1
    }
    #expect(prefixes.count == 3)
    #expect(Set(prefixes).count == 3)
  }
}

/// A session and all that its cells have shown.
final class CellRecorder: SessionOutput {
  struct Failure: Error { var text: String }

  private let session = Session(interrupt: SessionInterrupt())
  private var cell = 0
  private(set) var bundles: [SessionBundle] = []
  private(set) var updates: [(id: String, bundle: SessionBundle, isUpdate: Bool)] = []

  func run(_ code: String) throws {
    cell += 1
    switch session.run(code, cell: cell, isSilent: false, allowsInput: false, output: self) {
    case .finished(let value, _): if let value { bundles.append(value) }
    case .failed(let error): throw Failure(text: error.text)
    }
  }

  func clear() {
    bundles = []
    updates = []
  }

  func write(_ text: String, toErrorStream: Bool) {}

  func display(_ bundle: SessionBundle, id: String?, isUpdate: Bool) {
    if let id {
      updates.append((id, bundle, isUpdate))
    } else {
      bundles.append(bundle)
    }
  }

  func clear(waitsForOutput: Bool) {}

  func ask(_ prompt: String, isHidden: Bool) throws(InputRefused) -> String? {
    throw InputRefused()
  }
}
