public import TandemCatalog

/// PBI, penalty-based boundary intersection: go along the preference, and stay near to its line.
///
/// With `f = L − z` and `p̂ = p / |p|`: `d₁ + θ d₂`, where `d₁ = f·p̂` is how far along the preference the losses
/// are and `d₂ = |f − d₁ p̂|` how far off its line. So `w = p̂ + θ (f − d₁ p̂) / d₂`; on the line, where the second
/// term has no derivative, it is 0. A weight can be negative: that task's loss is raised for it.
/// Source: Zhang & Li, IEEE Transactions on Evolutionary Computation 2007 (MOEA/D). Differs: TorchJD adds
/// 1e-12 under d₂'s root.
public struct PenaltyBoundaryIntersection: Weighting {
  public static let descriptor = MethodDescriptor(
    "pbi", gives: .weighting, needs: .losses, guarantees: .permutationEquivariance,
    "lowers the losses along the preference, and holds them near its line",
    formula: "d₁ + θ d₂,  d₁ = (L − z)·p̂,  d₂ = |L − z − d₁ p̂|",
    source: "Zhang & Li, IEEE Transactions on Evolutionary Computation 2007",
    differs: "exact on the preference's line, where TorchJD adds 1e-12 under the root",
    cost: "K products",
    details: [
      "p is the preference, alike for all by default: at rest the losses less the reference z are in "
        + "its proportions. A large θ holds them there, a small one lets them lie beside it.",
      "A weight can be negative: the loss of a task that is too far ahead is then raised.",
    ],
    examples: ["pbi()", "pbi(theta: 2, preference: [digit: 0.3, ink: 0.7])"],
    [
      .number(
        "theta", default: 5, atLeast: 0, "what the distance from the preference's line costs"),
      .preference, .figures("reference", "z: the best loss that a task could reach"),
    ])

  public var theta: Double
  private let preference: Preference
  private let reference: TaskFigures
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    theta = arguments["theta"]
    preference = Preference(arguments[value: "preference"])
    reference = TaskFigures(arguments[value: "reference"])
    self.arguments = arguments
  }

  public var namedTasks: [String] { preference.namedTasks + reference.namedTasks }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights
  {
    let preferences = try preference.numbers(for: step)
    let scale = vectorLength(preferences)
    let directions = preferences.map { $0 / scale }
    let excess = zip(step.losses, reference.numbers(for: step)).map { $0 - $1 }
    let along = zip(excess, directions).reduce(0) { $0 + $1.0 * $1.1 }
    let aside = zip(excess, directions).map { $0 - along * $1 }
    let distance = vectorLength(aside)
    // What rounding leaves of nothing has no direction of its own.
    guard distance > 1e-12 * vectorLength(excess) else { return LossWeights(directions) }
    return LossWeights(zip(directions, aside).map { $0 + theta * $1 / distance })
  }
}
