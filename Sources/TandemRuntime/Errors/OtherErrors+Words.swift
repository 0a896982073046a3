import TandemCatalog
import TandemDiagnostics
import TandemNetworks

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
    case .tooManyBars(let count, let limit):
      var error = Diagnostic(
        "not-drawable", "\(count.grouped) numbers are too many for bars",
        at: place.argument("kind"), label: "at most \(limit.grouped)")
      error.help = ["'kind: lines' or 'kind: points' draws them all"]
      return error
    case .unequalLengths(let x, let y):
      return Diagnostic(
        "unequal-lengths", "'x' has \(x.grouped) numbers, but 'y' has \(y.grouped)",
        at: place.argument("y"), label: "\(y.grouped) numbers")
    }
  }
}

extension OptimizerError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .nesterovWithoutMomentum:
      var error = Diagnostic(
        "out-of-range", "'nesterov' looks ahead along the momentum, and 'momentum' is 0",
        at: place.argument("nesterov"))
      error.help = ["sgd(0.1, momentum: 0.9, nesterov: true)"]
      return error
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
