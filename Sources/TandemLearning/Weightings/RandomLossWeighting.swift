public import TandemCatalog
import TandemTensors

import Glibc

/// Random Loss Weighting: other weights at every step, drawn at random.
///
/// `wₖ = K · softmax(z)ₖ` with `z ~ N(0, I)` anew each step, or z uniform in 0 … 1; `dirichlet`: K times a
/// point of the simplex, all alike likely; `bernoulli`: each task takes part or not by a fair coin, thrown
/// again if none does, with weights K / how many; `constrained`: one task alone, with weight K. It costs
/// nothing, and a method that cannot beat it has not shown that its weights matter.
/// Source: Lin, Ye, Zhang, Tsang, TMLR 2022. Differs: K times the paper's weights, which add up to 1, so
/// that they are 1 on average and a step is as long as with equal weights. LibMTL's first version took a
/// softmax of the Dirichlet draw once more, and did not scale the Bernoulli weights.
public struct RandomLossWeighting: Weighting {
  public static let descriptor = MethodDescriptor(
    "rlw", gives: .weighting, guarantees: .nonnegativeWeights, "new random weights at every step",
    formula: "wₖ = K · softmax(z)ₖ,  z ~ N(0, I)",
    source: "Lin, Ye, Zhang, Tsang, TMLR 2022", paper: "2111.10603",
    differs: "K times the paper's weights: 1 on average, as with equal weights",
    cost: "K random numbers",
    details: ["A baseline: what cannot beat random weights has not shown that its weights matter."],
    examples: ["rlw()", "rlw(distribution: dirichlet)"],
    [
      .word(
        "distribution", Distribution.allCases.map(\.rawValue), default: "normal",
        "what the weights are drawn from")
    ])

  /// What weights are drawn from; the raw values are the language's words.
  public enum Distribution: String, CaseIterable, Sendable {
    case normal, uniform, dirichlet, bernoulli, constrained
  }

  public var distribution: Distribution
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    distribution = Distribution(rawValue: arguments["distribution"]) ?? .normal
    self.arguments = arguments
  }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    switch distribution {
    case .normal: LossWeights(Self.weights(from: step.tasks.map { _ in normal(in: &context) }))
    case .uniform: LossWeights(Self.weights(from: step.tasks.map { _ in uniform(in: &context) }))
    case .dirichlet:
      // Exponential draws over their sum are uniform on the simplex.
      scaled(step.tasks.map { _ in -log(1 - uniform(in: &context)) })
    case .bernoulli: scaled(coins(step.taskCount, in: &context))
    case .constrained:
      scaled(lone(Int(uniform(in: &context) * Double(step.taskCount)), of: step.taskCount))
    }
  }

  /// The weights for given draws from N(0, 1).
  static func weights(from normals: [Double]) -> [Double] {
    normalizedExponentials(normals).map { $0 * Double(normals.count) }
  }

  private func scaled(_ draws: [Double]) -> LossWeights {
    let sum = draws.reduce(0, +)
    return LossWeights(draws.map { sum > 0 ? $0 / sum * Double(draws.count) : 1 })
  }

  /// Zeros and ones by a fair coin each, not all 0.
  private func coins(_ count: Int, in context: inout MethodContext) -> [Double] {
    var coins: [Double] = []
    repeat {
      coins = (0..<count).map { _ in context.generator.next() >> 63 == 0 ? 0 : 1 }
    } while count > 0 && !coins.contains(1)
    return coins
  }

  private func lone(_ place: Int, of count: Int) -> [Double] {
    (0..<count).map { $0 == place ? 1 : 0 }
  }

  /// A draw from N(0, 1) by the Box–Muller transform; two numbers of the source each, so that the
  /// next step's draws do not depend on how many tasks this one had.
  private func normal(in context: inout MethodContext) -> Double {
    // 1 − u is in (0, 1]: its logarithm is finite.
    let radius = (-2 * log(1 - uniform(in: &context))).squareRoot()
    return radius * cos(2 * .pi * uniform(in: &context))
  }

  private func uniform(in context: inout MethodContext) -> Double {
    context.generator.nextFraction()
  }
}

extension Generator {
  /// A number from [0, 1) with 53 bits.
  mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
