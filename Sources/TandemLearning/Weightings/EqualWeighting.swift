public import TandemCatalog

/// Equal weights: the losses are added up as they are, `wₖ = 1`.
///
/// The baseline that every other weighting is measured by; the literature also calls it linear
/// scalarization with unit weights. A task's own `weight:` still counts.
/// Differs: LibMTL's text says 1/K and its code sums, as ours does; TorchJD's `Mean` divides by K.
public struct EqualWeighting: Weighting {
  public static let descriptor = MethodDescriptor(
    "equal", gives: .weighting,
    guarantees: [.permutationEquivariance, .nonnegativeWeights], "every task's loss counts alike",
    formula: "wₖ = 1",
    differs: "the losses are summed, not averaged: TorchJD's Mean divides by the number of tasks",
    details: [
      "The baseline that every other weighting is measured by. Losses of unlike size make unlike "
        + "steps: the largest leads."
    ],
    examples: ["equal()"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    LossWeights(step.ones)
  }
}
