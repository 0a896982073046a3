import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors

extension TrainingLoop {
  /// Does one step: losses, weights, gradient, update.
  /// - Returns: Each task's loss, NaN for one that took no part.
  /// - Throws: `TrainingError.lossNotFinite` before anything has changed; what a weighting throws.
  @discardableResult
  package func step() throws -> [Double] {
    let program = try program(atStep: state.step)
    let context = RunContext(seed: settings.generatorSeed, step: UInt64(state.step))
    let batches = samplers.indices.map { source in
      let rows = preparation.sources[source].trainingRows
      return samplers[source].batch(step: state.step).map { rows[$0] }
    }
    let taking = program.fill(batches, from: preparation)
    let losses = program.computeLosses(in: context)
    try checkLosses(losses, of: taking)
    for task in taking where state.initialLosses[task].isNaN {
      state.initialLosses[task] = losses[task]
    }
    let gramian = measureGradients(program, of: taking, in: context)
    if mode == .separate { try checkGradients(gramian, losses, of: taking) }
    var weighed = try weigh(losses, gramian, of: taking)
    if mode == .separate, let matrix {
      try combineGradients(&weighed, matrix, gramian, of: taking)
      addPenalty(program.penaltyGradient)
    }
    program.finish(weights: weighed.factors, in: context)
    writeLearnedGradient(weighed.parameterGradient)
    try clipGradient(losses, of: taking)
    update()
    record(losses, weighed, of: taking)
    return losses.indices.map { taking.contains($0) ? losses[$0] : .nan }
  }

  /// What a step's losses count.
  struct Weighed {
    /// By the weighting alone, a task each; 0 for one that takes no part.
    var weights: [Double]
    /// With the tasks' fixed weights.
    var factors: [Double]
    var parameterGradient: [Double]
    var signals: StepSignals
  }

  private func checkLosses(_ losses: [Double], of taking: [Int]) throws {
    guard let task = taking.first(where: { !losses[$0].isFinite }) else { return }
    throw failure(.loss, ofTask: task, loss: losses[task])
  }

  func failure(
    _ quantity: LossFailure.Quantity, ofTask task: Int, loss: Double
  ) -> TrainingError {
    var largest = state.step > 0 && !lastLosses.isEmpty ? model.largestGradient() : nil
    largest?.norm /= lastClipFactor
    return .lossNotFinite(
      LossFailure(
        task: settings.tasks[task].name, loss: loss, quantity: quantity, step: state.step + 1,
        epoch: state.epoch + 1, lastGood: lastLosses, largestGradient: largest,
        learningRate: learningRate))
  }

  /// The inner products of the tasks' gradients in the shared part, if there are any to be had.
  ///
  /// Where the weighting does not look at them, they are measured in each epoch's first step only, and
  /// only for `run.conflict` and `run.norms`: nothing of the run depends on them.
  private func measureGradients(
    _ program: StepProgram, of taking: [Int], in context: RunContext
  ) -> [Double]? {
    guard let matrix, mode == .separate || state.stepInEpoch == 0 else { return nil }
    if mode == .summed { program.measure(in: context) }
    let gramian = matrix.gramian()
    state.tally.add(
      gramian, weights: settings.tasks.map(\.weight), of: taking, pairs: state.history.pairs)
    return gramian
  }

  private func weigh(
    _ losses: [Double], _ gramian: [Double]?, of taking: [Int]
  ) throws -> Weighed {
    let tasks = settings.tasks
    var signals = StepSignals(
      tasks: taking.map { tasks[$0].name }, indices: taking, runTaskCount: tasks.count,
      losses: taking.map { losses[$0] * tasks[$0].weight },
      initialLosses: taking.map { state.initialLosses[$0] * tasks[$0].weight },
      epoch: state.epoch + 1, step: state.step + 1, stepCount: stepCount(epochs: settings.epochs))
    signals.forms = taking.map { tasks[$0].method.form }
    signals.learned = model.learned
    signalHistory.describe(&signals)
    if settings.weighting.needs.contains(.gradientNorms) {
      signals.gradientNorms = taking.map { task in
        let square = gramian.map { $0[task * tasks.count + task] } ?? 0
        return square.squareRoot() * tasks[task].weight
      }
    }
    var chosen = LossWeights(signals.ones)
    if var weighting = settings.weighting.weighting {
      weighting.memory = state.weightingMemory
      chosen = try weighting.weights(for: signals, using: &state.generator)
      state.weightingMemory = weighting.memory
    }
    var weights = [Double](repeating: 0, count: tasks.count)
    for (task, weight) in zip(taking, chosen.weights) { weights[task] = weight }
    return Weighed(
      weights: weights, factors: zip(weights, tasks).map { $0 * $1.weight },
      parameterGradient: chosen.parameterGradient, signals: signals)
  }

  private func record(_ losses: [Double], _ weighed: Weighed, of taking: [Int]) {
    for task in taking {
      state.tally.losses[task].add(losses[task])
      state.tally.weights[task].add(weighed.weights[task])
    }
    lastLosses = taking.map { .init(task: settings.tasks[$0].name, loss: losses[$0]) }
    state.step += 1
    state.stepInEpoch += 1
  }
}
