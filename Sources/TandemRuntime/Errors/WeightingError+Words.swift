import TandemCatalog
import TandemDiagnostics
import TandemLearning

extension WeightingError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .invalidWeight(let task, let weight, let signals):
      let what = task.isEmpty ? "a weight" : "the weight of '\(task)'"
      let step = signals["step"].map { " at step \($0.readable)" } ?? ""
      let when = step + (signals["epoch"].map { " (epoch \($0.readable))" } ?? "")
      var error = Diagnostic(
        "invalid-weight",
        "\(what) became \(weight.readable)\(when): a weight is finite and never negative",
        at: place.weighting)
      let figures = signals.filter { $0.key != "step" && $0.key != "epoch" }
        .sorted { $0.key < $1.key }
      if !figures.isEmpty {
        let subject = task.isEmpty ? "" : "for '\(task)': "
        let list = figures.map { "\($0.key) \($0.value.readable)" }.joined(separator: ", ")
        error.notes = [subject + list]
      }
      return error
    case .notFinite(let method, let step):
      return Diagnostic(
        "method-not-finite",
        "'\(method)' gave a number that is infinite or nan at step \(step)", at: place.weighting)
    case .unknownTask(let name, let tasks):
      var error = Diagnostic(
        "unknown-task", "the weighting names '\(name)', which is no task of this run",
        at: place.weighting)
      error.suggest(name, among: tasks, listing: "the tasks are")
      return error
    case .bothWeighLosses(let first, let second):
      var error = Diagnostic(
        "weightings-clash", "'\(first)' and '\(second)' both weigh losses", at: place.span)
      error.help = [
        "'+' joins one that weighs losses with one that combines gradients, as 'pcgrad()'"
      ]
      return error
    case .bothCombineGradients(let first, let second):
      var error = Diagnostic(
        "weightings-clash", "'\(first)' and '\(second)' both combine gradients", at: place.span)
      error.help = [
        "'+' joins one that combines gradients with one that weighs losses, as 'uncertainty()'"
      ]
      return error
    case .incompletePreference(let missing, let count, let tasks):
      let list = tasks.joined(separator: ", ")
      let what =
        missing.map { "the preference says nothing of '\($0)'" }
        ?? "the preference has \(count) numbers for \(tasks.count) tasks"
      var error = Diagnostic("incomplete-preference", what, at: place.weighting)
      error.help = ["one number for each of \(list), as 'preference: [\(example(of: tasks))]'"]
      return error
    case .givesNoWeights(let method):
      var error = Diagnostic(
        "no-weights", "'\(method)' gives a direction, no weights that could be averaged",
        at: place.weighting)
      error.help = ["'cr_mogm' takes methods that weigh gradients or losses, as 'mgda()'"]
      return error
    case .averagesGradients(let method, let arguments):
      var error = Diagnostic(
        "averages-gradients",
        "'\(method)' averages gradients over steps, and at the representation each step has rows "
          + "of its own", at: place.weighting)
      error.help = ["'\(method)(\(arguments), at: representation)' averages none"]
      return error
    case .invalidPreference(let numbers):
      let list = numbers.map(\.readable).joined(separator: ", ")
      var error = Diagnostic(
        "invalid-preference", "the preference \(list) prefers nothing", at: place.weighting)
      error.help = ["its numbers are at least 0, and one of them above 0"]
      return error
    }
  }
}

/// A preference as a person would write it.
private func example(of tasks: [String]) -> String {
  let share = (100 / Double(max(tasks.count, 1))).rounded() / 100
  return tasks.map { "\($0): \(share.readable)" }.joined(separator: ", ")
}

extension ErrorPlace {
  /// Where the weighting of the call stands, or what made it.
  var weighting: SourceSpan? {
    guard let call else { return span }
    if let origin = call.arguments.origins["weighting"] { return SourceSpan(origin) }
    if let origin = call.arguments.origins["weightings"] { return SourceSpan(origin) }
    return call.descriptor.result == .weighting ? call.span : call.nameSpan
  }
}
