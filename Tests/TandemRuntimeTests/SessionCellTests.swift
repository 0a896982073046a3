import Foundation
import TandemRuntime
import TandemTensors
import TestSupport
import Testing

/// The cells of `Tests/Cells/Session`: what they show stands beside them.
@Suite("Cells that run") struct SessionCellTests {
  static let files = CellFile.all(in: CellFile.folder + "/Session")

  /// The declarations of the programme at the top of the language's page.
  static let declarations = """
    data digits = digits()

    task digit  = classify(digits.label)
    task parity = classify(digits.label % 2)
    task ink    = regress(digits.pixels.mean, loss: huber(0.1), metrics: [rmse, r2])

    architecture trunk = hard {
        encoder: dense(128) -> relu -> dropout(0.2) -> dense(64) -> relu
        heads:   [ink: dense(16) -> tanh, else: dense(32) -> relu]
    }
    architecture experts = mmoe(experts: 6) {
        expert: dense(64) -> relu
        heads:  dense(32) -> relu
    }

    weighting balance = uncertainty()
    weighting surgery = pcgrad()
    weighting lagging(alpha = 1.5) = (loss / initial_loss) ^ alpha
    """

  /// All that the last cell of a case shows.
  private static func shown(_ source: String) -> (text: String, error: String?) {
    let notebook = Notebook(declarations)
    var text = ""
    for cell in source.components(separatedBy: "\n+++\n") { text = notebook.run(cell) }
    // Progress is not what these cells are about.
    let displays = notebook.output.displays.filter { $0.id == nil }.map(\.bundle.text)
    let printed = String(notebook.printed.dropLast(notebook.printed.hasSuffix("\n") ? 1 : 0))
    let parts = [printed] + displays + [text]
    let lines = parts.filter { !$0.isEmpty }.joined(separator: "\n").split(
      separator: "\n", omittingEmptySubsequences: false)
    return (lines.map { $0.trimmingEnd() }.joined(separator: "\n"), notebook.errorName)
  }

  @Test("show what their file says", arguments: files)
  func cells(file: CellFile) throws {
    let isRecording = ProcessInfo.processInfo.environment["TANDEM_RECORD"] == "1"
    // What does not fit into memory is shown as if a megabyte were free, on whatever machine.
    let free = file.description == "memory.cells" ? 1_000_000 : nil
    var told: [String] = []
    for cell in file.cases {
      let shown = onEvaluationThread {
        FreeMemory.$assumed.withValue(free) { Self.shown(cell.source) }
      }
      told.append(shown.text)
      #expect(shown.error == cell.ids.first, "\(cell):\n\(shown.text)")
      if !isRecording { #expect(shown.text == cell.told, "\(cell)") }
    }
    if isRecording { try file.record(told) }
  }

  @Test("there are some for values and for errors") func presence() {
    #expect(Self.files.count >= 2)
  }
}

extension Substring {
  fileprivate func trimmingEnd() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
