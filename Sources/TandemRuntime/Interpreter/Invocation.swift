import TandemCatalog
import TandemDiagnostics
import TandemLanguage

/// A call that is about to run: its function's bound arguments and where all of it stands.
struct Invocation {
  let interpreter: Interpreter
  let descriptor: MethodDescriptor
  var arguments: Arguments
  /// The whole call.
  var span: SourceSpan
  /// The function's name in the call.
  var nameSpan: SourceSpan

  var context: CellContext { interpreter.context }

  /// Where an argument was written; the call's name where it was left to its default.
  func span(of argument: String) -> SourceSpan {
    arguments.origins[argument].map(SourceSpan.init) ?? nameSpan
  }
}

extension SourceSpan {
  /// The place that a value came from.
  init(_ origin: ValueOrigin) {
    self.init(cell: origin.cell, lower: origin.lower, upper: origin.upper)
  }
}

extension ValueOrigin {
  /// The place as the modules below the language keep it.
  init(_ span: SourceSpan) {
    self.init(cell: span.cell, lower: span.lower, upper: span.upper)
  }
}
