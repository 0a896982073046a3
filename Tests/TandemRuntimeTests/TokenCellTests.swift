import TandemRuntime
import Testing

/// Numbers of a column as ids: what an embedding takes, and what it refuses before anything is trained.
@Suite("Ids in cells") struct TokenCellTests {
  private static func notebook(standardize: Bool = false) -> Notebook {
    Notebook(
      "data scans = digits().take(200)",
      "data tokens = scans.inputs([scans.pixels], standardize: \(standardize))",
      "task digit = classify(tokens.label)\ntask parity = classify(tokens.label % 2)")
  }

  private static func architecture(_ embedding: String) -> String {
    "architecture reader = hard { encoder: flatten -> \(embedding) -> positional -> "
      + "transformer(heads: 2, feedforward: 16, layers: 2) -> layer_norm }"
  }

  @Test("a transformer learns from a column of ids")
  func training() {
    let notebook = Self.notebook()
    notebook.run(Self.architecture("embedding(8, vocabulary: 17, padding: 0)"))
    let text = notebook.run(
      "let run = train(reader, [digit, parity], epochs: 8, batch: 35, optimizer: adam(0.01), seed: 1)"
    )
    #expect(notebook.errorName == nil, "\(text)")
    #expect(notebook.run("run.metrics.parity.accuracy > 0.6") == "true")
    #expect(
      notebook.run("run.loss.digit.value < 2.5") != "false", "what is learnt stays finite")
    notebook.run("predict(run, digit, 0...3)")
    #expect(notebook.errorName == nil)
  }

  @Test("an id beyond the vocabulary is refused before training starts")
  func outside() {
    let notebook = Self.notebook()
    notebook.run(Self.architecture("embedding(8, vocabulary: 12)"))
    let error = notebook.run("let run = train(reader, [digit], epochs: 1)")
    #expect(notebook.errorName == "unsuitable-id")
    #expect(
      error.contains("an embedding looks up ids from 0 to 11, but row 0 of 'pixels' holds 13"))
    #expect(error.contains("make its 'vocabulary' larger"))
    #expect(notebook.run("run").contains("run") && notebook.errorName != nil)
  }

  @Test("standardized inputs are no ids, and the error says how they become some")
  func standardized() {
    let notebook = Self.notebook(standardize: true)
    notebook.run(Self.architecture("embedding(8, vocabulary: 17)"))
    let error = notebook.run("let run = train(reader, [digit], epochs: 1)")
    #expect(notebook.errorName == "unsuitable-id")
    #expect(error.contains("standardize: false"))
  }

  @Test("fractions are no ids, and neither are those of other rows that a run is asked about")
  func fractions() {
    let notebook = Self.notebook()
    notebook.run("data halves = scans.with(half: scans.pixels / 2)")
    notebook.run("data tokens = halves.inputs([halves.half], standardize: false)")
    notebook.run("task digit = classify(tokens.label)")
    notebook.run(Self.architecture("embedding(8, vocabulary: 17)"))
    let error = notebook.run("train(reader, [digit], epochs: 1)")
    #expect(notebook.errorName == "unsuitable-id")
    #expect(error.contains("ids are whole numbers"), "\(error)")
  }
}
