package import TandemLanguage
import TandemCatalog
import TandemDiagnostics

extension Session {
  /// What could stand at the cursor, counted in Unicode scalars.
  package func complete(_ code: String, cursor: Int) -> CompletionList {
    Completer(catalog: interpreter.library.catalog, names: interpreter.sessionNames)
      .complete(code, cursor: cursor)
  }

  /// The page of what stands at the cursor, or `nil`.
  package func inspect(_ code: String, cursor: Int) -> SessionBundle? {
    let inspector = Inspector(catalog: interpreter.library.catalog, names: interpreter.sessionNames)
    return inspector.target(in: code, cursor: cursor).flatMap { HelpPage(of: $0, in: interpreter) }
      .map { SessionBundle($0) }
  }

  /// Whether a console should run a text, and how far to indent the next line.
  package func completeness(of code: String) -> Completeness {
    let cell = Parser.parse(SourceText(cell: 0, text: code))
    if cell.isIncomplete { return .incomplete(indent: 2 * cell.openBracketCount) }
    return cell.diagnostics.isEmpty ? .complete : .invalid
  }

  package enum Completeness: Sendable, Equatable {
    case complete, invalid
    case incomplete(indent: Int)
  }
}
