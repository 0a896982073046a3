public import TandemCatalog

/// The sum of the losses' logarithms: what counts is by which share a loss falls.
///
/// `Σ log Lₖ`, so `wₖ = 1 / Lₖ`. Multiplying a loss by a constant changes nothing; the same as the
/// logarithm of the losses' product, and K times that of `gls`.
/// Source: the baseline SI of Navon et al., ICML 2022. Differs: a task with a loss of 0 or below is left
/// out and noted, where the code gives infinity or NaN; a loss below 1e-30 counts as 1e-30.
public struct ScaleInvariantLosses: Weighting {
  public static let descriptor = MethodDescriptor(
    "si", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "sums the losses' logarithms: a loss counts by the share it falls",
    formula: "Σₖ log Lₖ,  wₖ = 1 / Lₖ",
    source: "scale-invariant baseline of Navon et al., ICML 2022", paper: "2202.01017",
    differs: "a task with a loss of 0 or below is left out, and the cell says so",
    cost: "K divisions",
    details: [
      "Losses of unlike size count alike, whatever their units. As a loss goes to 0 its weight grows "
        + "above any bound, so lower the learning rate where losses can vanish."
    ],
    examples: ["si()", "si() + mgda()"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    LossWeights(step.positive(step.losses, in: &context).map { loss in loss.map { 1 / $0 } ?? 0 })
  }
}
