import TandemCatalog
package import TandemTensors

/// A weighting over losses and gradients that are given, step by step, without a network.
///
/// It does what a training step does around the methods: the weighting sees the losses and their history,
/// the gradient method the gradients of the weighted losses, and what a method learns is trained. All of it
/// in double precision.
package struct MethodTrial {
  package let choice: WeightingChoice
  /// What the next step will be given beside its losses and gradients, histories included.
  package private(set) var signals: StepSignals
  /// At which rate Adam trains what the weighting learns.
  package var learningRate: Double
  /// Where the methods' random numbers come from.
  package var generator: Generator

  private var weighting: (any Weighting)?
  private var gradientMethod: (any GradientMethod)?
  private let needs: SignalNeeds
  private var hasInitialLosses = false
  private var stepLosses: [Double]
  private var stepsInEpoch = 0
  private var learnedParameters: AdamVector

  /// Creates a trial before its first step.
  /// - Parameters:
  ///   - choice: The methods; neither means equal weights.
  ///   - tasks: A name for each task.
  ///   - stepCount: How many steps are planned, for methods that ask how far a run is.
  ///   - seed: Of the methods' random numbers, as a run's.
  ///   - learningRate: At which rate Adam trains what the weighting learns.
  package init(
    _ choice: WeightingChoice, tasks: [String], stepCount: Int = 1, seed: UInt64 = 0,
    learningRate: Double = 1e-3
  ) {
    self.choice = choice
    self.learningRate = learningRate
    generator = Generator(seed: seed, stream: "weighting")
    weighting = choice.weighting
    gradientMethod = choice.gradientMethod
    needs = choice.needs
    stepLosses = tasks.map { _ in 0 }
    learnedParameters = AdamVector(
      choice.weighting?.initialParameters(taskCount: tasks.count) ?? [])
    signals = StepSignals(
      tasks: tasks, losses: stepLosses, epoch: 1, step: 0, stepCount: max(1, stepCount))
    signals.learned = learnedParameters.values
  }

  package var taskCount: Int { signals.taskCount }

  /// Does a step.
  /// - Parameters:
  ///   - losses: The losses, one a task.
  ///   - jacobian: Their gradients, `[K, P]` row after row; empty where there are none.
  ///   - probe: Gradients elsewhere, of the losses as they are; without one they are the same everywhere.
  /// - Returns: What the methods decided.
  /// - Throws: `WeightingError`, where an answer is not made of numbers too, or what the probe throws.
  package mutating func step(
    losses: [Double], jacobian: [Double] = [], probe: (any GradientProbe)? = nil
  ) throws -> MethodTrialStep {
    describe(losses, jacobian)
    let probe = needs.contains(.probe) ? probe ?? ConstantProbe(losses, jacobian) : nil
    var context = MethodContext(generator: generator, probe: probe)
    let chosen =
      try weighting?.weights(for: signals, in: &context) ?? LossWeights(signals.ones)
    if let weighting, !chosen.isFinite { throw notFinite(weighting) }
    let combination = try combine(jacobian, chosen.weights, &context)
    if let gradientMethod, !combination.isFinite { throw notFinite(gradientMethod) }
    generator = context.generator
    learnedParameters.step(chosen.parameterGradient, rate: learningRate)
    signals.learned = learnedParameters.values
    return MethodTrialStep(
      lossWeights: chosen.weights, combination: combination, jacobian: jacobian,
      notes: context.notes)
  }

  /// Tells the weighting what became of the losses of the last step's rows, if it asks for that.
  package mutating func learn(from losses: [Double]) {
    guard weighting?.needs.contains(.updatedLosses) == true else { return }
    weighting?.learn(from: losses, after: signals)
  }

  /// Ends an epoch: its mean losses become history.
  package mutating func endEpoch() {
    guard stepsInEpoch > 0 else { return }
    for task in signals.tasks.indices {
      let mean = stepLosses[task] / Double(stepsInEpoch)
      signals.epochLosses[task].append(mean)
      signals.bestLosses[task] = signals.epochLosses[task].min() ?? mean
      signals.validationLosses[task] = mean
      stepLosses[task] = 0
    }
    stepsInEpoch = 0
    signals.epoch += 1
  }

  /// Brings the signals to a step.
  private mutating func describe(_ losses: [Double], _ jacobian: [Double]) {
    if !hasInitialLosses {
      hasInitialLosses = true
      signals.initialLosses = losses
      signals.bestLosses = losses
      signals.validationLosses = losses
    }
    signals.losses = losses
    signals.step += 1
    stepsInEpoch += 1
    for task in losses.indices { stepLosses[task] += losses[task] }
    if needs.contains(.gradientNorms) {
      signals.gradientNorms = Rows.norms(
        jacobian, count: taskCount, width: jacobian.count / max(taskCount, 1))
    }
    if weighting?.needs.contains(.jacobian) == true { signals.jacobian = jacobian }
  }

  /// Lets the gradient method combine the gradients of the weighted losses.
  private mutating func combine(
    _ jacobian: [Double], _ weights: [Double], _ context: inout MethodContext
  ) throws -> Combination {
    guard var method = gradientMethod, !jacobian.isEmpty else { return .weights(signals.ones) }
    let width = jacobian.count / taskCount
    var weighted = jacobian
    Rows.scale(&weighted, by: weights, width: width)
    let gramian = Rows.gramian(
      weighted, count: taskCount, width: width, columns: 0..<width)
    // Solvers would take an infinite length for no length at all.
    guard gramian.allSatisfy(\.isFinite) else { throw notFinite(method) }
    let needsRows = method.needs.contains(.jacobian)
    let losses = zip(signals.losses, weights).map { $0 * $1 }
    let gradients = TaskGradients(
      signals: signals, losses: losses, gramian: gramian, jacobian: needsRows ? weighted : [])
    if let probe = context.probe {
      var inner = MethodContext(
        generator: context.generator, probe: WeightedProbe(probe, weights: weights))
      for note in context.notes { inner.note(note.finding, note.response) }
      context = inner
    }
    let combination = try method.combine(gradients, in: &context)
    context.noteRest(combination, of: gradients)
    gradientMethod = method
    return combination
  }

  private func notFinite(_ method: any CatalogMethod) -> WeightingError {
    .notFinite(method: type(of: method).descriptor.name, step: signals.step)
  }
}
