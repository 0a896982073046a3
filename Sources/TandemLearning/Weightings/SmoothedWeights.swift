import TandemCatalog

/// CR-MOGM, correlation-reduced stochastic gradient manipulation: another method's weights, averaged over steps.
///
/// `λ ← α λ + (1 − α) λ̂` with the weights λ̂ that the method gives for this step, and `d = Σ λₖ gₖ`. Weights that a
/// batch's own gradients decide are correlated with them, which biases the step; averaged ones are so less.
/// λ starts as the first λ̂.
/// Source: Zhou, Zhang, Jiang, Zhong, Gu, Zhu, "On the convergence of stochastic multi-objective
/// gradient manipulation and beyond", NeurIPS 2022. Differs: α is one number, 0.9 as in TorchJD, which
/// has this start of λ too; the paper lets α go from 0 to 1 as the learning rate goes to 0. A method that
/// gives a direction and no weights is refused.
enum SmoothedWeights {
  static let descriptor = MethodDescriptor(
    "cr_mogm", gives: .weighting,
    "another method's weights, averaged over steps",
    formula: "λ ← α λ + (1 − α) λ̂,  d = Σ λₖ gₖ",
    source: "Zhou, Zhang, Jiang, Zhong, Gu, Zhu, NeurIPS 2022",
    differs: "one alpha, 0.9 as in TorchJD, where the paper lets it rise from 0 to 1",
    cost: "that of the method, and K",
    details: [
      "λ̂ are the method's weights for this step; λ starts as the first of them.",
      "What the method guarantees in a step the average of its weights does not.",
      "In a sum, as in cr_mogm(uncertainty() + cagrad()), the weights of the gradients are averaged.",
    ],
    examples: ["cr_mogm()", "cr_mogm(pcgrad(), alpha: 0.9)"],
    [
      .optional("method", .object(.weighting), "whose weights; those of mgda() if left out"),
      .number("alpha", default: 0.9, atLeast: 0, atMost: 1, "how much of the average is kept"),
    ])

  /// The weighting with the method's weights averaged.
  /// - Parameter arguments: As the descriptor has bound them.
  /// - Returns: A choice whose gradient method is averaged, or its weighting if it has none.
  /// - Throws: `WeightingError.givesNoWeights`.
  static func choice(_ arguments: Arguments) throws -> WeightingChoice {
    guard let inner = arguments.object("method", as: WeightingChoice.self) else {
      let method = MultipleGradientDescent(try MultipleGradientDescent.descriptor.bind([]))
      return WeightingChoice(gradientMethod: SmoothedGradientWeights(method, arguments))
    }
    var arguments = arguments
    if let method = inner.gradientMethod {
      try checkWeights(of: method)
      arguments[value: "method"] = .object(WeightingChoice(gradientMethod: method))
      return WeightingChoice(
        weighting: inner.weighting, gradientMethod: SmoothedGradientWeights(method, arguments))
    }
    let weighting = inner.weighting ?? EqualWeighting(Arguments())
    return WeightingChoice(weighting: SmoothedLossWeights(weighting, arguments))
  }

  /// Tries the method on two gradients: one that gives no weights is refused where it is written.
  ///
  /// One that throws here, as for want of tasks that it names, may do better in a run.
  private static func checkWeights(of method: any GradientMethod) throws {
    var trial = MethodTrial(WeightingChoice(gradientMethod: method), tasks: ["a", "b"])
    let step = try? trial.step(losses: [1, 1], jacobian: [1, 0.5, -0.5, 1])
    if let step, step.gradientWeights == nil {
      throw WeightingError.givesNoWeights(method.sourceText)
    }
  }
}

/// The average of weights over steps, by the run's tasks.
private struct AveragedWeights {
  private var values: [Double] = []
  /// 1 for a task that has been seen, else 0.
  private var seen: [Double] = []

