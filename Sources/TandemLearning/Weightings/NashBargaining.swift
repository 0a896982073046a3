public import TandemCatalog

/// Nash-MTL: the tasks bargain for the direction, and agree on Nash's solution.
///
/// `d = Σ aₖ gₖ` makes `Σ log ⟨gₖ, d⟩` largest in a ball: `M a = 1/a`, a > 0, M the Gramian. It does not depend on the
/// gradients' sizes, every loss falls (`⟨gₖ, d⟩ = 1 / aₖ`), and `|d| = √K`, clipped to `max_norm`. With an interval of n,
/// the weights are found anew at every n-th step.
/// Source: Navon, Shamsian, Achituve, Maron, Kawaguchi, Chechik, Fetaya, ICML 2022. Differs: solved to rounding error
/// by Newton's method (`FairSystem`); the codes' convex-concave procedure (20 rounds of ECOS) is off by up to 700 % for
/// gradients of unlike size, and silently gives ones where its solver fails. A gradient of 0 is left out, and
/// at a Pareto-stationary point the shared part rests; a note says so. The codes weigh the losses of the heads by
/// a too, here each head follows its own.
public struct NashBargaining: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "nash_mtl", gives: .weighting, needs: .gramian,
    guarantees: [.commonDescent, .scaleInvariance, .permutationEquivariance, .nonnegativeWeights],
    "tasks bargain for the direction: every loss falls, whatever its scale",
    formula: "d = Σ aₖ gₖ,  M a = 1/a,  a > 0,  M = J Jᵀ,  |d| ≤ max_norm",
    source: "Navon, Shamsian, Achituve, Maron, Kawaguchi, Chechik, Fetaya, ICML 2022",
    paper: "2202.01017",
    differs:
      "solved to rounding error; the codes' loop fails in silence for gradients of unlike size, and "
      + "they weigh the heads' losses too",
    cost: "K² P for the gradients' inner products, and some 10 K³ at every interval-th step",
    details: [
      "|d| is √K before it is clipped: the steps do not get shorter near a Pareto-stationary point.",
      "With an interval above 1 what is guaranteed holds in the steps that bargain; between them the "
        + "weights are those of older gradients.",
    ],
    examples: ["nash_mtl()", "nash_mtl(interval: 10)", "nash_mtl(max_norm: 0)"],
    [
      .whole("interval", default: 1, atLeast: 1, "steps from one bargain to the next"),
      .number("max_norm", default: 1, atLeast: 0, "the longest d; 0 for no bound"),
      .gradientSite,
    ])

  public var interval: Int
  public var maximumNorm: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?
  /// Steps since the last bargain, and its weights in the run's task order, 0 for a task that was not there.
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) {
    interval = arguments["interval"]
    maximumNorm = arguments["max_norm"]
    self.arguments = arguments
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    return .weights(gradients.inOrder { weights(for: $0, &context) })
  }

  private mutating func weights(for gradients: TaskGradients, _ context: inout MethodContext)
    -> [Double]
  {
    let kept = remembered(gradients.signals)
    let weights = kept ?? bargain(gradients, &context)
    guard maximumNorm > 0 else { return weights }
    // Of a bargain aᵀ M a = aᵀ (1/a); near a stationary point inner products no longer tell how long d is.
    var length = Double(weights.count { $0 > 0 }).squareRoot()
    if kept != nil {
      let rows = UnitRows(gramian: gradients.gramian, count: gradients.taskCount)
      length = rows.length(of: zip(weights, rows.lengths).map { $0 * $1 })
    }
    let factor = length > maximumNorm ? maximumNorm / length : 1
    return weights.map { $0 * factor }
  }

  private mutating func bargain(_ gradients: TaskGradients, _ context: inout MethodContext)
    -> [Double]
  {
    let weights = FairGradients.weights(for: gradients, alpha: 1, in: &context)
    guard interval > 1 else { return weights }
    var kept = Array(repeating: 0.0, count: gradients.signals.runTaskCount)
    for (index, weight) in zip(gradients.signals.indices, weights) { kept[index] = weight }
    memory.vectors = ["weights": kept, "age": [1]]
    return weights
  }

  /// The last bargain's weights, where it is recent enough and all tasks took part in it.
  private mutating func remembered(_ signals: StepSignals) -> [Double]? {
    guard interval > 1, let kept = memory.vectors["weights"],
      let age = memory.vectors["age"]?.first,
      kept.count == signals.runTaskCount, age < Double(interval)
    else { return nil }
    let weights = signals.indices.map { kept[$0] }
    guard weights.allSatisfy({ $0 > 0 }) else { return nil }
    memory.vectors["age"] = [age + 1]
    return weights
  }
}
