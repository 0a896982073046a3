import TandemCatalog
import TandemDiagnostics

extension PlotError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .notDrawable(let argument, let kind):
      var error = Diagnostic(
        "not-drawable", "\(kind.phrase) has no picture", at: place.argument(argument),
        label: kind.phrase)
      error.help = ["'plot' draws curves, columns, numbers, runs and comparisons"]
      return error
    case .unsuitableKind(let mark, let kind):
      return Diagnostic(
        "not-drawable", "\(kind.phrase) is not drawn as \(mark)", at: place.argument("kind"))
    case .unequalLengths(let x, let y):
      return Diagnostic(
        "unequal-lengths", "'x' has \(x.grouped) numbers, but 'y' has \(y.grouped)",
        at: place.argument("y"), label: "\(y.grouped) numbers")
    }
  }
}

extension ListError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .notNumbers(let figure):
      Diagnostic("wrong-kind", "'\(figure)' is of lists of numbers", at: place.span)
    case .isEmpty(let figure):
      Diagnostic("no-values", "an empty list has no '\(figure)'", at: place.span)
    }
  }
}
