public import TandemCatalog

import Glibc

/// Dynamic Task Prioritization: the worse a task does by its own measure, the more it weighs.
///
/// Each task has a key performance indicator κₖ from 0 to 1, as an accuracy, averaged as
/// `κ̄ₖ ← α κₖ + (1 − α) κ̄ₖ` over what was measured. It weighs by the focal loss of it,
/// `wₖ = −(1 − κ̄ₖ)^γ log κ̄ₖ`: easy tasks weigh little, 0 at κ̄ = 1. `kpi: metric` measures once an epoch on the
/// validation split; the weights are 1 before. A number task has no measure from 0 to 1: κ is
/// `1 − L / L⁰` there, and with `kpi: loss` for every task, in every step.
/// Source: Guo, Haque, Huang, Yeung, Fei-Fei, ECCV 2018. Differs: the paper measures each batch; κ is held within
/// 1e-6 … 1, where −log κ is finite; α and γ are by task there, here one for all, and 0.5 and 1 by our choice.
public struct DynamicTaskPrioritization: Weighting {
  public static let descriptor = MethodDescriptor(
    "dtp", gives: .weighting, needs: [.losses, .validation],
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "the worse a task does by its own measure, the more it weighs",
    formula: "wₖ = −(1 − κ̄ₖ)^γ log κ̄ₖ,  κ̄ₖ ← α κₖ + (1 − α) κ̄ₖ",
    source: "Guo, Haque, Huang, Yeung, Fei-Fei, ECCV 2018",
    differs:
      "measured on the validation split after each epoch, where the paper measures batches; alpha and "
      + "gamma are by task there, here one for all, and their defaults ours",
    cost: "K logarithms",
    details: [
      "κ is the first metric of a class or label task, which has to lie from 0 to 1 and grow as the "
        + "task gets better, as accuracy and f1 do. For a task of numbers it is 1 less the loss over "
        + "the initial loss.",
      "The weights are not scaled: all fall as the tasks get better, unless normalize: true.",
    ],
    examples: ["dtp()", "dtp(gamma: 2, kpi: loss, alpha: 0.1)"],
    [
      .number("gamma", default: 1, atLeast: 0, "how much easy tasks are set back"),
      .number("alpha", default: 0.5, above: 0, atMost: 1, "how much the newest measure counts"),
      .word(
        "kpi", ["metric", "loss"], default: "metric",
        "what measures a task: its first metric each epoch, or its loss each step"),
      .truth(
        "normalize", default: false,
        "whether the weights are scaled to add up to the number of tasks"),
    ])

  public var gamma: Double
  public var alpha: Double
  public var kpi: String
  public var normalizes: Bool
  public var memory = MethodMemory()
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    gamma = arguments["gamma"]
    alpha = arguments["alpha"]
    kpi = arguments["kpi"]
    normalizes = arguments["normalize"]
    self.arguments = arguments
  }

  public var needs: SignalNeeds { kpi == "loss" ? .losses : Self.descriptor.needs }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    // No measure yet is −1: a file cannot hold NaN.
    var averages = memory.vector("kpi", count: step.runTaskCount, initially: -1)
    var epochs = memory.vector("epoch", count: step.runTaskCount, initially: 1)
    for (place, index) in step.indices.enumerated() {
      let isNew = kpi == "loss" || epochs[index] < Double(step.epoch)
      epochs[index] = Double(step.epoch)
      guard isNew else { continue }
      let measure = measure(step, place)
      let average = averages[index]
      averages[index] = average < 0 ? measure : average + alpha * (measure - average)
    }
    memory.vectors["kpi"] = averages
    memory.vectors["epoch"] = epochs
    let weights = step.indices.map { index in
      averages[index] < 0 ? 1 : -pow(1 - averages[index], gamma) * logarithm(averages[index])
    }
    return LossWeights(normalizes ? scaled(weights) : weights)
  }

  /// κ of a task, within 1e-6 … 1.
  private func measure(_ step: StepSignals, _ place: Int) -> Double {
    let figure =
      if kpi == "metric", step.forms[place] != .numbers {
        step.metrics[place]
      } else {
        1 - (kpi == "loss" ? step.losses : step.validationLosses)[place]
          / step.initialLosses[place]
      }
    return figure.isNaN ? 1 : min(max(figure, 1e-6), 1)
  }

  private func scaled(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    return weights.map { sum > 0 ? $0 / sum * Double(weights.count) : 1 }
  }
}