  /// Moves the averages of a step's tasks, and gives them; a task's first weight is its first average.
  mutating func move(to weights: [Double], in signals: StepSignals, keeping alpha: Double)
    -> [Double]
  {
    if values.count != signals.runTaskCount || seen.count != values.count {
      values = Array(repeating: 0, count: signals.runTaskCount)
      seen = values
    }
    for (index, weight) in zip(signals.indices, weights) {
      values[index] = seen[index] == 0 ? weight : alpha * values[index] + (1 - alpha) * weight
      seen[index] = 1
    }
    return signals.indices.map { values[$0] }
  }

  /// The memory of a method together with these.
  func joined(to inner: MethodMemory) -> MethodMemory {
    var memory = MethodMemory()
    for (name, vector) in inner.vectors { memory.vectors["method." + name] = vector }
    if !values.isEmpty {
      memory.vectors["average"] = values
      memory.vectors["seen"] = seen
    }
    return memory
  }

  /// Takes its own part out of a memory, and gives the method's.
  mutating func split(_ memory: MethodMemory) -> MethodMemory {
    values = memory.vectors["average"] ?? []
    seen = memory.vectors["seen"] ?? []
    var inner = MethodMemory()
    for (name, vector) in memory.vectors where name.hasPrefix("method.") {
      inner.vectors[String(name.dropFirst("method.".count))] = vector
    }
    return inner
  }
}

/// A method that combines gradients, with averaged weights.
struct SmoothedGradientWeights: GradientMethod {
  static let descriptor = SmoothedWeights.descriptor
  let arguments: Arguments
  var origin: ValueOrigin?
  private var inner: any GradientMethod
  private var average = AveragedWeights()

  init(_ inner: any GradientMethod, _ arguments: Arguments) {
    self.inner = inner
    self.arguments = arguments
  }

  init(_ arguments: Arguments) throws {
    let inner = try SmoothedWeights.choice(arguments).gradientMethod as? Self
    guard let inner else { throw WeightingError.givesNoWeights(Self.descriptor.name) }
    self = inner
  }

  var memory: MethodMemory {
    get { average.joined(to: inner.memory) }
    set { inner.memory = average.split(newValue) }
  }

  var needs: SignalNeeds { inner.needs }
  var site: GradientSite { inner.site }
  var namedTasks: [String] { inner.namedTasks }

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext) throws
    -> Combination
  {
    var combination = try inner.combine(gradients, in: &context)
    guard case .weights(let weights) = combination.direction else {
      throw WeightingError.givesNoWeights(inner.sourceText)
    }
    let signals = gradients.signals
    guard signals.runTaskCount > 1 else { return combination }
    let averaged = average.move(to: weights, in: signals, keeping: arguments["alpha"])
    // Where the tasks' own parts take the same weights, as in 'auto_lambda', they go on doing so.
    if combination.ownFactors == weights { combination.ownFactors = averaged }
    combination.direction = .weights(averaged)
    return combination
  }
}

/// A method that weighs losses, with averaged weights.
struct SmoothedLossWeights: Weighting {
  static let descriptor = SmoothedWeights.descriptor
  let arguments: Arguments
  var origin: ValueOrigin?
  private var inner: any Weighting
  private var average = AveragedWeights()

  init(_ inner: any Weighting, _ arguments: Arguments) {
    self.inner = inner
    self.arguments = arguments
  }

  init(_ arguments: Arguments) throws {
    let inner = try SmoothedWeights.choice(arguments).weighting as? Self
    guard let inner else { throw WeightingError.givesNoWeights(Self.descriptor.name) }
    self = inner
  }

  var memory: MethodMemory {
    get { average.joined(to: inner.memory) }
    set { inner.memory = average.split(newValue) }
  }

  var needs: SignalNeeds { inner.needs }
  var site: GradientSite { inner.site }
  var namedTasks: [String] { inner.namedTasks }

  func initialParameters(taskCount: Int) -> [Double] {
    inner.initialParameters(taskCount: taskCount)
  }

  mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights
  {
    var chosen = try inner.weights(for: step, in: &context)
    chosen.weights = average.move(to: chosen.weights, in: step, keeping: arguments["alpha"])
    return chosen
  }

  mutating func learn(from losses: [Double], after step: StepSignals) {
    inner.learn(from: losses, after: step)
  }
}
