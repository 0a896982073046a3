public import TandemCatalog

/// Dynamic Weight Average: the slower a task's loss falls, the more it weighs.
///
/// `wₖ = K · softmax(rₖ / T)`, `rₖ = Lₖ(e−1) / Lₖ(e−2)` over epoch means; all ones before epoch 3.
/// Source: Liu, Johns, Davison, CVPR 2019. Differs: a loss that was 0, or that a whole epoch gave no
/// figure for, counts as unchanged. FAMO's repository takes windows of 25 steps for epochs.
public struct DynamicWeightAverage: Weighting {
  public static let descriptor = MethodDescriptor(
    "dwa", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "the slower a loss falls, the more it weighs",
    formula: "wₖ = K · softmax(rₖ / T),  rₖ = Lₖ(e−1) / Lₖ(e−2)",
    source: "Liu, Johns, Davison, CVPR 2019", paper: "1803.10704",
    differs: "a loss that was 0 counts as unchanged",
    details: ["L(e) is the mean training loss of epoch e; the weights are 1 before epoch 3."],
    examples: ["dwa()", "dwa(temperature: 0.5)"],
    [.number("temperature", default: 2, above: 0, "large evens the weights out")])

  public var temperature: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    temperature = arguments["temperature"]
    self.arguments = arguments
  }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    let ratios = step.epochLosses.map { losses in
      guard losses.count >= 2 else { return 1.0 }
      let ratio = losses[losses.count - 1] / losses[losses.count - 2]
      return ratio.isFinite ? ratio : 1
    }
    // Less the largest before the division: a tiny temperature would make infinities of all of them.
    let largest = ratios.max() ?? 1
    let weights = normalizedExponentials(ratios.map { ($0 - largest) / temperature })
    return LossWeights(weights.map { $0 * Double(step.taskCount) })
  }
}
