import TandemCatalog

/// A number for each task: the same for all, or `[digit: 0.1, ink: 0.2]`, with 0 for what is not named.
struct TaskFigures: Sendable {
  private let common: Double
  private let byName: [String: Double]

  /// Reads an argument that `ArgumentDescriptor.figures` describes.
  init(_ value: Value) {
    common = Double(argument: value) ?? 0
    byName = (Record(argument: value)?.entries ?? []).reduce(into: [:]) { figures, entry in
      figures[entry.label] = Double(argument: entry.value)
    }
  }

  /// The tasks that it names.
  var namedTasks: [String] { byName.keys.sorted() }

  /// A number for each task of a step.
  func numbers(for step: StepSignals) -> [Double] {
    step.tasks.map { byName[$0] ?? common }
  }
}

extension ArgumentDescriptor {
  /// A number for all tasks, or a record of one a task; 0 where nothing is written.
  static func figures(_ name: String, _ summary: String) -> Self {
    Self(
      name, .oneOf([.number(NumberRange()), .record(.number(NumberRange()))]),
      .optional(default: .number(0)), summary)
  }
}
