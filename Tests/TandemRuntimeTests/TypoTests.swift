import Foundation
import TandemRuntime
import TestSupport
import Testing

/// Typos in every place of cells that run: something is told, or the cell still means something.
@Suite("Typos") struct TypoTests {
  /// The cell without one of its tokens, and with it misspelt.
  private static func variants(of source: String) -> [String] {
    let pattern = /[\p{L}_][\p{L}\p{N}_]*|[0-9.]+|"[^"\n]*"|\S/
    return source.matches(of: pattern).flatMap { match -> [String] in
      let token = String(match.output)
      let misspelt = token.count > 1 ? String(token.dropLast()) : token + token
      return ["", misspelt].map { source.replacingCharacters(in: match.range, with: $0) }
    }
  }

  @Test("in cells that run never end the session or hang it", arguments: SessionCellTests.files)
  func typos(file: CellFile) {
    for cell in file.cases {
      let slow = onEvaluationThread {
        let notebook = Notebook(SessionCellTests.declarations)
        // One step of training is enough here.
        notebook.output.onDisplay = { notebook.interrupt.raise() }
        var slow: [String] = []
        for part in cell.source.components(separatedBy: "\n+++\n") {
          for variant in Self.variants(of: part) {
            let time = ContinuousClock().measure { notebook.run(variant) }
            if time > .seconds(20) { slow.append(variant) }
            if notebook.errorName == "internal-error" { slow.append(variant) }
          }
          notebook.run(part)
        }
        return slow
      }
      #expect(slow.isEmpty, "\(cell)")
    }
  }
}
