import TandemCatalog
import TandemLearning

/// What a weighting makes of given losses and gradients, step by step: what `combine` and `weigh` give.
struct MethodCombination: ValueObject {
  let choice: WeightingChoice
  let tasks: [String]
  let steps: [Step]
  /// Whether the steps are epochs of a loss history, and what comes after the last.
  let isHistory: Bool
  let sourceText: String
  var origin: ValueOrigin?
  var kind: ValueKind { .combination }

  /// What was given in a step, and what was decided.
  struct Step: Sendable {
    /// Empty where none were given.
    var losses: [Double]
    /// The gradients, a row a task; empty where none were given.
    var jacobian: [[Double]]
    var decided: MethodTrialStep

    /// The gradients of the weighted losses, which a gradient method combines.
    var weightedGradients: [[Double]] {
      zip(jacobian, decided.lossWeights).map { row, weight in row.map { $0 * weight } }
    }
  }

  /// The last step, which `.weights` and `.direction` are of.
  var last: Step { steps[steps.count - 1] }

  /// What is worth knowing, each said once, where there are several steps with the first of which it is true.
  var notes: [String] {
    var words: [String] = []
    var places: [[Int]] = []
    for (index, step) in steps.enumerated() {
      for note in step.decided.notes {
        if let known = words.firstIndex(of: note.words) {
          places[known].append(index)
        } else {
          words.append(note.words)
          places.append([index])
        }
      }
    }
    return zip(words, places).map { steps.count > 1 ? "\(when($1)): \($0)" : $0 }
  }

  /// "in step 2", "from step 2 on", "in step 2 and 3 later".
  private func when(_ places: [Int]) -> String {
    let first = places[0]
    let unit = isHistory ? "epoch" : "step"
    if first == steps.count - 1, isHistory { return "after the last epoch" }
    if places.count == 1 { return "in \(unit) \(first + 1)" }
    if places.count == steps.count - first { return "from \(unit) \(first + 1) on" }
    return "in \(unit) \(first + 1) and \(places.count - 1) later"
  }
}

extension MethodCombination.Step {
  /// What each gradient weighs in the direction; `none` where the direction is no weighted sum of them.
  var weights: Value { decided.weights.map { .numbers($0) } ?? .none }
  /// Against what the shared parameters move; `none` without gradients.
  var direction: Value { jacobian.isEmpty ? .none : .numbers(decided.direction) }

  var record: Value {
    .record(
      Record([
        .init("weights", weights), .init("direction", direction),
        .init("notes", .list(decided.notes.map { .text($0.words) })),
      ]))
  }
}

/// What stands after the `.` of what `combine` and `weigh` give.
enum CombinationMembers {
  static let all: [MemberEntry] = [
    entry(
      "weights", gives: nil,
      "what each task's gradient weighs, in the last step; none where the direction is no weighted sum"
    ) { $0.last.weights },
    entry(
      "direction", gives: nil,
      "against what the shared parameters move, in the last step; none without gradients"
    ) { $0.last.direction },
    entry("steps", gives: .list, "a record of weights, direction and notes for each step") {
      .list($0.steps.map(\.record))
    },
    entry("notes", gives: .list, "what the method found, and what it did for want of an answer") {
      .list($0.notes.map { .text($0) })
    },
  ]

  private static func entry(
    _ name: String, gives kind: ValueKind?, _ summary: String,
    _ part: @escaping @Sendable (MethodCombination) -> Value
  ) -> MemberEntry {
    MemberEntry(MemberDescriptor(name, of: .combination, gives: kind, summary)) { owner in
      guard case .object(let object) = owner else { return .none }
      if let lineup = object as? MethodLineup { return lineup.record(part) }
      guard let combination = object as? MethodCombination else {
        preconditionFailure("'\(name)' is a part of combinations only")
      }
      return part(combination)
    }
  }
}

extension Value {
  /// A list of numbers.
  static func numbers(_ numbers: [Double]) -> Value { .list(numbers.map { .number($0) }) }
}
