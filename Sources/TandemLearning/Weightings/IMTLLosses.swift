public import TandemCatalog

/// IMTL-L, impartial loss balance: each task learns a scale that brings its loss to 1.
///
/// Each task has a learned `sₖ`, and the run makes `Σₖ e^(sₖ) Lₖ − sₖ` small: `wₖ = e^(sₖ)`, and
/// `∂/∂sₖ = wₖ Lₖ − 1`, so at rest each weighted loss is 1, with no bias towards a kind of task. The run's
/// optimizer and schedule train `s` along with the network.
/// Source: Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang, ICLR 2021. Differs: s is held at most 80, where
/// the paper's weight would leave Float32; a loss below 0 has no such scale: its `s` is kept, and noted.
public struct IMTLLosses: Weighting {
  public static let descriptor = MethodDescriptor(
    "imtl_l", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "each task learns the scale that brings its loss to 1",
    formula: "Σₖ e^(sₖ) Lₖ − sₖ,  wₖ = e^(sₖ)",
    source: "Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang, ICLR 2021",
    differs: "a loss below 0 has no such scale: its s is kept, and the cell says so",
    cost: "K exponentials",
    details: [
      "s is learned by the run's optimizer along with the network. Where all is at rest, each "
        + "weighted loss is 1: w = 1 / L."
    ],
    examples: ["imtl_l()", "imtl_l() + pcgrad()"],
    [.number("initial", default: 0, atLeast: -20, atMost: 20, "s at the first step")])

  /// The scales' logarithms before the first step.
  public var initial: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    initial = arguments["initial"]
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
      let scale = index < step.learned.count ? step.learned[index] : initial
      let weight = exponential(min(scale, 80))
      weights.append(weight)
      if step.losses[position] >= 0 {
        gradient[index] = weight * step.losses[position] - 1
      } else {
        context.note(.nonpositiveLoss(task: step.tasks[position]), .keptWeights)
      }
    }
    return LossWeights(weights, parameterGradient: gradient)
  }
}
