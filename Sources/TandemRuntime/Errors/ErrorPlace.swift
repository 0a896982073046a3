import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLanguage
import TandemLearning

/// An error from below that has words.
protocol ExplainableError: Error {
  func diagnostic(at place: ErrorPlace) -> Diagnostic
}

/// What an error from below is told against: the call that threw it, or another place.
struct ErrorPlace {
  let interpreter: Interpreter
  var call: Invocation?
  var span: SourceSpan?

  /// Where an argument of the call was written; the call's name, or the place, where it was not.
  func argument(_ name: String) -> SourceSpan? {
    call.map { $0.span(of: name) } ?? span
  }

  /// The least that is known to be at fault.
  var least: SourceSpan? { call?.nameSpan ?? span }

  /// The text at an origin: the name of what was declared there.
  func text(at origin: ValueOrigin?) -> String? {
    guard let origin, let source = interpreter.sources[origin.cell] else { return nil }
    return source.text(from: origin.lower, to: origin.upper)
  }
}

extension SourceText {
  /// The text between two UTF-8 offsets; `nil` where they do not lie in it.
  func text(from lower: Int, to upper: Int) -> String? {
    let bytes = text.utf8
    guard lower >= 0, lower <= upper, upper <= bytes.count else { return nil }
    let start = bytes.index(bytes.startIndex, offsetBy: lower)
    return String(text[start..<bytes.index(start, offsetBy: upper - lower)])
  }
}

extension Interpreter {
  /// An error of a call in words, at the places that are at fault.
  func explained(_ error: any Error, in call: Invocation) -> any Error {
    if var interruption = error as? Interruption, interruption.function == nil {
      (interruption.function, interruption.span) = (call.descriptor.name, call.nameSpan)
      return interruption
    }
    return explained(error, as: ErrorPlace(interpreter: self, call: call, span: call.span))
  }

  /// An error at a place in words.
  func explained(_ error: any Error, at span: SourceSpan) -> any Error {
    explained(error, as: ErrorPlace(interpreter: self, span: span))
  }

  /// Whatever reached the end of a cell as something to show.
  func explained(_ error: any Error, at span: SourceSpan?) -> Diagnostic {
    switch error {
    case let diagnostic as Diagnostic: diagnostic
    case let list as DiagnosticList: list.diagnostics[0]
    case let interruption as Interruption: .interrupted(interruption)
    default: .unforeseen(error, at: span)
    }
  }

  private func explained(_ error: any Error, as place: ErrorPlace) -> any Error {
    switch error {
    case is Diagnostic, is DiagnosticList, is Interruption: error
    case DataError.interrupted: Interruption()
    case let known as any ExplainableError: known.diagnostic(at: place)
    default: Diagnostic.unforeseen(error, at: place.span)
    }
  }

  /// Ends the cell after a statement whose call was interrupted or went wrong, once its name is bound.
  func checkInterruption(after statement: Statement) throws {
    if let failure = context.failure { throw failure }
    guard var interruption = context.interruption else { return }
    interruption.name =
      if case .declaration(let declaration) = statement { declaration.name.name } else { "last" }
    throw interruption
  }
}

extension Diagnostic {
  /// The person stopped the cell.
  static func interrupted(_ interruption: Interruption) -> Self {
    let what = interruption.function.map { "'\($0)'" } ?? "the cell"
    var error = Self(
      "interrupted", "\(what) was interrupted", at: interruption.span, label: interruption.progress)
    if let name = interruption.name { error.help = interruption.help.map { $0(name) } ?? [] }
    return error
  }

  /// A failure that nobody has words for: ours, not the person's.
  static func unforeseen(_ error: any Error, at span: SourceSpan?) -> Self {
    var diagnostic = Self(
      "internal-error", "Tandem could not finish this, by a mistake of its own", at: span)
    diagnostic.notes = ["\(error)"]
    return diagnostic
  }
}
