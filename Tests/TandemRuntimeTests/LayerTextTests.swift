import Foundation
import TandemCatalog
import TandemNetworks
import TandemRuntime
import Testing

/// What `save` writes of layers, a session reads back.
@Suite("Texts of layers") struct LayerTextTests {
  private static let all = Layers.all.flatMap(\.descriptor.examples)

  @Test("an example runs as it stands, and its text makes the same layers", arguments: all)
  func examples(example: String) {
    let notebook = Notebook("let made = \(example)")
    #expect(notebook.errorName == nil, "\(notebook.output.error?.text ?? "")")
    let text = notebook.run("made").split(separator: "\n").joined(separator: " ")
    #expect(!text.isEmpty)
    #expect(notebook.run("made == (\(text))") == "true", "\(text)")
  }

  @Test("every layer has an example")
  func presence() {
    #expect(Layers.all.filter(\.descriptor.examples.isEmpty).map(\.descriptor.name) == [])
  }

  @Test("a run of compositions goes on from its file")
  func saved() throws {
    let path = "/tmp/tandem-layers-\(UInt64.random(in: 0...UInt64.max)).safetensors"
    defer { _ = try? FileManager.default.removeItem(atPath: path) }
    let encoder =
      "reshape([8, 8]) -> parallel(gru(4, returns: last), residual(tanh) -> flatten, "
      + "lstm(3, direction: both) -> mean_over(0)) -> residual(dense(6) -> silu, project: true)"
    let notebook = Notebook(
      SessionCellTests.declarations,
      "let run = train(hard { encoder: \(encoder) }, [parity, ink], epochs: 1, batch: 256)",
      "save(run, \"\(path)\")")
    #expect(notebook.errorName == nil, "\(notebook.output.error?.text ?? "")")
    let other = Notebook("let run = load(\"\(path)\")")
    #expect(other.errorName == nil, "\(other.output.error?.text ?? "")")
    let question = "[run.test.parity.loss, resume(run, epochs: 1).test.ink.loss]"
    #expect(other.run(question) == notebook.run(question))
  }
}
