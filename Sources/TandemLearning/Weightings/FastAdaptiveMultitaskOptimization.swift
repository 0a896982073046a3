public import TandemCatalog

/// FAMO: weights that make all losses fall by about the same share in each step.
///
/// `z = softmax(v)`, and with `Dₖ = Lₖ − bₖ + 1e-8` the run makes `c Σ zₖ log Dₖ` small with
/// `c = 1 / Σ zⱼ / Dⱼ`, so `wₖ = (zₖ / Dₖ) / Σⱼ (zⱼ / Dⱼ)`, which add up to 1. After each step the losses of
/// the same rows say by how much each logarithm fell, `δₖ = log Dₖ − log Dₖ′`; Adam then moves v against
/// `zₖ (δₖ − Σ zⱼ δⱼ) + decay vₖ`: a task that fell less weighs more.
/// Source: Liu, Feng, Stone, Liu, NeurIPS 2023. Differs: decay is 0.001 as in LibMTL and TorchJD; the
/// official code has 0.01, 1e-5 and 0 in several places. A loss below its floor counts as at the floor, and
/// is noted.
public struct FastAdaptiveMultitaskOptimization: Weighting {
  public static let descriptor = MethodDescriptor(
    "famo", gives: .weighting, needs: [.losses, .updatedLosses],
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "makes all losses fall by about the same share in each step",
    formula: "wₖ = (zₖ / Dₖ) / Σⱼ (zⱼ / Dⱼ),  z = softmax(v),  D = L − b",
    source: "Liu, Feng, Stone, Liu, NeurIPS 2023", paper: "2306.03792",
    differs: "decay 0.001 as in LibMTL and TorchJD; the official code has 0.01, 1e-5 and 0",
    cost: "one more forward pass of the step's rows",
    details: [
      "After each step the losses of the same rows are looked at again; Adam moves v so that a task whose "
        + "log D fell less weighs more.",
      "The weights add up to 1, so a step is about 1 / K as long as with equal weights. Losses are "
        + "positive numbers above their floor.",
    ],
    examples: ["famo()", "famo(floor: [ink: 0.01])"],
    [
      .number("w_lr", default: 0.025, above: 0, "Adam's rate for the weights' logits"),
      .number("decay", default: 0.001, atLeast: 0, "pulls the logits back to equal weights"),
      .figures("floor", "b: a bound that each loss stays above"),
    ])

  public var rate: Double
  public var decay: Double
  private let floor: TaskFigures
  public var memory = MethodMemory()
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    rate = arguments["w_lr"]
    decay = arguments["decay"]
    floor = TaskFigures(arguments[value: "floor"])
    self.arguments = arguments
  }

  public var namedTasks: [String] { floor.namedTasks }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    let floors = floor.numbers(for: step)
    for place in floors.indices where step.losses[place] < floors[place] {
      context.note(.nonpositiveLoss(task: step.tasks[place]), .tookNearest)
    }
    let logs = distances(step.losses, floors).map(logarithm)
    // zₖ / Dₖ over their sum: the softmax of vₖ − log Dₖ.
    return LossWeights(normalizedExponentials(zip(logits(step), logs).map { $0 - $1 }))
  }

  public mutating func learn(from losses: [Double], after step: StepSignals) {
    let floors = floor.numbers(for: step)
    let falls = zip(distances(step.losses, floors), distances(losses, floors))
      .map { logarithm($0) - logarithm($1) }
    let shares = normalizedExponentials(logits(step))
    let mean = zip(shares, falls).reduce(0) { $0 + $1.0 * $1.1 }
    var logits = memory.vector("logits", count: step.runTaskCount, initially: 0)
    var adam = AdamMemory(memory, count: step.runTaskCount)
    for (place, index) in step.indices.enumerated() {
      let gradient = shares[place] * (falls[place] - mean) + decay * logits[index]
      logits[index] -= adam.move(index, by: gradient, rate: rate)
    }
    memory.vectors["logits"] = logits
    adam.write(to: &memory)
  }

  private func logits(_ step: StepSignals) -> [Double] {
    let logits = memory.vector("logits", count: step.runTaskCount, initially: 0)
    return step.indices.map { logits[$0] }
  }

  private func distances(_ losses: [Double], _ floors: [Double]) -> [Double] {
    zip(losses, floors).map { max($0 - $1, 0) + 1e-8 }
  }
}
