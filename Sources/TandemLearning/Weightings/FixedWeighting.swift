public import TandemCatalog

/// Weights that a person sets, task by task, as numbers or as formulas of the step.
///
/// `wₖ` is what was written, not scaled; a task that is not named weighs 1.
public struct FixedWeighting: Weighting {
  public static let descriptor = MethodDescriptor(
    "fixed", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "the weights that you set, as numbers or formulas",
    formula: "wₖ = what was written, or 1",
    details: [
      "The weights are not scaled. A formula schedules a weight: it may use what any formula may, "
        + "see help(formula), and is evaluated for that task alone."
    ],
    examples: ["fixed(digit: 2)", "fixed(digit: 1, ink: min(1, epoch / 10))"],
    [ArgumentDescriptor("weight", .formula, .labels, "the weight of the task of that name")])

  /// What was written for each task, in that order.
  public let formulas: [(task: String, formula: Formula)]
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) throws {
    let record: Record = arguments["weight"]
    formulas = record.entries.map { ($0.label, Formula(argument: $0.value)) }
    self.arguments = arguments
    for (task, formula) in formulas { try formula.checkIfConstant(for: task) }
  }

  public var needs: SignalNeeds {
    formulas.reduce(into: []) { $0.formUnion($1.formula.needs) }
  }

  public var namedTasks: [String] { formulas.map(\.task) }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights
  {
    let step = step.drawing(for: formulas.map(\.formula), in: &context)
    var weights = step.ones
    for (task, formula) in formulas {
      guard let index = step.tasks.firstIndex(of: task) else { continue }
      let weight = formula.values(for: step)[index]
      try formula.check(weight, ofTask: index, in: step)
      weights[index] = weight
    }
    return LossWeights(weights)
  }
}
