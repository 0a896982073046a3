import TandemData
import TandemTensors

extension TrainingLoop {
  /// Does one step: losses, weights, gradient, update.
  /// - Returns: Each task's loss, NaN for one that took no part.
  /// - Throws: `TrainingError.lossNotFinite` before anything has changed; what a weighting throws.
  @discardableResult
  package func step() throws -> [Double] {
    if let accumulation { return try accumulatedStep(accumulation) }
    let program = try program(ofBatch: state.step)
    let context = context(ofBatch: state.step)
    gatherRows(ofBatch: state.step)
    program.fill(record.batches, from: preparation, taking: &record.taking)
    program.computeLosses(&record.losses, in: context)
    let (losses, taking) = (record.losses, record.taking)
    try checkLosses(losses, of: taking)
    noteInitialLosses(losses, of: taking)
    let gramian = measureGradients(program, program.matrix, of: taking, in: context)
    if mode == .separate { try checkGradients(gramian, losses, of: taking) }
    try weigh(losses, gramian, of: taking)
    if mode == .separate, let matrix = program.matrix {
      try combineGradients(&record.weighed, matrix, gramian, of: taking)
      addPenalty(program.penaltyGradient)
    }
    program.finish(weights: record.weighed.factors, in: context)
    try makeStep(losses, of: taking)
    return record.reported
  }

  /// Lets the optimizer change the parameters by the gradient that is there, and counts the step.
  func makeStep(_ losses: [Double], of taking: [Int]) throws {
    writeLearnedGradient(record.weighed.parameterGradient)
    try clipGradient(losses, of: taking)
    update()
    count(losses, of: taking)
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

  /// The inner products of the tasks' gradients in the shared part, if there are any to be had.
  ///
  /// Where the weighting does not look at them, they are measured in each epoch's first step only, and
  /// only for `run.conflict` and `run.norms`: nothing of the run depends on them.
  func measureGradients(
    _ program: StepProgram, _ matrix: GradientMatrix?, of taking: [Int], in context: RunContext
  ) -> [Double]? {
    guard let matrix, mode == .separate || state.stepInEpoch == 0 else { return nil }
    if mode == .summed { program.measure(in: context) }
    let gramian = matrix.gramian()
    state.tally.add(
      gramian, weights: settings.tasks.map(\.weight), of: taking, pairs: state.history.pairs)
    return gramian
  }

  /// Lets the weighting say what each loss counts.
  func weigh(_ losses: [Double], _ gramian: [Double]?, of taking: [Int]) throws {
    describe(losses, gramian, of: taking)
    var context = MethodContext(generator: state.generator)
    let chosen =
      try weighting?.weights(for: record.weighed.signals, in: &context)
      ?? LossWeights(record.weighed.signals.ones)
    state.generator = context.generator
    for task in settings.tasks.indices { record.weighed.weights[task] = 0 }
    for (place, task) in taking.enumerated() {
      record.weighed.weights[task] = chosen.weights[place]
    }
    for (index, task) in settings.tasks.enumerated() {
      record.weighed.factors[index] = record.weighed.weights[index] * task.weight
    }
    record.weighed.parameterGradient = chosen.parameterGradient
  }

  /// Brings the signals to this step.
  private func describe(_ losses: [Double], _ gramian: [Double]?, of taking: [Int]) {
    if !record.hasCurrentSignals || record.weighed.signals.indices != taking {
      record.weighed.signals = signals(of: taking)
      record.hasCurrentSignals = true
    }
    record.weighed.signals.step = state.step + 1
    for (place, task) in taking.enumerated() {
      record.weighed.signals.losses[place] = losses[task] * settings.tasks[task].weight
    }
    for place in record.weighed.signals.learned.indices {
      record.weighed.signals.learned[place] = model.learned(place)
    }
    guard needsNorms else { return }
    for (place, task) in taking.enumerated() {
      let square = gramian.map { $0[task * settings.tasks.count + task] } ?? 0
      record.weighed.signals.gradientNorms[place] =
        square.squareRoot() * settings.tasks[task].weight
    }
  }

  /// The signals of an epoch's steps in which these tasks take part; what changes with each step is
  /// still to be written.
  private func signals(of taking: [Int]) -> StepSignals {
    let tasks = settings.tasks
    let nothing = taking.map { _ in 0.0 }
    var signals = StepSignals(
      tasks: taking.map { tasks[$0].name }, indices: taking, runTaskCount: tasks.count,
      losses: nothing, initialLosses: taking.map { state.initialLosses[$0] * tasks[$0].weight },
      epoch: state.epoch + 1, stepCount: stepCount(epochs: settings.epochs))
    signals.forms = taking.map { tasks[$0].method.form }
    signals.learned = (0..<model.learnedCount).map { _ in 0 }
    signals.gradientNorms = needsNorms ? nothing : []
    signalHistory.describe(&signals)
    return signals
  }

  /// Counts a step that is done.
  private func count(_ losses: [Double], of taking: [Int]) {
    for task in taking {
      state.tally.losses[task].add(losses[task])
      state.tally.weights[task].add(record.weighed.weights[task])
    }
    record.close()
    state.step += 1
    state.stepInEpoch += 1
  }
}
