import TandemData
import TandemTensors

extension TrainingLoop {
  /// How many batches an epoch has: the data set with the most is seen once.
  var batchesPerEpoch: Int { samplers.reduce(0) { max($0, $1.batchCount) } }

  /// How many batches make a step; a person may ask for more than there are.
  private var batchesPerStep: Int { min(settings.accumulate, batchesPerEpoch) }

  /// The numbers of a step's batches; the last step of an epoch takes those that are left.
  func batches(ofStep step: Int) -> Range<Int> {
    if settings.accumulate == 1 { return step..<step + 1 }
    let (epoch, place) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    let (start, overflows) = epoch.multipliedReportingOverflow(by: batchesPerEpoch)
    // Only a file that was changed can say that so many steps have been done.
    let begin = overflows || start > .max / 2 ? 0 : start
    let first = begin + place * batchesPerStep
    return first..<min(first + batchesPerStep, begin + batchesPerEpoch)
  }

  /// Does one step over several batches, as if their rows were one.
  ///
  /// The weighting looks once, at the losses of all of them. Where it looks at each task's gradient,
  /// these are added up batch by batch; else the losses are computed first, and once more with the
  /// gradient, as weights may depend on them.
  /// - Parameter sum: Where gradients are added up.
  /// - Returns: Each task's loss, NaN for one that took no part.
  /// - Throws: `TrainingError.lossNotFinite`; what a weighting throws.
  func accumulatedStep(_ sum: Accumulation) throws -> [Double] {
    let batches = batches(ofStep: state.step)
    let shares = try shares(of: batches)
    sum.clear()
    var losses = [Double](repeating: 0, count: settings.tasks.count)
    for batch in batches {
      let program = try computeLosses(ofBatch: batch)
      let share = shares[batch - batches.lowerBound]
      for task in losses.indices where share[task] > 0 {
        losses[task] += share[task] * record.losses[task]
      }
      guard mode == .separate else { continue }
      sum.add(program.matrix, own: ownGradients, shares: share)
      if let penalty = program.penaltyGradient {
        sum.add(penalty, times: 1 / Double(batches.count))
      }
      program.finish(weights: losses, in: context(ofBatch: batch))
    }
    record.losses = losses
    record.taking = losses.indices.filter { task in shares.contains { $0[task] > 0 } }
    return try finishStep(sum, batches, shares)
  }

  /// Weighs the losses of all batches, and makes the step.
  private func finishStep(
    _ sum: Accumulation, _ batches: Range<Int>, _ shares: [[Double]]
  ) throws -> [Double] {
    let (losses, taking) = (record.losses, record.taking)
    try checkLosses(losses, of: taking)
    noteInitialLosses(losses, of: taking)
    let last = try program(ofBatch: batches.upperBound - 1)
    let matrix = mode == .separate ? sum.matrix : last.matrix
    let gramian = measureGradients(
      last, matrix, of: taking, in: context(ofBatch: batches.upperBound - 1))
    if mode == .separate { try checkGradients(gramian, losses, of: taking) }
    try weigh(losses, gramian, of: taking)
    if mode == .separate, let matrix {
      sum.writeOwn(to: ownGradients)
      try combineGradients(&record.weighed, matrix, gramian, of: taking)
      addPenalty(last.penaltyGradient == nil ? nil : sum.gradient)
    } else {
      try addGradients(to: sum, batches, shares)
    }
    try makeStep(losses, of: taking)
    return record.reported
  }

  /// The gradient of the weighted losses of all batches, into the gradient buffer.
  private func addGradients(
    to sum: Accumulation, _ batches: Range<Int>, _ shares: [[Double]]
  ) throws {
    let factors = record.weighed.factors
    let count = Double(batches.count)
    // Backwards: the last batch is still as its losses left it.
    for batch in batches.reversed() {
      let program =
        batch == batches.upperBound - 1
        ? try program(ofBatch: batch) : try computeLosses(ofBatch: batch)
      // The mean over batches gives the penalty of the network once.
      let weights = zip(factors, shares[batch - batches.lowerBound]).map { $0 * $1 * count }
      program.finish(weights: weights, in: context(ofBatch: batch))
      sum.add(model.store.gradients, times: 1 / count)
    }
    model.store.gradients.pointer.update(from: sum.gradient.pointer, count: model.networkCount)
  }

  /// Fills in a batch and runs its losses, into the record.
  private func computeLosses(ofBatch batch: Int) throws -> StepProgram {
    let program = try program(ofBatch: batch)
    gatherRows(ofBatch: batch)
    program.fill(record.batches, from: preparation, taking: &record.taking)
    program.computeLosses(&record.losses, in: context(ofBatch: batch))
    return program
  }

  /// What each batch counts for each task: its labelled targets among those of all batches.
  private func shares(of batches: Range<Int>) throws -> [[Double]] {
    let tasks = settings.tasks.indices
    let counts = batches.map { batch in
      gatherRows(ofBatch: batch)
      return tasks.map { task in
        preparation.targets[task].count(of: record.batches[preparation.source(ofTask: task)])
      }
    }
    return counts.map { own in
      tasks.map { task in
        let total = counts.reduce(0) { $0 + $1[task] }
        return total > 0 ? own[task] / total : 0
      }
    }
  }

  /// What random layers of a batch depend on.
  func context(ofBatch batch: Int) -> RunContext {
    RunContext(seed: settings.generatorSeed, step: UInt64(batch))
  }
}
