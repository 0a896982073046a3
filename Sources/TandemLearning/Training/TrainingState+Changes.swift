import TandemNetworks
import TandemTensors

extension TrainingState {
  /// The state before the first step.
  init(
    initial model: BoundModel, optimizer: any Optimizer, weighting: WeightingChoice,
    taskCount: Int, seed: UInt64
  ) {
    (parameters, statistics) = model.numbers
    self.optimizer = OptimizerState(
      slotCount: optimizer.slotCount, parameterCount: model.store.count)
    weightingMemory = weighting.weighting?.memory ?? MethodMemory()
    gradientMethodMemory = weighting.gradientMethod?.memory ?? MethodMemory()
    generator = Generator(seed: seed, stream: "weighting")
    step = 0
    epoch = 0
    stepInEpoch = 0
    initialLosses = Array(repeating: .nan, count: taskCount)
    tally = EpochTally(taskCount: taskCount)
    history = TrainingHistory(taskCount: taskCount)
    stopRuleStart = 0
    notes = []
  }
}

extension EpochTally {
  /// Counts the norms and cosines of a step's gradients.
  /// - Parameters:
  ///   - gramian: The inner products of all tasks' gradients, `[K, K]`.
  ///   - weights: The tasks' fixed weights.
  ///   - taking: The tasks that take part.
  ///   - pairs: The pairs of tasks, in the order of `cosines`.
  mutating func add(
    _ gramian: [Double], weights: [Double], of taking: [Int], pairs: [[Int]]
  ) {
    let norms = weights.indices.map { gramian[$0 * weights.count + $0].squareRoot() }
    for task in taking where norms[task].isFinite {
      gradientNorms[task].add(norms[task] * weights[task])
    }
    for (index, pair) in pairs.enumerated() {
      let (a, b) = (pair[0], pair[1])
      let cosine = gramian[a * weights.count + b] / (norms[a] * norms[b])
      // A gradient of zero has no direction.
      if cosine.isFinite, taking.contains(a), taking.contains(b) { cosines[index].add(cosine) }
    }
  }
}

extension TrainingHistory {
  /// The mean of the tasks' losses on the validation split after each epoch.
  /// - Parameter weights: The tasks' fixed weights.
  /// - Returns: One number an epoch; infinite where no task has a loss.
  func meanValidationLosses(weights: [Double]) -> [Double] {
    (validationLosses.first ?? []).indices.map { epoch in
      let known = zip(weights, validationLosses).map { $0 * $1[epoch] }.filter { !$0.isNaN }
      return known.isEmpty ? .infinity : known.reduce(0, +) / Double(known.count)
    }
  }

  /// Adds a whole epoch to all curves.
  /// - Parameters:
  ///   - tally: The sums over its steps.
  ///   - validation: The figures on the validation split after it.
  mutating func append(_ tally: EpochTally, validation: [TaskScores]) {
    for (task, scores) in validation.enumerated() {
      losses[task].append(tally.losses[task].value)
      weights[task].append(tally.weights[task].value)
      validationLosses[task].append(scores.loss)
      validationMetrics[task].append(scores.metrics.first?.value ?? .nan)
    }
    // Where nothing is shared these curves stay empty; an epoch without a number is a gap.
    let isMeasured = tally.gradientNorms.contains { $0.count > 0 }
    guard isMeasured || gradientNorms.contains(where: { !$0.isEmpty }) else { return }
    let epochs = losses.first?.count ?? 0
    for (task, norm) in tally.gradientNorms.enumerated() {
      gradientNorms[task] += Array(repeating: .nan, count: epochs - 1 - gradientNorms[task].count)
      gradientNorms[task].append(norm.value)
    }
    for (pair, cosine) in tally.cosines.enumerated() {
      cosines[pair] += Array(repeating: .nan, count: epochs - 1 - cosines[pair].count)
      cosines[pair].append(cosine.value)
    }
  }
}
