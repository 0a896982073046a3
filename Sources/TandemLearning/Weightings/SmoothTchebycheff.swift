public import TandemCatalog

/// STCH, smooth Tchebycheff scalarization: a smooth form of the largest of the weighted losses.
///
/// `μ log Σₖ exp(λₖ (Lₖ − zₖ) / μ)`, so `wₖ = λₖ softmax(λ (L − z) / μ)ₖ`: the smaller μ, the more the worst task
/// counts. `form: log` is what the authors use for multi-task learning: for `warmup` + 1 epochs `Σ log fₖ`,
/// `fₖ = Lₖ − zₖ`; then `K μ log Σₖ exp(K λₖ log(fₖ / nₖ) / μ)`, where n is the mean of f in the last of these
/// epochs, so `wₖ = K² λₖ softmax(K λ log(f / n) / μ)ₖ / fₖ`.
/// Source: Lin, Zhang, Yang, Liu, Wang, Zhang, ICML 2024. Differs: μ is 0.1 by default, between the authors' 0.01 (losses
/// that are scaled to 0 … 1) and 1 (log form); LibMTL and the official code of the log form know no preference and no
/// reference; a task whose `fₖ` is 0 or below there is left out and noted.
public struct SmoothTchebycheff: Weighting {
  public static let descriptor = MethodDescriptor(
    "stch", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "trains all tasks, the worst by preference most",
    formula: "μ log Σₖ exp(λₖ (Lₖ − zₖ) / μ),  wₖ = λₖ softmax(λ (L − z) / μ)ₖ",
    source: "Lin, Zhang, Yang, Liu, Wang, Zhang, ICML 2024", paper: "2402.19078",
    differs:
      "the official code for multi-task learning is form: log, with mu: 1; mu: 0.1 is our default, the "
      + "authors' other code has 0.01 for losses that are scaled to 0 … 1",
    cost: "K exponentials",
    details: [
      "λ is the preference as it is written, 1 / K each by default, and z the reference. A small μ "
        + "comes near to 'tchebycheff', a large one to weights λ / K.",
      "form: log compares each loss with its mean after the warm-up, so that losses of unlike size "
        + "count alike; until then it is 'si'.",
    ],
    examples: [
      "stch()", "stch(mu: 0.5, preference: prefer(digit: 0.7, ink: 0.3))", "stch(mu: 1, form: log)",
    ],
    [
      .number("mu", default: 0.1, above: 0, "smooths: a small one gives all to the worst task"),
      .preference, .figures("reference", "z: the best loss that a task could reach"),
      .word(
        "form", ["plain", "log"], default: "plain",
        "the paper's, or on logarithms of losses over those after the warm-up"),
      .whole("warmup", default: 4, atLeast: 0, "epochs of the log form before its last of 'si'"),
    ])

  public var mu: Double
  public var form: String
  public var warmup: Int
  private let preference: Preference
  private let reference: TaskFigures
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    mu = arguments["mu"]
    form = arguments["form"]
    warmup = arguments["warmup"]
    preference = Preference(arguments[value: "preference"])
    reference = TaskFigures(arguments[value: "reference"])
    self.arguments = arguments
  }

  public var namedTasks: [String] { preference.namedTasks + reference.namedTasks }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights
  {
    let preferences = try preference.numbers(for: step)
    let ideals = reference.numbers(for: step)
    let excess = zip(step.losses, ideals).map { $0 - $1 }
    if form == "log" {
      return logForm(step, excess, ideals, preferences, in: &context)
    }
    let shares = shares(of: zip(excess, preferences).map { $0 * $1 })
    return LossWeights(zip(shares, preferences).map { $0 * $1 })
  }

  private func logForm(
    _ step: StepSignals, _ excess: [Double], _ ideals: [Double], _ preferences: [Double],
    in context: inout MethodContext
  ) -> LossWeights {
    let losses = step.positive(excess, in: &context)
    let isWarm = step.epochLosses.allSatisfy { $0.count > warmup }
    guard isWarm else { return LossWeights(losses.map { loss in loss.map { 1 / $0 } ?? 0 }) }
    let count = Double(step.taskCount)
    let factors = preferences.map { $0 * count }
    let places = losses.indices.filter { losses[$0] != nil }
    let logs = places.map { place in
      let nadir = step.epochLosses[place][warmup] - ideals[place]
      if nadir <= 0 { context.note(.nonpositiveLoss(task: step.tasks[place]), .tookNearest) }
      return factors[place] * (logarithm(losses[place] ?? 1) - logarithm(max(nadir, smallestLoss)))
    }
    var weights = step.ones.map { _ in 0.0 }
    for (share, place) in zip(shares(of: logs), places) {
      weights[place] = count * factors[place] * share / (losses[place] ?? 1)
    }
    return LossWeights(weights)
  }

  /// `softmax(values / μ)`, from the differences to the largest: a tiny μ makes no infinities.
  private func shares(of values: [Double]) -> [Double] {
    let largest = values.max() ?? 0
    return normalizedExponentials(values.map { ($0 - largest) / mu })
  }
}
