public import TandemCatalog

/// Weights in the proportions of a preference, and the preference that other methods take.
///
/// `wₖ = K · pₖ / Σⱼ pⱼ`: a weighted sum of the losses, whose step is as long as with equal weights. Given
/// to `preference:` of a method, it is that method's preference: a point of the front that a weighted
/// sum may not reach.
public struct PreferenceWeighting: Weighting, PreferenceHolder {
  public static let descriptor = MethodDescriptor(
    "prefer", gives: .weighting, guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "how much each task counts, alone or as a method's preference",
    formula: "wₖ = K · pₖ / Σⱼ pⱼ", cost: "nothing",
    details: [
      "Alone it weighs the losses, with weights that are 1 on average. As preference: of another "
        + "method, as in stch(preference: prefer(digit: 0.7, ink: 0.3)), it says which trade-off to "
        + "look for.",
      "All tasks of the run are named; without a name all count alike.",
    ],
    examples: ["prefer(digit: 0.7, ink: 0.3)", "prefer(digit: 2, ink: 1)"],
    [
      ArgumentDescriptor(
        "number", .number(NumberRange(lower: 0)), .labels, "how much the task of that name counts")
    ])

  public let preferences: Record
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) throws {
    preferences = arguments["number"]
    self.arguments = arguments
    let numbers = preferences.entries.compactMap { Double(argument: $0.value) }
    guard numbers.isEmpty || numbers.contains(where: { $0 > 0 }) else {
      throw WeightingError.invalidPreference(numbers)
    }
  }

  public var namedTasks: [String] { preferences.entries.map(\.label) }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights
  {
    guard !preferences.entries.isEmpty else { return LossWeights(step.ones) }
    let numbers = preferences.entries.compactMap { Double(argument: $0.value) }
    // Over the largest first: the sum of huge numbers stays finite.
    let largest = numbers.max() ?? 1
    let mean = numbers.reduce(0) { $0 + $1 / largest } / Double(step.runTaskCount)
    return LossWeights(
      try step.tasks.map { task in
        guard let value = preferences[task], let number = Double(argument: value) else {
          throw WeightingError.incompletePreference(
            missing: task, count: numbers.count, tasks: step.tasks)
        }
        return number / largest / mean
      })
  }
}
