public import TandemCatalog

import Glibc

/// LBTW, loss-balanced task weighting: what is left of a task's loss within an epoch is its weight.
///
/// `wₖ = K · (Lₖ / Lₖ¹)^α / Σⱼ (Lⱼ / Lⱼ¹)^α`, where `Lₖ¹` is the loss of the epoch's first batch: a task that has
/// fallen far already gives way to the others. With α = 0 the weights are equal.
/// Source: Liu, Liang, Gitter, AAAI 2019; that weights add up to K and α = 0.5 are from the authors' code. Differs: a first loss of 0 counts as unchanged; a loss of the
/// other sign than the first counts as 0, and is noted.
public struct LossBalancedTaskWeighting: Weighting {
  public static let descriptor = MethodDescriptor(
    "lbtw", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "the further a loss has fallen in this epoch, the less it weighs",
    formula: "wₖ = K · (Lₖ / Lₖ¹)^α / Σⱼ (Lⱼ / Lⱼ¹)^α",
    source: "Liu, Liang, Gitter, AAAI 2019",
    differs: "a first loss of 0 counts as unchanged", cost: "K powers",
    details: ["L¹ is the loss of the epoch's first batch, in which all tasks weigh 1."],
    examples: ["lbtw()", "lbtw(alpha: 0.1)"],
    [.number("alpha", default: 0.5, atLeast: 0, "0 for equal weights, 1 for what is left")])

  public var alpha: Double
  public var memory = MethodMemory()
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    alpha = arguments["alpha"]
    self.arguments = arguments
  }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    var firsts = memory.vector("first", count: step.runTaskCount, initially: 0)
    var epochs = memory.vector("epoch", count: step.runTaskCount, initially: 0)
    let powers = step.indices.enumerated().map { place, index in
      if epochs[index] != Double(step.epoch) {
        (firsts[index], epochs[index]) = (step.losses[place], Double(step.epoch))
      }
      let ratio = step.losses[place] / firsts[index]
      guard ratio.isFinite else { return 1.0 }
      if ratio < 0 { context.note(.nonpositiveLoss(task: step.tasks[place]), .tookNearest) }
      return pow(max(ratio, 0), alpha)
    }
    memory.vectors["first"] = firsts
    memory.vectors["epoch"] = epochs
    // Over the largest first: a sum of huge powers would not be finite.
    guard let largest = powers.max(), largest > 0 else { return LossWeights(step.ones) }
    let shares = powers.map {
      min($0, .greatestFiniteMagnitude) / min(largest, .greatestFiniteMagnitude)
    }
    let scale = Double(step.taskCount) / shares.reduce(0, +)
    return LossWeights(shares.map { $0 * scale })
  }
}
