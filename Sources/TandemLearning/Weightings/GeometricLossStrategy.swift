public import TandemCatalog

/// Geometric Loss Strategy: the run makes the geometric mean of the losses small.
///
/// `(Πₖ Lₖ)^(1/K)`, so `wₖ = (Πⱼ Lⱼ)^(1/K) / (K Lₖ)`: the weighted losses `wₖ Lₖ` are all alike.
/// Source: Chennupati, Sistu, Yogamani, Rawashdeh, CVPR Workshops 2019. Differs: a task with a loss of 0
/// or below is left out of the mean and noted; LibMTL steps along the right gradient but reports
/// `Lₖ / (K Π Lⱼ)` as weights.
public struct GeometricLossStrategy: Weighting {
  public static let descriptor = MethodDescriptor(
    "gls", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "makes the geometric mean of the losses small",
    formula: "(Πₖ Lₖ)^(1/K),  wₖ = (Πⱼ Lⱼ)^(1/K) / (K Lₖ)",
    source: "Chennupati, Sistu, Yogamani, Rawashdeh, CVPR Workshops 2019", paper: "1904.08492",
    differs: "a task with a loss of 0 or below is left out of the mean, and the cell says so",
    cost: "K logarithms",
    details: [
      "Multiplying one loss by a constant scales the whole step and leaves where it points. The "
        + "steps grow short as the losses fall."
    ],
    examples: ["gls()"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    let losses = step.positive(step.losses, in: &context)
    let logs = losses.map { $0.map(logarithm) }
    let count = Double(max(1, logs.count { $0 != nil }))
    let mean = logs.reduce(0) { $0 + ($1 ?? 0) } / count
    return LossWeights(logs.map { log in log.map { exponential(mean - $0) / count } ?? 0 })
  }
}
