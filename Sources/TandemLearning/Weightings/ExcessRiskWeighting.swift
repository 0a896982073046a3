public import TandemCatalog

/// ExcessMTL: the further a task is from its own optimum, the more it weighs; noise does not count.
///
/// A task's excess risk is read from its gradient, `Eₖ = gₖᵀ Hₖ⁻¹ gₖ` with AdaGrad's diagonal
/// `Hₖ = √(Σ gₖ² + 1e-7)` over the steps so far. In the first `warmup` steps the weights are 1, and the mean
/// of their E is the baseline E⁰; then, in every step, `w ← w · exp(rate E / (E⁰ + damping))`, scaled to add
/// up to K. The step takes the new weights. With `warmup: 0` the first step takes E as it is, and it
/// becomes the baseline.
/// Source: He, Zhou, Zhang, Yun, Xu, Zeng, Chilimbi, Zhao, ICML 2024. Differs: TorchJD's weights add up to
/// 1, its damping is 1e-7 and its rate 1; the paper's baseline is of 3 epochs, the official code's of the
/// first step, as ours by default. A task whose baseline is 0 is not moved, and noted.
public struct ExcessRiskWeighting: Weighting {
  public static let descriptor = MethodDescriptor(
    "excess_mtl", gives: .weighting, needs: [.losses, .jacobian],
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "the further a task is from its own optimum, the more it weighs",
    formula: "wₖ ∝ wₖ exp(η Eₖ / Eₖ⁰),  Eₖ = gₖᵀ Hₖ⁻¹ gₖ,  Hₖ = √(Σ gₖ²)",
    source: "He, Zhou, Zhang, Yun, Xu, Zeng, Chilimbi, Zhao, ICML 2024", paper: "2402.02009",
    differs: "weights add up to K and rate is 0.01 as in LibMTL, in TorchJD 1 and 1",
    cost: "K P for the gradients, and K P numbers of memory",
    details: [
      "The sum of squared gradients is over the steps so far, and E⁰ the mean of E over the warm-up.",
      "A task with noisy labels keeps a large loss, but its excess risk falls: it does not come to "
        + "lead. The weights of the first steps are 1.",
      "The paper takes the baseline from three epochs: warmup: 3 times the steps of an epoch.",
    ],
    examples: ["excess_mtl()", "excess_mtl(rate: 1, warmup: 100)"],
    [
      .number("rate", default: 0.01, above: 0, "η, how fast the weights move"),
      .whole("warmup", default: 1, atLeast: 0, "steps with equal weights that make the baseline"),
      .number("damping", default: 0, atLeast: 0, "what is added to the baseline"),
    ])

  public var rate: Double
  public var warmup: Int
  public var damping: Double
  public var memory = MethodMemory()
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    rate = arguments["rate"]
    warmup = arguments["warmup"]
    damping = arguments["damping"]
    self.arguments = arguments
  }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    let risks = excessRisks(step)
    let count = step.runTaskCount
    var logs = memory.vector("log_weights", count: count, initially: 0)
    var steps = memory.vector("steps", count: count, initially: 0)
    var baselines = memory.vector("baselines", count: count, initially: 0)
    for (place, index) in step.indices.enumerated() {
      steps[index] += 1
      if steps[index] <= Double(warmup) {
        baselines[index] += risks[place] / Double(warmup)
        continue
      }
      let isFirst = warmup == 0 && steps[index] == 1
      if isFirst { baselines[index] = risks[place] }
      let baseline = isFirst ? 1 : baselines[index] + damping
      guard baseline > 0 else {
        context.note(.zeroGradient(task: step.tasks[place]), .keptWeights)
        continue
      }
      // A logarithm past these bounds means all of the weight or none, and it has to stay finite.
      logs[index] = min(max(logs[index] + rate * risks[place] / baseline, -1e300), 1e300)
    }
    let size = logSumExp(logs)
    memory.vectors["log_weights"] = logs.map { $0 - size }
    memory.vectors["steps"] = steps
    memory.vectors["baselines"] = baselines
    let shares = normalizedExponentials(step.indices.map { logs[$0] })
    return LossWeights(shares.map { $0 * Double(step.taskCount) })
  }

  /// `gₖᵀ Hₖ⁻¹ gₖ`; adds the squared gradients to what H is made of.
  private mutating func excessRisks(_ step: StepSignals) -> [Double] {
    let width = step.taskCount == 0 ? 0 : step.jacobian.count / step.taskCount
    let count = step.runTaskCount * width
    // Taken out, so that it is changed in place.
    var squares = memory.vectors.removeValue(forKey: "squares") ?? []
    if squares.count != count {
      // Another shape, or none: what else is remembered was measured by the old one.
      memory = MethodMemory()
      squares = Array(repeating: 0, count: count)
    }
    let risks = step.indices.enumerated().map { place, index in
      var risk = 0.0
      for column in 0..<width {
        let gradient = step.jacobian[place * width + column]
        squares[index * width + column] += gradient * gradient
        risk += gradient * gradient / (squares[index * width + column] + 1e-7).squareRoot()
      }
      return risk
    }
    memory.vectors["squares"] = squares
    return risks
  }
}
