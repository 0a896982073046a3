public import TandemCatalog

import Glibc

/// GradNorm: weights that bring the tasks' gradients to one norm, larger for tasks that lag behind.
///
/// With `Gₖ = wₖ |gₖ|` and the relative training rates `rₖ = (Lₖ / Lₖ⁰) / mean(L / L⁰)`, the weights make
/// `Σₖ |Gₖ − mean(G) rₖ^α|` small, where `mean(G) rₖ^α` counts as a constant: `∂/∂wₖ = sign(Gₖ − mean(G) rₖ^α) |gₖ|`.
/// `form: weights` is the paper's: after each step `w ← w − rate ∂/∂w`, scaled to add up to K; the step itself
/// takes the weights from before. `form: logits` is LibMTL's: `w = K softmax(v)`, and the run's optimizer
/// learns v.
/// Source: Chen, Badrinarayanan, Lee, Rabinovich, ICML 2018. Differs: a weight is held at 1e-3 at least
/// before it is scaled, where the paper's may become negative; LibMTL has equal weights in the first epoch;
/// an initial loss of 0 counts as unchanged, and a loss below 0 as 0, which is noted.
public struct GradientNormalization: Weighting {
  public static let descriptor = MethodDescriptor(
    "gradnorm", gives: .weighting, needs: [.losses, .gradientNorms],
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "brings the gradients to one norm, larger for tasks that lag",
    formula: "Σₖ |wₖ |gₖ| − mean(w |g|) rₖ^α|,  rₖ = (Lₖ / Lₖ⁰) / mean(L / L⁰)",
    source: "Chen, Badrinarayanan, Lee, Rabinovich, ICML 2018", paper: "1711.02257",
    differs: "LibMTL learns logits with the run's optimizer: form: logits; a weight stays above 0",
    cost: "K P for the gradients' norms, P that of the last shared layer",
    details: [
      "L⁰ is a task's loss in its first step; the weights make this sum small.",
      "α pulls together tasks that learn at unlike speed; 0 gives all gradients one norm.",
      "The weights start at 1 and add up to K. They move by the rate times a gradient's norm: take a "
        + "smaller rate where the norms are far above 1.",
    ],
    examples: ["gradnorm()", "gradnorm(alpha: 0.5, form: logits, at: shared)"],
    [
      .number("alpha", default: 1.5, atLeast: 0, "how strongly lagging tasks are pulled ahead"),
      .number("rate", default: 0.025, above: 0, "the learning rate of the weights"),
      .word(
        "form", ["weights", "logits"], default: "weights",
        "what is learned: the weights, at their rate, or logits, by the run's optimizer"),
      .word(
        "at", [GradientSite.lastLayer.rawValue, GradientSite.shared.rawValue],
        default: GradientSite.lastLayer.rawValue,
        "where gradients are taken: by the last shared layer, or by all shared parameters"),
    ])

  public var alpha: Double
  public var rate: Double
  public var form: String
  public var memory = MethodMemory()
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    alpha = arguments["alpha"]
    rate = arguments["rate"]
    form = arguments["form"]
    self.arguments = arguments
  }

  public func initialParameters(taskCount: Int) -> [Double] {
    form == "logits" ? Array(repeating: 0, count: taskCount) : []
  }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    let count = Double(step.taskCount)
    let powers = trainingRates(step, in: &context).map { pow($0, alpha) }
    guard form == "logits" else {
      var weights = memory.vector("weights", count: step.runTaskCount, initially: 1)
      let current = step.indices.map { weights[$0] }
      let slopes = slopes(step, weights: current, powers: powers)
      for (slope, index) in zip(slopes, step.indices) {
        weights[index] = max(weights[index] - rate * slope, 1e-3)
      }
      let scale = Double(step.runTaskCount) / weights.reduce(0, +)
      memory.vectors["weights"] = weights.map { $0 * scale }
      return LossWeights(current)
    }
    let learned = step.indices.map { $0 < step.learned.count ? step.learned[$0] : 0 }
    let shares = normalizedExponentials(learned)
    let weights = shares.map { $0 * count }
    let slopes = slopes(step, weights: weights, powers: powers)
    let mean = zip(shares, slopes).reduce(0) { $0 + $1.0 * $1.1 }
    var gradient = Array(repeating: 0.0, count: step.runTaskCount)
    for (place, index) in step.indices.enumerated() {
      gradient[index] = weights[place] * (slopes[place] - mean)
    }
    return LossWeights(weights, parameterGradient: gradient)
  }

  /// `sign(Gₖ − mean(G) rₖ^α) |gₖ|`.
  private func slopes(_ step: StepSignals, weights: [Double], powers: [Double]) -> [Double] {
    let norms = step.gradientNorms.count == step.taskCount ? step.gradientNorms : step.ones
    let weighted = zip(weights, norms).map { $0 * $1 }
    let mean = weighted.reduce(0, +) / Double(max(1, weighted.count))
    return weighted.indices.map { place in
      let target = mean * powers[place]
      if weighted[place] == target { return 0 }
      return weighted[place] > target ? norms[place] : -norms[place]
    }
  }

  /// `rₖ`: what is left of each loss, over the mean of what is left.
  private func trainingRates(_ step: StepSignals, in context: inout MethodContext) -> [Double] {
    let ratios = step.losses.indices.map { place in
      let ratio = step.losses[place] / step.initialLosses[place]
      guard ratio.isFinite else { return 1.0 }
      if ratio < 0 { context.note(.nonpositiveLoss(task: step.tasks[place]), .tookNearest) }
      return max(ratio, 0)
    }
    let mean = ratios.reduce(0, +) / Double(max(1, ratios.count))
    return mean > 0 ? ratios.map { $0 / mean } : step.ones
  }
}
