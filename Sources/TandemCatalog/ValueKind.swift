/// The kinds of value that the language has, as a person would name them.
public enum ValueKind: String, CaseIterable, Hashable, Sendable {
  case none, truth, number, text, range, list, record
  case data, column, layer, task, architecture, weighting
  case optimizer, schedule, loss, metric, model
  case stop, formula
  case run, comparison, curves, evaluation, prediction, plot
  case combination, trajectories
  case function, page, method

  /// The kind with its article, for messages: "a task", "an optimizer", "data".
  public var phrase: String {
    switch self {
    case .none: "none"
    case .truth: "true or false"
    case .data, .text, .trajectories: rawValue
    case .curves: "curves"
    case .stop: "a stopping rule"
    case .architecture, .optimizer, .evaluation: "an \(rawValue)"
    default: "a \(rawValue)"
    }
  }
}
