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
    case .unsuitableWeights(let problem, let argument, let levels, let form, let origin):
      return problem.diagnostic(
        argument, levels, form, at: origin.map(SourceSpan.init) ?? place.argument("loss"))
    case .negativeCount(let loss, let value, let origin):
      var error = Diagnostic(
        "wrong-target", "'\(loss)' takes counts, and a count is at least 0", at: target,
        label: "has \(value.readable)")
      if let origin { error.related = [.init(SourceSpan(origin), "for this loss")] }
      return error
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

extension WeightProblem {
  /// What is wrong with an argument about classes or labels, and which there are.
  fileprivate func diagnostic(
    _ argument: String, _ levels: [String], _ form: Predictions.Form, at span: SourceSpan?
  ) -> Diagnostic {
    let noun = form == .labels ? "label" : "class"
    let count = levels.count == 1 ? "1 \(noun)" : "\(levels.count) \(form.rawValue)"
    let listing = "the \(form.rawValue) are \(levels.phrase("and"))"
    switch self {
    case .count(let given):
      var error = Diagnostic(
        "weight-count", "'\(argument)' has \(given) number\(given == 1 ? "" : "s") for \(count)",
        at: span)
      error.help = [listing]
      return error
    case .unknown(let name):
      var error = Diagnostic("unknown-class", "the target has no \(noun) '\(name)'", at: span)
      error.suggest(name, among: levels, listing: "the \(form.rawValue) are")
      return error
    case .missing(let level):
      var error = Diagnostic(
        "missing-weight", "'\(argument)' has nothing for '\(level)'", at: span)
      error.help = ["'else' stands for all that are not named"]
      return error
    case .oneForAll:
      var error = Diagnostic(
        "weight-count", "'\(argument)' takes a number for each class here", at: span)
      error.help = [
        "a list in the order of the classes, labelled by class, or 'balanced'", listing,
      ]
      return error
    case .oneForEach:
      var error = Diagnostic(
        "weight-count", "'\(argument)' takes one number for all labels here", at: span)
      error.help = ["what a label that holds counts; one that does not counts the rest to 1"]
      return error
    }
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
