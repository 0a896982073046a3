import TandemData
import TandemTensors

extension TrainingLoop {
  /// Does one step: losses, weights, gradient, update.
  /// - Returns: Each task's loss, NaN for one that took no part.
  /// - Throws: `TrainingError.lossNotFinite` before any parameter has changed; what a weighting throws.
  @discardableResult
  package func step() throws -> [Double] {
    let before = StepStart(self)
    do {
      if let accumulation { return try accumulatedStep(accumulation) }
      return try plainStep()
    } catch {
      before.restore(self)
      throw error
    }
  }

  /// Does a step of one batch.
  private func plainStep() throws -> [Double] {
    let program = try program(ofBatch: state.step)
    let context = context(ofBatch: state.step)
    gatherRows(ofBatch: state.step)
    program.fill(record.batches, from: preparation, taking: &record.taking)
    program.computeLosses(&record.losses, in: context)
    let (losses, taking) = (record.losses, record.taking)
    try checkLosses(losses, of: taking)
    noteInitialLosses(losses, of: taking)
    let gramians = measureGradients(program, program.matrices, of: taking, in: context)
    try checkGradients(gramians, losses, of: taking)
    try weigh(losses, gramians, program.matrices, of: taking)
    try combineGradients(program, gramians, of: taking)
    program.updateStatistics(in: context)
    program.finish(weights: record.weighed.factors, in: context)
    addPenalty(program.penaltyGradient)
    try applyGradient(losses, of: taking)
    if settings.learnsAfterwards {
      program.computeLossesAlone(&record.updatedLosses, in: context)
      try learn(from: record.updatedLosses, of: taking)
    }
    count(losses, of: taking)
    return record.reported
  }

  /// Lets the optimizer change the parameters by the gradient that is there.
  func applyGradient(_ losses: [Double], of taking: [Int]) throws {
    writeLearnedGradient(record.weighed.parameterGradient)
    try clipGradient(losses, of: taking)
    if settings.learnsAfterwards { beforeUpdate.keep(model.store.values, state.optimizer) }
    update()
  }

  /// Tells the weighting what the update made of the losses of the step's rows.
  /// - Parameters:
  ///   - losses: The losses after the update, before any weight.
  ///   - taking: The tasks that take part.
  /// - Throws: `TrainingError.lossNotFinite`; the update has not been then.
  func learn(from losses: [Double], of taking: [Int]) throws {
    do {
      try checkLosses(losses, of: taking)
    } catch {
      beforeUpdate.restore(model.store.values, &state.optimizer)
      throw error
    }
    weighting?.learn(
      from: taking.map { losses[$0] * settings.tasks[$0].weight }, after: record.weighed.signals)
  }

  /// Finds the rows of a batch of each data set.
  func gatherRows(ofBatch batch: Int) {
    for source in samplers.indices {
      record.batches[source].removeAll(keepingCapacity: true)
      for place in samplers[source].batch(step: batch) {
        record.batches[source].append(preparation.sources[source].trainingRows[place])
      }
    }
  }

  func checkLosses(_ losses: [Double], of taking: [Int]) throws {
    guard let task = taking.first(where: { !losses[$0].isFinite }) else { return }
    throw failure(.loss, ofTask: task, loss: losses[task])
  }

  func noteInitialLosses(_ losses: [Double], of taking: [Int]) {
    for task in taking where state.initialLosses[task].isNaN {
      state.initialLosses[task] = losses[task]
      record.hasCurrentSignals = false
    }
  }

  func failure(
    _ quantity: LossFailure.Quantity, ofTask task: Int, loss: Double
  ) -> TrainingError {
    let lastGood = record.lastTaking.map {
      LossFailure.TaskLoss(task: settings.tasks[$0].name, loss: record.lastLosses[$0])
    }
    var largest = state.step > 0 && !lastGood.isEmpty ? model.largestGradient() : nil
    largest?.norm /= record.lastClipFactor
    return .lossNotFinite(
      LossFailure(
        task: settings.tasks[task].name, loss: loss, quantity: quantity, step: state.step + 1,
        epoch: state.epoch + 1, lastGood: lastGood, largestGradient: largest,
        learningRate: learningRate))
  }

  /// The inner products of the tasks' gradients at each site that is looked at.
  ///
  /// Those in the shared part are counted for `run.conflict` and `run.norms`. Where no method looks at
  /// them, they are measured in each epoch's first step only, and nothing of the run depends on them.
  func measureGradients(
    _ program: StepProgram, _ matrices: [GradientSite: GradientMatrix], of taking: [Int],
    in context: RunContext
  ) -> [GradientSite: [Double]] {
    // Held once, so that they are written where those of the step before were.
    record.sharedGramian = nil
    if matrices.isEmpty { record.gramians = [:] }
    for (site, matrix) in matrices { matrix.measure(into: &record.gramians[site, default: []]) }
    record.sharedGramian = record.gramians[.shared]
    if let measured = program.measured, state.stepInEpoch == 0 {
      program.measure(in: context)
      record.sharedGramian = measured.gramian()
    }
    return record.gramians
  }

  /// Counts a step that is done.
  func count(_ losses: [Double], of taking: [Int]) {
    if let gramian = record.sharedGramian {
      state.tally.add(
        gramian, weights: settings.tasks.map(\.weight), of: taking, pairs: state.history.pairs)
    }
    for task in taking {
      state.tally.losses[task].add(losses[task])
      state.tally.weights[task].add(record.weighed.weights[task])
    }
    record.close()
    state.step += 1
    state.stepInEpoch += 1
  }
}
