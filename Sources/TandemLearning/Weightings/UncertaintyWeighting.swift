public import TandemCatalog

/// Weighting by homoscedastic uncertainty: each task learns how noisy it is and weighs accordingly.
///
/// Each task has a learned `sₖ = log σₖ²`, and the run makes `Σₖ aₖ e^(−sₖ) Lₖ + ½ sₖ` small, where `aₖ`
/// is ½ for a regression (a Gaussian of variance σ²) and 1 for a classification (a softmax or sigmoid at
/// temperature σ²). So `wₖ = aₖ e^(−sₖ)`, and `∂/∂sₖ = ½ − wₖ Lₖ`: at rest each weighted loss is ½. The run's
/// optimizer and schedule train `s` along with the network; the weights may grow above any bound as a
/// loss goes to 0, which is why the printed objective of other libraries can be negative.
/// `revised: true` puts `log(1 + σₖ²)` for `½ sₖ`, which is never below 0: `∂/∂sₖ = σₖ² / (1 + σₖ²) − wₖ Lₖ`.
/// Source: Kendall, Gal, Cipolla, CVPR 2018; revised: Liebel & Körner, 2018 (arXiv 1805.06334). Differs:
/// LibMTL, TorchJD and nash-mtl take a = ½ for every task (`form: regression`), and so do Liebel & Körner,
/// who learn σ itself; LibMTL starts s at −0.5; −s is held at most 80, where the paper's weight would leave
/// Float32; the s of a loss below 0 is kept, and noted.
public struct UncertaintyWeighting: Weighting {
  public static let descriptor = MethodDescriptor(
    "uncertainty", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "each task learns its noise: the noisier, the less it weighs",
    formula: "Σₖ aₖ e^(−sₖ) Lₖ + ½ sₖ,  wₖ = aₖ e^(−sₖ),  a = ½ (regression) or 1 (classification)",
    source: "Kendall, Gal, Cipolla, CVPR 2018", paper: "1705.07115",
    differs: "LibMTL, TorchJD and nash-mtl take ½ for every task: form: regression; LibMTL starts "
      + "s at −0.5",
    cost: "K exponentials",
    details: [
      "s is learned by the run's optimizer along with the network. Where all is at rest, each "
        + "weighted loss is ½: w = 1 / (2 L).",
      "revised: true takes log(1 + σ²) for ½ s, as Liebel & Körner (2018, arXiv 1805.06334): then the "
        + "objective is never below 0. Their a is ½ for every task: form: regression.",
    ],
    examples: ["uncertainty()", "uncertainty(initial: -0.5, form: regression)"],
    [
      .number("initial", default: 0, atLeast: -20, atMost: 20, "s = log σ² at the first step"),
      .word(
        "form", ["task", "regression", "classification"], default: "task",
        "a by the kind of each task, as in the paper, or one for all"),
      .truth("revised", default: false, "whether log(1 + σ²) stands for ½ s"),
    ])

  /// `log σ²` of every task before the first step.
  public var initial: Double
  public var form: String
  /// Whether `log(1 + σ²)` stands for `½ s`.
  public var isRevised: Bool
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    initial = arguments["initial"]
    form = arguments["form"]
    isRevised = arguments["revised"]
    self.arguments = arguments
  }

  public func initialParameters(taskCount: Int) -> [Double] {
    Array(repeating: initial, count: taskCount)
  }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    var weights: [Double] = []
    var gradient = Array(repeating: 0.0, count: step.runTaskCount)
    for (position, index) in step.indices.enumerated() {
      let logVariance = index < step.learned.count ? step.learned[index] : initial
      let weight = factor(for: step.forms[position]) * exponential(min(-logVariance, 80))
      weights.append(weight)
      // Below 0 the objective falls without end: no noise explains such a loss.
      guard step.losses[position] >= 0 else {
        context.note(.nonpositiveLoss(task: step.tasks[position]), .keptWeights)
        continue
      }
      // σ² / (1 + σ²), from e^(−s): finite for every s.
      let slope = isRevised ? 1 / (1 + exponential(-logVariance)) : 0.5
      gradient[index] = slope - weight * step.losses[position]
    }
    return LossWeights(weights, parameterGradient: gradient)
  }

  private func factor(for output: Predictions.Form) -> Double {
    switch form {
    case "regression": 0.5
    case "classification": 1
    default: output == .numbers ? 0.5 : 1
    }
  }
}
