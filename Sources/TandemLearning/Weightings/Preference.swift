import TandemCatalog

/// How much a person cares for each task: `[digit: 0.7, ink: 0.3]`, `prefer(digit: 0.7, ink: 0.3)`, or
/// one number a task in the order of the run.
struct Preference: Sendable, Equatable {
  private enum Form: Sendable, Equatable {
    case equal
    case list([Double])
    case record([String: Double])
  }

  private let form: Form

  /// Reads an argument that `ArgumentDescriptor.preference` describes.
  init(_ value: Value) {
    switch value {
    case .list(let values): form = .list(values.compactMap { Double(argument: $0) })
    case .record(let record): form = .record(Self.numbers(record))
    case .object(let object):
      let choice = object as? WeightingChoice
      let named = choice?.weighting as? any PreferenceHolder
      form = named.map { .record(Self.numbers($0.preferences)) } ?? .equal
    default: form = .equal
    }
  }

  private static func numbers(_ record: Record) -> [String: Double] {
    record.entries.reduce(into: [:]) { numbers, entry in
      numbers[entry.label] = Double(argument: entry.value)
    }
  }

  /// The tasks that it names.
  var namedTasks: [String] {
    if case .record(let numbers) = form { numbers.keys.sorted() } else { [] }
  }

  /// A number above or equal to 0 for each task of a step, as they were written.
  /// - Parameter step: Which tasks take part.
  /// - Returns: One number a task; 1 / K each where nothing was written.
  /// - Throws: `WeightingError`, where a task has none, one is negative, or all are 0.
  func numbers(for step: StepSignals) throws -> [Double] {
    let numbers: [Double]
    switch form {
    case .equal:
      return step.ones.map { $0 / Double(step.runTaskCount) }
    case .list(let list):
      guard list.count == step.runTaskCount else {
        throw WeightingError.incompletePreference(
          missing: nil, count: list.count, tasks: step.tasks)
      }
      numbers = step.indices.map { list[$0] }
    case .record(let record):
      numbers = try step.tasks.map { task in
        guard let number = record[task] else {
          throw WeightingError.incompletePreference(
            missing: task, count: record.count, tasks: step.tasks)
        }
        return number
      }
    }
    guard numbers.allSatisfy({ $0 >= 0 && $0.isFinite }), numbers.contains(where: { $0 > 0 })
    else { throw WeightingError.invalidPreference(numbers) }
    return numbers
  }
}

/// A weighting that is a preference: what `preference:` takes beside lists and records.
protocol PreferenceHolder {
  /// A number a task, by name.
  var preferences: Record { get }
}

extension ArgumentDescriptor {
  /// How much each task counts, for methods that find a point of the Pareto front by preference.
  static let preference = ArgumentDescriptor(
    "preference",
    .oneOf([
      .record(.number(NumberRange(lower: 0))), .list(.number(NumberRange(lower: 0))),
      .object(.weighting),
    ]), .optional(default: .none),
    "how much each task counts: [digit: 0.7, ink: 0.3], or prefer(…); alike if left out")
}
