public import TandemCatalog

/// GO4Align: tasks that are alike in the size and the course of their losses share a weight.
///
/// The scale `Pₖ = Σⱼ Lⱼ / Lₖ` lifts small losses; the smoothness `Qₖ ∝ Qₖ exp(−β Lₖ)`, scaled to add up to 1,
/// remembers the losses of all steps. The indicators `γ = P ∘ Q` are clustered into groups by k-means, and
/// each task's weight is the mean of its group.
/// Source: Shen, Wang, Xiao, van Noord, Worring, NeurIPS 2024. Differs: the clusters are the best ones
/// there are, where the code starts k-means at random; P has the losses' sum as in the code, in the paper
/// their mean, which makes weights K times smaller; a task with a loss of 0 or below is left out and noted.
public struct GroupAlignment: Weighting {
  public static let descriptor = MethodDescriptor(
    "go4align", gives: .weighting, needs: .losses,
    guarantees: [.permutationEquivariance, .nonnegativeWeights],
    "tasks that are alike in the size and course of their losses share a weight",
    formula: "γₖ = (Σⱼ Lⱼ / Lₖ) Qₖ,  Qₖ ∝ Qₖ exp(−β Lₖ),  wₖ = mean of γ in its group",
    source: "Shen, Wang, Xiao, van Noord, Worring, NeurIPS 2024", paper: "2404.06486",
    differs: "the groups are the best clusters, not what k-means finds from a random start",
    cost: "K² operations a group",
    details: [
      "The paper finds the number of groups by the elbow of its results: 2 for three tasks, 5 for "
        + "eleven. With 1 all weights are alike, with K each task has its own."
    ],
    examples: ["go4align()", "go4align(groups: 3)"],
    [
      .whole("groups", default: 2, atLeast: 1, "how many groups the tasks are put into"),
      .number("beta", default: 0.0001, atLeast: 0, "how much losses of steps before count"),
    ])

  public var groups: Int
  public var beta: Double
  public var memory = MethodMemory()
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    groups = arguments["groups"]
    beta = arguments["beta"]
    self.arguments = arguments
  }

  public mutating func weights(for step: StepSignals, in context: inout MethodContext)
    -> LossWeights
  {
    let losses = step.positive(step.losses, in: &context)
    var logs = memory.vector("log_smoothness", count: step.runTaskCount, initially: 0)
    for (loss, index) in zip(losses, step.indices) { logs[index] -= beta * (loss ?? 0) }
    // Only the differences count: less the largest, the numbers stay small.
    let largest = logs.max() ?? 0
    memory.vectors["log_smoothness"] = logs.map { $0 - largest }
    let places = losses.indices.filter { losses[$0] != nil }
    let sum = losses.reduce(0) { $0 + ($1 ?? 0) }
    let smoothness = normalizedExponentials(places.map { logs[step.indices[$0]] })
    let indicators = zip(places, smoothness).map { sum / (losses[$0] ?? 1) * $1 }
    var weights = step.ones.map { _ in 0.0 }
    let means = IntervalClusters.means(of: indicators, clusterCount: groups)
    for (mean, place) in zip(means, places) { weights[place] = mean }
    return LossWeights(weights)
  }
}
