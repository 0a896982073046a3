public import TandemCatalog
import TandemTensors

import Glibc

/// Random Loss Weighting: other weights at every step, drawn at random.
///
/// `wₖ = K · softmax(z)ₖ`, `z ~ N(0, I)` anew each step. It costs nothing, and a method that cannot beat it
/// has not shown that its weights matter.
/// Source: Lin, Ye, Zhang, Tsang, TMLR 2022. Differs: K times the paper's weights, which add up to 1, so
/// that they are 1 on average and a step is as long as with equal weights.
public struct RandomLossWeighting: Weighting {
  public static let descriptor = MethodDescriptor(
    "rlw", gives: .weighting, guarantees: .nonnegativeWeights, "new random weights at every step",
    formula: "wₖ = K · softmax(z)ₖ,  z ~ N(0, I)",
    source: "Lin, Ye, Zhang, Tsang, TMLR 2022", paper: "2111.10603",
    differs: "K times the paper's weights: 1 on average, as with equal weights",
    details: ["A baseline: what cannot beat random weights has not shown that its weights matter."],
    examples: ["rlw()"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    LossWeights(Self.weights(from: step.tasks.map { _ in Self.normal(using: &context.generator) }))
  }

  /// The weights for given draws from N(0, 1).
  static func weights(from normals: [Double]) -> [Double] {
    normalizedExponentials(normals).map { $0 * Double(normals.count) }
  }

  /// A draw from N(0, 1) by the Box–Muller transform; two numbers of the source each, so that the
  /// next step's draws do not depend on how many tasks this one had.
  private static func normal(using generator: inout Generator) -> Double {
    // 1 − u is in (0, 1]: its logarithm is finite.
    let radius = (-2 * log(1 - Double(generator.next() >> 11) * 0x1p-53)).squareRoot()
    return radius * cos(2 * .pi * Double(generator.next() >> 11) * 0x1p-53)
  }
}
