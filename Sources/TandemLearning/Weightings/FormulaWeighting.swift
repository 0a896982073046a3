public import TandemCatalog

/// A weighting that a person wrote as an expression, as `(loss / initial_loss) ^ alpha`.
///
/// The expression is evaluated for each task of the step. `wₖ = K · fₖ / Σ fⱼ`, or `wₖ = fₖ` with
/// `normalize: false`; where all `fₖ` are 0 the weights are 0 too.
public struct FormulaWeighting: Weighting {
  public static let descriptor = MethodDescriptor(
    "formula", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "an expression over the step's signals as weight",
    formula: "wₖ = K · fₖ / Σ fⱼ",
    details: [
      "`weighting NAME = …` makes one, and so does an expression wherever a weighting is asked for; "
        + "this is the same in one call.",
      "It may use loss, initial_loss, previous_loss, best_loss, validation_loss, metric, "
        + "gradient_norm, epoch, step, progress (0…1), task_count, random (0…1, new for each task and "
        + "step), the functions log exp sqrt abs round, max(a, b) and min(a, b), and mean(x), sum(x), "
        + "max(x), min(x), softmax(x) over the tasks of the step.",
      "A weight that is negative or not finite stops the run with an error that shows the signals.",
    ],
    examples: [
      "weighting lagging(alpha = 1.5) = (loss / initial_loss) ^ alpha",
      "formula(1 / loss, normalize: false)",
    ],
    [
      ArgumentDescriptor("weight", .formula, .required, "the weight of each task"),
      .truth(
        "normalize", default: true,
        "whether the weights are scaled to add up to the number of tasks"),
    ])

  public var formula: Formula
  public var normalizes: Bool
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) throws {
    formula = Formula(argument: arguments[value: "weight"])
    normalizes = arguments["normalize"]
    self.arguments = arguments
    try formula.checkIfConstant(for: nil)
  }

  /// Creates a weighting from a formula.
  /// - Parameters:
  ///   - formula: The weight of each task.
  ///   - normalizes: Whether the weights are scaled to add up to the number of tasks.
  /// - Throws: `WeightingError.invalidWeight` for a constant that is no weight.
  public init(formula: Formula, normalizes: Bool = true) throws {
    try self.init(
      Arguments(["weight": .object(formula), "normalize": .truth(normalizes)]))
  }

  public var needs: SignalNeeds { formula.needs }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights
  {
    let step = step.drawing(for: [formula], in: &context)
    let raw = formula.values(for: step)
    for (task, weight) in raw.enumerated() { try formula.check(weight, ofTask: task, in: step) }
    // Divided by the largest first, so that the sum of huge weights stays finite.
    guard normalizes, let largest = raw.max(), largest > 0 else { return LossWeights(raw) }
    let parts = raw.map { $0 / largest }
    let scale = Double(step.taskCount) / parts.reduce(0, +)
    return LossWeights(parts.map { $0 * scale })
  }
}

extension StepSignals {
  /// The same step, with a random number for each task if one of the formulas uses it.
  func drawing(for formulas: [Formula], in context: inout MethodContext) -> StepSignals {
    guard formulas.contains(where: { $0.signals.contains(.random) }) else { return self }
    var step = self
    step.randoms = tasks.map { _ in context.generator.nextFraction() }
    return step
  }
}
