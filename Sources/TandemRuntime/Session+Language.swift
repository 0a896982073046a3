import TandemCatalog
import TandemDiagnostics
import TandemLanguage

/// What could stand at a cursor; a match replaces the text from `start` to `end`, in Unicode scalars.
package struct SessionCompletions: Sendable, Equatable {
  package var matches: [Match]
  package var start: Int
  package var end: Int

  package struct Match: Sendable, Equatable {
    package var text: String
    /// `function`, `keyword`, `instance`, `property` or `value`.
    package var type: String
    package var signature: String?
  }
}

extension Session {
  /// What could stand at the cursor, counted in Unicode scalars.
  package func complete(_ code: String, cursor: Int) -> SessionCompletions {
    let completer = Completer(
      catalog: interpreter.library.catalog, names: interpreter.sessionNames,
      parts: interpreter.facts(ofPart:))
    let list = completer.complete(code, cursor: cursor)
    return SessionCompletions(
      matches: list.matches.map { .init(text: $0.text, type: $0.type, signature: $0.signature) },
      start: list.start, end: list.end)
  }

  /// The page of what stands at the cursor, or `nil`.
  package func inspect(_ code: String, cursor: Int) -> SessionBundle? {
    let inspector = Inspector(
      catalog: interpreter.library.catalog, names: interpreter.sessionNames,
      parts: interpreter.facts(ofPart:))
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
