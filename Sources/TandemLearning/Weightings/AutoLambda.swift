public import TandemCatalog

/// Auto-λ: loss weights that make a step lower the validation losses of the tasks that count.
///
/// The losses are weighed by λ, numbers of any sum. With `θ′ = θ − η Σ λₖ gₖ(θ)`, λ moves against
/// `∂ Σⱼ Lⱼ(θ′) / ∂λₖ = −η Σⱼ ⟨∇Lⱼ(θ′), gₖ(θ)⟩`, j over the primary tasks and Lⱼ on validation rows, by Adam: a task weighs
/// more where its gradient helps the primary ones. Then the step is made with the new weights.
/// Source: Liu, James, Davison, Johns, TMLR 2022; the defaults but η are those of the authors' code. Differs: the
/// derivative is exact, where the code takes a finite difference; η is an argument, 0.1 as its SGD begins with, where
/// the code looks ahead with the optimizer's own rate, momentum and weight decay, and takes other training rows for a
/// validation split. LibMTL starts at 1 / K, through a softmax.
public struct AutoLambda: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "auto_lambda", gives: .weighting, needs: [.probe, .validation],
    guarantees: .permutationEquivariance,
    "learns loss weights by what a step does to the primary tasks' validation losses",
    formula: "λₖ ← Adam(−η Σⱼ ⟨∇Lⱼ(θ − η Σ λᵢ gᵢ), gₖ⟩),  d = Σ λₖ gₖ",
    source: "Liu, James, Davison, Johns, TMLR 2022", paper: "2202.03091",
    differs:
      "the derivative is exact, not a finite difference; the authors' code looks ahead with the "
      + "optimizer's own rate, and takes other training rows for validation rows",
    cost:
      "3 times the tasks' gradients (the batch's by all parameters, and a validation batch's), 2 K² P",
    details: [
      "Lⱼ are the primary tasks' validation losses, after a step that is only looked at: a task weighs more "
        + "where its gradient helps them.",
      "The data need validation rows. With 'primary', the other tasks are trained for those alone.",
      "The weights start small, at 0.1, and are free: one that harms may fall below 0.",
    ],
    examples: ["auto_lambda()", "auto_lambda(rate: 0.001, initial: 1)"],
    [
      .taskNames("primary", "the tasks whose validation losses count; all if left out"),
      .number("initial", default: 0.1, "what each loss weighs at first"),
      .number("rate", default: 1e-4, above: 0, "how fast the weights are learned, by Adam"),
      .number("inner_rate", default: 0.1, above: 0, "the rate η of the step that is looked ahead"),
      .sharedSite(
        "by all parameters: a step moves these, not a representation"),
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
