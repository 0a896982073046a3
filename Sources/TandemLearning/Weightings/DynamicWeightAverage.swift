public import TandemCatalog

/// Dynamic Weight Average: the slower a task's loss falls, the more it weighs.
///
/// `wₖ = K · softmax(rₖ / T)`, `rₖ = Lₖ(e−1) / Lₖ(e−2)` over epoch means; all ones before epoch 3.
/// With `window: n`, n steps stand for an epoch: r is the mean loss of the n steps before this one over that of
/// the n before them, and the weights are 1 in the first 2n steps.
/// Source: Liu, Johns, Davison, CVPR 2019. Differs: a loss that was 0, or that a whole epoch gave no
/// figure for, counts as unchanged. nash-mtl and FAMO have windows of 25 steps, this step in the newer, and
/// begin after n steps, with ones for the losses before the first.
public struct DynamicWeightAverage: Weighting {
  public static let descriptor = MethodDescriptor(
    "dwa", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "the slower a loss falls, the more it weighs",
    formula: "wₖ = K · softmax(rₖ / T),  rₖ = Lₖ(e−1) / Lₖ(e−2)",
    source: "Liu, Johns, Davison, CVPR 2019", paper: "1803.10704",
    differs: "a loss that was 0 counts as unchanged",
    cost: "K exponentials, and 2 n K numbers of memory with a window",
    details: ["L(e) is the mean training loss of epoch e; the weights are 1 before epoch 3."],
    examples: ["dwa()", "dwa(temperature: 0.5)", "dwa(window: 25)"],
    [
      .number("temperature", default: 2, above: 0, "large evens the weights out"),
      .optional(
        "window", .number(NumberRange(lower: 1, upper: 10_000, isWhole: true)),
        "how many steps stand for an epoch"),
    ])

  public var temperature: Double
  /// How many steps stand for an epoch, if not an epoch.
  public var window: Int?
  public var memory = MethodMemory()
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    temperature = arguments["temperature"]
    window = arguments["window"]
    self.arguments = arguments
  }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    let ratios = window.map { windowRatios(step, window: $0) } ?? epochRatios(step)
    // Less the largest before the division: a tiny temperature would make infinities of all of them.
    let largest = ratios.max() ?? 1
    let weights = normalizedExponentials(ratios.map { ($0 - largest) / temperature })
    return LossWeights(weights.map { $0 * Double(step.taskCount) })
  }
  private func epochRatios(_ step: StepSignals) -> [Double] {
    step.epochLosses.map { losses in
      guard losses.count >= 2 else { return 1.0 }
      let ratio = losses[losses.count - 1] / losses[losses.count - 2]
      return ratio.isFinite ? ratio : 1
    }
  }

  /// The ratios of the last two windows before this step, whose losses it remembers for the next.
  private mutating func windowRatios(_ step: StepSignals, window: Int) -> [Double] {
    let length = 2 * window
    var counts = memory.vector("counts", count: step.runTaskCount, initially: 0)
    // Taken out, so that it is changed in place.
    var losses = memory.vectors.removeValue(forKey: "losses") ?? []
    if losses.count != length * step.runTaskCount {
      losses = Array(repeating: 0, count: length * step.runTaskCount)
      counts = counts.map { _ in 0 }
    }
    let ratios = step.indices.enumerated().map { place, index in
      // A ring: the oldest loss stands where the newest one goes.
      let known = Int(exactly: counts[index]) ?? 0
      let seen = (0..<2 * length).contains(known) ? known : 0
      let start = index * length
      func mean(_ steps: Range<Int>) -> Double {
        steps.reduce(0) { $0 + losses[start + (seen + $1) % length] } / Double(window)
      }
      let ratio = seen < length ? 1 : mean(window..<length) / mean(0..<window)
      losses[start + seen % length] = step.losses[place]
      // Past the first round only the place in the ring matters.
      counts[index] = Double(seen + 1 < 2 * length ? seen + 1 : length)
      return ratio.isFinite ? ratio : 1
    }
    memory.vectors["losses"] = losses
    memory.vectors["counts"] = counts
    return ratios
  }
}
