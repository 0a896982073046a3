import Foundation
import TandemCatalog
import TandemDiagnostics
import TandemLanguage
import TestSupport
import Testing

/// The cells of `Tests/Cells`: what is wrong is marked, and what is told stands beside it.
///
/// `TANDEM_RECORD=1` writes the files anew with what is told now.
@Suite struct CellTests {
  static let files = CellFile.all(in: CellFile.folder)

  static func errors(in source: String) -> (told: String, errors: [Diagnostic]) {
    let text = SourceText(cell: 1, text: source)
    let checker = Checker(catalog: TestCatalog.catalog, names: TestCatalog.session)
    let errors = checker.check(Parser.parse(text))
    return (PlainTextRenderer().render(errors, from: SourceLibrary([text])), errors)
  }

  @Test("what is wrong in a cell is marked and told as its file says", arguments: files)
  func told(file: CellFile) throws {
    let isRecording = ProcessInfo.processInfo.environment["TANDEM_RECORD"] == "1"
    var told: [String] = []
    for cell in file.cases {
      let found = Self.errors(in: cell.source)
      told.append(found.told)
      #expect(found.errors.map(\.id) == cell.ids, "\(cell): \n\(found.told)")
      let places = found.errors.compactMap { $0.span.map { $0.lower..<$0.upper } }
      #expect(places == cell.marks, "\(cell)\n\(found.told)")
      if !isRecording { #expect(found.told == cell.told, "\(cell)") }
    }
    if isRecording { try file.record(told) }
  }

  @Test("there are cells for every topic")
  func presence() {
    #expect(Self.files.count >= 5)
    #expect(Self.files.allSatisfy { !$0.cases.isEmpty })
  }
}
