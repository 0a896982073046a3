public import TandemCatalog

/// COSMOS: a weighted sum of the losses, less the cosine of their angle to the preference.
///
/// `Σ rₖ Lₖ − λ cos(r, L)`, so `wₖ = rₖ − λ (rₖ / (|r| |L|) − (r·L) Lₖ / (|r| |L|³))`. The cosine draws the
/// losses' proportions to those of r; a weight can be negative: that task's loss is raised for it.
/// Source: Ruchte & Grabocka, ICDM 2021; λ = 2 is what the authors take for pairs of digits or garments. Differs: a
/// network that takes r as an input, which the paper
/// trains for all preferences at once, is no matter of a weighting; where all losses are 0 there is no
/// angle, and the weights are r.
public struct CosmosScalarization: Weighting {
  public static let descriptor = MethodDescriptor(
    "cosmos", gives: .weighting, needs: .losses, guarantees: .permutationEquivariance,
    "a weighted sum that also draws the losses' proportions to the preference",
    formula: "Σ rₖ Lₖ − λ (r·L) / (|r| |L|)",
    source: "Ruchte & Grabocka, ICDM 2021", paper: "2103.13392",
    differs: "for one preference a run, where the paper feeds it to the network as well",
    cost: "K products",
    details: [
      "r is the preference as it is written, 1 / K each by default. The authors' λ goes from 0.01 to 8, "
        + "by data set: 2 for pairs of digits. With 0 it is the weighted sum.",
      "A weight can be negative: the loss of a task that is too far ahead is then raised.",
    ],
    examples: ["cosmos()", "cosmos(lambda: 0.5, preference: [digit: 0.7, ink: 0.3])"],
    [.number("lambda", default: 2, atLeast: 0, "how much the angle counts"), .preference])

  public var lambda: Double
  private let preference: Preference
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    lambda = arguments["lambda"]
    preference = Preference(arguments[value: "preference"])
    self.arguments = arguments
  }

  public var namedTasks: [String] { preference.namedTasks }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights
  {
    let preferences = try preference.numbers(for: step)
    let size = vectorLength(step.losses)
    // As shares of |L| and |r|, so that no square overflows or vanishes.
    guard size >= smallestLoss else {
      for task in step.tasks { context.note(.nonpositiveLoss(task: task), .tookNearest) }
      return LossWeights(preferences)
    }
    let scale = vectorLength(preferences)
    let losses = step.losses.map { $0 / size }
    let directions = preferences.map { $0 / scale }
    let cosine = zip(losses, directions).reduce(0) { $0 + $1.0 * $1.1 }
    return LossWeights(
      preferences.indices.map { place in
        preferences[place] - lambda * (directions[place] - cosine * losses[place]) / size
      })
  }
}
