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
  /// The weighting looks once, at the losses of all of them. Where someone looks at each task's gradient,
  /// these are added up batch by batch; where the step's gradient is not made of them, the losses are
  /// computed once more with the gradient, as weights may depend on them.
  /// - Parameter sum: Where gradients are added up.
  /// - Returns: Each task's loss, NaN for one that took no part.
  /// - Throws: `TrainingError.lossNotFinite`; what a weighting throws.
  func accumulatedStep(_ sum: Accumulation) throws -> [Double] {
    let batches = batches(ofStep: state.step)
    let shares = try shares(of: batches)
    sum.clear()
    var losses = [Double](repeating: 0, count: settings.tasks.count)
    for batch in batches {
      sum.statistics.append(model.statisticNumbers)
      let program = try computeLosses(ofBatch: batch)
      program.updateStatistics(in: context(ofBatch: batch))
      let share = shares[batch - batches.lowerBound]
      for task in losses.indices where share[task] > 0 {
        losses[task] += share[task] * record.losses[task]
      }
      if !program.matrices.isEmpty {
        try TrainingError.needing(.rows(taskCount: settings.tasks.count)) {
          try sum.add(program.matrices, own: memory.own, shares: share)
        }
      }
      if let penalty = program.penaltyGradient {
        sum.add(penalty, times: 1 / Double(batches.count))
      }
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
    let gramians = measureGradients(
      last, sum.matrices, of: taking, in: context(ofBatch: batches.upperBound - 1))
    try checkGradients(gramians, losses, of: taking)
    try weigh(losses, gramians, sum.matrices, of: taking)
    sum.writeOwn(to: memory.own)
    switch demand.mode {
    case .summed: try addGradients(to: sum, batches, shares)
    case .separate:
      try combineGradients(
        sum.matrices[.shared], gramians, of: taking, into: model.store.gradients.pointer)
      addPenalty(last.penaltyGradient == nil ? nil : sum.gradient)
    case .pulledBack: try pullBack(sum, gramians, batches, of: taking)
    }
    try applyGradient(losses, of: taking)
    if settings.learnsAfterwards {
      try learn(from: updatedLosses(of: batches, shares), of: taking)
    }
    (record.losses, record.taking) = (losses, taking)
    count(losses, of: taking)
    return record.reported
  }

  /// The gradient of the weighted losses of all batches, into the gradient buffer.
  private func addGradients(
    to sum: Accumulation, _ batches: Range<Int>, _ shares: [[Double]]
  ) throws {
    let factors = record.weighed.factors
    let count = Double(batches.count)
    try forEachBackwards(batches, sum.statistics) { batch, program in
      // The mean over batches gives the penalty of the network once.
      let weights = zip(factors, shares[batch - batches.lowerBound]).map { $0 * $1 * count }
      program.finish(weights: weights, in: context(ofBatch: batch))
      sum.add(model.store.gradients, times: 1 / count)
    }
    model.store.gradients.pointer.update(from: sum.gradient.pointer, count: model.networkCount)
  }

  /// The gradient that the method makes of those by the representations of all batches, pulled back
  /// through the shared part batch by batch.
  private func pullBack(
    _ sum: Accumulation, _ gramians: [GradientSite: [Double]], _ batches: Range<Int>,
    of taking: [Int]
  ) throws {
    guard let matrix = sum.matrices[.representation] else { return }
    let combined = FloatBuffer(count: matrix.columnCount)
    try combineGradients(matrix, gramians, of: taking, into: combined.pointer)
    try forEachBackwards(batches, sum.statistics) { batch, program in
      program.setCotangents(combined.pointer + sum.starts[batch - batches.lowerBound])
      program.finish(weights: record.weighed.factors, in: context(ofBatch: batch))
      sum.addShared(model.store.gradients)
    }
    let (all, shared) = (model.store.gradients.pointer, model.sharedCount)
    all.update(from: sum.gradient.pointer, count: shared)
    // Behind the shared part the sum has nothing but the penalty's.
    for i in shared..<model.networkCount { all[i] += sum.gradient.pointer[i] }
  }

  /// Goes through a step's batches once more, each with its losses computed.
  ///
  /// Layers' statistics have followed all batches in their order, and stay as they are.
  /// - Parameters:
  ///   - batches: The batches.
  ///   - statistics: What the statistics were before each of them.
  ///   - body: Is called with each batch.
  /// - Throws: What `body` throws, or a program for batches of another size.
  private func forEachBackwards(
    _ batches: Range<Int>, _ statistics: [[Float]], _ body: (Int, StepProgram) throws -> Void
  ) throws {
    let followed = model.statisticNumbers
    // Backwards: the last batch is still as its losses left it.
    for batch in batches.reversed() {
      if batch == batches.upperBound - 1 {
        try body(batch, program(ofBatch: batch))
        continue
      }
      // A layer that has too few numbers reads them.
      model.statisticNumbers = statistics[batch - batches.lowerBound]
      let program = try computeLosses(ofBatch: batch)
      program.updateStatistics(in: context(ofBatch: batch))
      try body(batch, program)
    }
    model.statisticNumbers = followed
  }

  /// The losses of a step's rows at the parameters as they are now.
  private func updatedLosses(of batches: Range<Int>, _ shares: [[Double]]) throws -> [Double] {
    var losses = [Double](repeating: 0, count: settings.tasks.count)
    for batch in batches {
      let program = try program(ofBatch: batch)
      gatherRows(ofBatch: batch)
      program.fill(record.batches, from: preparation, taking: &record.taking)
      program.computeLossesAlone(&record.updatedLosses, in: context(ofBatch: batch))
      let share = shares[batch - batches.lowerBound]
      for task in losses.indices where share[task] > 0 {
        losses[task] += share[task] * record.updatedLosses[task]
      }
    }
    return losses
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
  func shares(of batches: Range<Int>) throws -> [[Double]] {
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
