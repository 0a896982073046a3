/// The names that have a meaning of their own inside a weighting's formula.
package enum FormulaSignals {
  /// Figures of a step; they stand for the signals whatever the session calls by these names.
  package static let names = [
    "loss", "initial_loss", "previous_loss", "best_loss", "validation_loss", "metric",
    "gradient_norm", "epoch", "step", "progress", "task_count", "random",
  ]

  /// Functions, with how many arguments each takes.
  package static let functions: [(name: String, argumentCounts: ClosedRange<Int>)] = [
    ("mean", 1...1), ("sum", 1...1), ("max", 1...2), ("min", 1...2), ("softmax", 1...1),
    ("log", 1...1), ("exp", 1...1), ("sqrt", 1...1), ("abs", 1...1), ("round", 1...1),
  ]

  /// The parameter that says whether the weights are scaled to add up to the number of tasks.
  package static let normalizeParameter = "normalize"

  package static func isSignal(_ name: String) -> Bool { names.contains(name) }

  package static func isFunction(_ name: String) -> Bool {
    functions.contains { $0.name == name }
  }
}
