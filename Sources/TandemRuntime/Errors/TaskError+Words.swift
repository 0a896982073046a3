import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLearning

extension TaskError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    let target = place.argument("target")
    switch self {
    case .unsuitableTarget(let kind, let column, let holds):
      var error = Diagnostic(
        "wrong-target", "'\(kind)' cannot predict \(holds.words)", at: target,
        label: "'\(column)' holds \(holds.words)")
      error.help = holds.help(besides: kind)
      return error
    case .tooFewClasses(let column, let classes, let missing):
      var error = Diagnostic(
        "too-few-classes", "'classify' needs at least two classes", at: target,
        label: classes.isEmpty ? "'\(column)' is empty" : "'\(column)' is always \(classes[0])")
      if missing > 0 { error.notes = ["\(missing.grouped) cells are empty"] }
      return error
    case .fractionalClass(let column, let value):
      var error = Diagnostic(
        "wrong-target", "a class is a whole number, a word or a truth value", at: target,
        label: "'\(column)' has \(value.readable)")
      error.help = ["'regress' predicts numbers"]
      return error
    case .tooManyClasses(let column, let count, let limit):
      var error = Diagnostic(
        "too-many-classes", "'\(column)' has \(count.grouped) different values", at: target,
        label: "at most \(limit.grouped) classes")
      error.help = ["'regress' predicts numbers"]
      return error
    case .notBinary(let column, let value):
      var error = Diagnostic(
        "wrong-target", "a label is true or false, or 0 and 1", at: target,
        label: "'\(column)' has \(value.readable)")
      error.help = ["a comparison gives truth values: 'column > 3'"]
      return error
    default: return figureDiagnostic(at: place, target: target)
    }
  }

  private func figureDiagnostic(at place: ErrorPlace, target: SourceSpan?) -> Diagnostic {
    switch self {
    case .notFinite(let column, let row):
      return Diagnostic(
        "wrong-target", "a target is finite", at: target, label: "row \(row) of '\(column)' is not")
    case .noValues(let column):
      return Diagnostic(
        "no-values", "the target has no values", at: target,
        label: "all cells of '\(column)' are empty")
    case .noColumns(let kind):
      return Diagnostic("no-columns", "'\(kind)' needs at least one column", at: target)
    case .repeatedColumn(let column):
      return Diagnostic("repeated-column", "the column '\(column)' stands twice", at: target)
    case .differentData(let first, let second):
      return Diagnostic(
        "different-rows", "a task's columns are of one data set", at: target,
        label: "'\(first)' and '\(second)' are not")
    case .unknownClass(let column, let value, let row, let known):
      var error = Diagnostic(
        "unknown-class", "row \(row) of '\(column)' holds \(value), which no training row had",
        at: place.dataArgument)
      error.notes = ["the classes are " + known.prefix(12).joined(separator: ", ")]
      return error
    case .unsuitableLoss(let kind, let loss, let origin, let suitable):
      return unsuitable("loss", loss, kind, origin.map(SourceSpan.init), suitable, place)
    case .unsuitableMetric(let kind, let metric, let origin, let suitable):
      return unsuitable("metric", metric, kind, origin.map(SourceSpan.init), suitable, place)
    default: return .unforeseen(self, at: place.span)
    }
  }

  private func unsuitable(
    _ what: String, _ name: String, _ kind: String, _ span: SourceSpan?, _ suitable: [String],
    _ place: ErrorPlace
  ) -> Diagnostic {
    var error = Diagnostic(
      "wrong-\(what)", "the \(what) '\(name)' does not suit '\(kind)'",
      at: span ?? place.argument(what == "loss" ? "loss" : "metrics"))
    error.help = ["'\(kind)' takes " + suitable.joined(separator: ", ")]
    return error
  }
}

extension ColumnType {
  fileprivate var words: String {
    switch self {
    case .numbers: "numbers"
    case .truths: "truth values"
    case .categories: "words"
    case .arrays: "arrays"
    }
  }

  fileprivate func help(besides kind: String) -> [String] {
    switch self {
    case .arrays: ["'.mean', '.max' and the like make a number of each row's array"]
    case .categories, .truths: kind == "classify" ? [] : ["'classify' predicts \(words)"]
    case .numbers: kind == "regress" ? [] : ["'regress' predicts numbers"]
    }
  }
}
