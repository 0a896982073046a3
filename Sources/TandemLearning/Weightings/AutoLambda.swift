public import TandemCatalog

/// Auto-λ: loss weights that make a step lower the validation losses of the tasks that count.
///
/// The losses are weighed by λ, numbers of any sum. With `θ′ = θ − η Σ λₖ gₖ(θ)`, λ moves against
/// `∂ Σⱼ Lⱼ(θ′) / ∂λₖ = −η Σⱼ ⟨∇Lⱼ(θ′), gₖ(θ)⟩`, j over the primary tasks and Lⱼ on validation rows, by Adam: a task weighs
/// more where its gradient helps the primary ones. Then the step is made with the new weights.
/// Source: Liu, James, Davison, Johns, TMLR 2022. Differs: the derivative is exact, the paper's code takes
/// a finite difference; η is an argument, there the network's own rate; LibMTL starts at 1 / K, through a softmax.
public struct AutoLambda: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "auto_lambda", gives: .weighting, needs: [.probe, .validation],
    guarantees: .permutationEquivariance,
    "learns loss weights by what a step does to the primary tasks' validation losses",
    formula: "λₖ ← Adam(−η Σⱼ ⟨∇Lⱼ(θ − η Σ λᵢ gᵢ), gₖ⟩),  d = Σ λₖ gₖ",
    source: "Liu, James, Davison, Johns, TMLR 2022", paper: "2202.03091",
    differs: "the derivative is exact, not a finite difference; LibMTL's weights are a softmax",
    cost:
      "3 times the tasks' gradients (the batch's by all parameters, and a validation batch's), 2 K² P",
    details: [
      "The data need validation rows. With 'primary', the other tasks are trained for those alone.",
      "The weights start small, at 0.1, and are free: one that harms may fall below 0.",
    ],
    examples: ["auto_lambda()", "auto_lambda(rate: 0.001, initial: 1)"],
    [
      .taskNames("primary", "the tasks whose validation losses count; all if left out"),
      .number("initial", default: 0.1, "what each loss weighs at first"),
      .number("rate", default: 1e-4, above: 0, "how fast the weights are learned, by Adam"),
      .number("inner_rate", default: 0.1, above: 0, "the rate η of the step that is looked ahead"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) { self.arguments = arguments.naming("primary") }

  public var namedTasks: [String] { TaskNames(arguments[value: "primary"]).names }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext) throws
    -> Combination
  {
    let signals = gradients.signals
    guard signals.runTaskCount > 1 else { return .weights(signals.ones) }
    let initial: Double = arguments["initial"]
    var lambda = memory.vector("weights", count: signals.runTaskCount, initially: initial)
    let step = try BilevelStep(
      weights: signals.indices.map { lambda[$0] }, rate: arguments["inner_rate"],
      probe: context.requiredProbe)
    let primary = Set(namedTasks)
    let counting = signals.tasks.indices.filter {
      primary.isEmpty || primary.contains(signals.tasks[$0])
    }
    for task in counting where !step.labelled.contains(task) {
      context.note(.unlabelled(task: signals.tasks[task]), .leftOut)
    }
    // In an order of the gradients' own: Adam makes whole steps of what is left where slopes cancel.
    let places = gradients.order(signals.losses).filter(counting.contains).compactMap {
      step.labelled.firstIndex(of: $0)
    }
    if !places.isEmpty {
      var slopes = signals.ones.map { _ in 0.0 }
      for place in places { slopes = zip(slopes, step.row(place)).map { $0 + $1 } }
      var adam = AdamMemory(memory, count: signals.runTaskCount)
      for (index, slope) in zip(signals.indices, slopes) {
        lambda[index] -= adam.move(index, by: slope, rate: arguments["rate"])
      }
      adam.write(to: &memory)
      memory.vectors["weights"] = lambda
    }
    let weights = signals.indices.map { lambda[$0] }
    return .weights(weights, ownFactors: weights)
  }
}
