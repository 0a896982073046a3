public import TandemCatalog

/// Tchebycheff scalarization: the run makes the largest of the weighted losses small.
///
/// `maxₖ λₖ (Lₖ − zₖ)`: only the worst task is trained, with weight λₖ; tasks that tie share it evenly.
/// Every Pareto-optimal point is the solution for some λ, those of a concave front too, where weighted
/// sums find none.
/// Source: Bowman, 1976; Steuer & Choo, Mathematical Programming 1983. Differs: none.
public struct Tchebycheff: Weighting {
  public static let descriptor = MethodDescriptor(
    "tchebycheff", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "trains the task that is worst by preference",
    formula: "maxₖ λₖ (Lₖ − zₖ),  wₖ = λₖ for the largest, else 0",
    source: "Bowman, 1976; Steuer & Choo, Mathematical Programming 1983",
    cost: "K comparisons",
    details: [
      "λ is the preference as it is written, 1 / K each by default, and z the reference, losses that "
        + "no model is below. Where two tasks tie, they share the weight.",
      "The worst task changes from step to step, and progress with it: 'stch' is its smooth form.",
    ],
    examples: ["tchebycheff()", "tchebycheff(preference: [digit: 0.7, ink: 0.3])"],
    [.preference, .figures("reference", "z: the best loss that a task could reach")])

  private let preference: Preference
  private let reference: TaskFigures
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    preference = Preference(arguments[value: "preference"])
    reference = TaskFigures(arguments[value: "reference"])
    self.arguments = arguments
  }

  public var namedTasks: [String] { preference.namedTasks + reference.namedTasks }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights
  {
    let preferences = try preference.numbers(for: step)
    let distances = zip(zip(step.losses, reference.numbers(for: step)), preferences)
      .map { ($0.0 - $0.1) * $1 }
    let largest = distances.max() ?? 0
    let count = Double(distances.count { $0 == largest })
    return LossWeights(zip(distances, preferences).map { $0 == largest ? $1 / count : 0 })
  }
}
