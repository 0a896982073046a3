public import TandemCatalog

/// MOML, multi-objective meta learning: loss weights that a step's validation losses ask for, all of them.
///
/// The losses are weighed by `w = softmax(α)`. After a step `θ′ = θ − η Σ wₖ gₖ`, each validation loss has a gradient
/// by α, `∂Lⱼ(θ′) / ∂αₖ = −η wₖ (⟨∇Lⱼ(θ′), gₖ⟩ − Σᵢ wᵢ ⟨∇Lⱼ(θ′), gᵢ⟩)`; their shortest convex combination (`mgda`) is
/// what Adam moves α by, so that no validation loss is paid for by another. Then the step is made with the new
/// weights, in the shared part and in the tasks' own.
/// Source: Ye, Lin, Yue, Guo, Xiao, Zhang, NeurIPS 2021; the defaults are those of the authors' code. Differs: the
/// combination is exact; LibMTL scales the gradients by α to one length before it. The authors' code takes other
/// training rows for a validation split, and then makes the step with both halves.
public struct MultiObjectiveMetaLearning: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "moml", gives: .weighting, needs: [.probe, .validation],
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "learns loss weights by what a step does to all validation losses",
    formula: "w = softmax(α),  α ← Adam(mgdaⱼ ∂Lⱼ(θ − η Σ wₖ gₖ) / ∂α),  d = Σ wₖ gₖ",
    source: "Ye, Lin, Yue, Guo, Xiao, Zhang, NeurIPS 2021", paper: "2102.07121",
    differs:
      "LibMTL scales the gradients by α to one length before mgda; the authors' code takes other "
      + "training rows for validation rows",
    cost:
      "3 times the tasks' gradients (the batch's by all parameters, and a validation batch's), 2 K² P",
    details: [
      "Lⱼ are validation losses, after a step that is only looked at; mgda takes the shortest combination "
        + "of their slopes, so that none is paid for by another.",
      "The data need validation rows. A task without a label among those of a step has no say in it.",
    ],
    examples: ["moml()", "moml(rate: 0.01)"],
    [
      .number("rate", default: 1e-3, above: 0, "how fast the weights are learned, by Adam"),
      .number("inner_rate", default: 0.1, above: 0, "the rate η of the step that is looked ahead"),
      .sharedSite(
        "by all parameters: a step moves these, not a representation"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext) throws
    -> Combination
  {
    let signals = gradients.signals
    guard signals.runTaskCount > 1 else { return .weights(signals.ones) }
    var logits = memory.vector("logits", count: signals.runTaskCount, initially: 0)
    let weights = normalizedExponentials(signals.indices.map { logits[$0] })
    let step = try BilevelStep(
      weights: weights, rate: arguments["inner_rate"], probe: context.requiredProbe)
    for task in signals.tasks.indices where !step.labelled.contains(task) {
      context.note(.unlabelled(task: signals.tasks[task]), .leftOut)
    }
    if !step.labelled.isEmpty {
      // In an order of the tasks' own: Adam makes whole steps of what is left where slopes nearly cancel.
      let order = gradients.order(signals.losses)
      let rows = order.compactMap { step.labelled.firstIndex(of: $0) }.flatMap { place in
        let row = step.row(place)
        return Self.slopes(order.map { row[$0] }, order.map { weights[$0] })
      }
      let ordered = Self.shortest(rows, width: weights.count)
      var slopes = ordered
      for (place, task) in order.enumerated() { slopes[task] = ordered[place] }
      var adam = AdamMemory(memory, count: signals.runTaskCount)
      for (index, slope) in zip(signals.indices, slopes) {
        logits[index] -= adam.move(index, by: slope, rate: arguments["rate"])
      }
      adam.write(to: &memory)
      memory.vectors["logits"] = logits
    }
    let moved = normalizedExponentials(signals.indices.map { logits[$0] })
    return .weights(moved, ownFactors: moved)
  }

  /// The shortest combination of rows, without what rounding leaves where they ask for opposite things.
  private static func shortest(_ rows: [Double], width: Int) -> [Double] {
    let count = rows.count / width
    let gramian = Rows.gramian(rows, count: count, width: width, columns: 0..<width)
    let shares = MinimumNorm.weights(gramian: gramian, count: count)
    let slopes = Rows.sum(rows, weights: shares, width: width)
    let lengths = Rows.norms(rows, count: count, width: width)
    return vectorLength(slopes) <= 1e-12 * (lengths.max() ?? 0) ? slopes.map { _ in 0 } : slopes
  }

  /// The slopes by α from those by w: `wₖ (sₖ − Σ wᵢ sᵢ)`.
  private static func slopes(_ slopes: [Double], _ weights: [Double]) -> [Double] {
    let mean = zip(weights, slopes).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(weights, slopes).map { $0 * ($1 - mean) }
  }
}
