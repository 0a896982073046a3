import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors

/// A run while it is trained: steps, epochs, and the state between them.
package final class TrainingLoop {
  let settings: TrainingSettings
  let preparation: Preparation
  let model: BoundModel
  let evaluator: Evaluator
  var state: TrainingState
  var signalHistory: SignalHistory
  var samplers: [EpochSampler]
  /// The tasks' gradients in the shared part; `nil` where nothing is shared by two tasks.
  let matrix: GradientMatrix?
  /// The gradients of the tasks' own parts before any weight, where each task's gradient is looked at.
  let ownGradients: FloatBuffer?
  /// Whether the weighting looks at each task's gradient.
  let mode: StepProgram.Mode
  private var programs: [[Int]: StepProgram] = [:]
  /// The losses of the step before, and by what its gradient was clipped, for a failure's report.
  var lastLosses: [LossFailure.TaskLoss] = []
  var lastClipFactor = 1.0

  /// Checks all that can be checked, and makes the first state.
  /// - Parameters:
  ///   - settings: Everything that decides the run.
  ///   - preparation: Its data.
  /// - Throws: What does not fit.
  init(_ settings: TrainingSettings, _ preparation: Preparation) throws {
    try settings.checkStopRule(preparation)
    self.settings = settings
    self.preparation = preparation
    model = try BoundModel(settings, preparation)
    evaluator = Evaluator(model)
    let taskCount = settings.tasks.count
    state = TrainingState(
      initial: model, optimizer: settings.optimizer, weighting: settings.weighting,
      taskCount: taskCount, seed: settings.generatorSeed)
    signalHistory = SignalHistory(state.history, tasks: settings.tasks)
    samplers = preparation.sources.enumerated().map { index, source in
      EpochSampler(
        rowCount: source.trainingRows.count, batchSize: settings.batchSize, seed: settings.seed,
        stream: "batches \(index)")
    }
    let needsGradients = !settings.weighting.needs.isDisjoint(
      with: [.gramian, .jacobian, .gradientNorms])
    let isShared = taskCount > 1 && model.sharedCount > 0
    matrix =
      isShared ? GradientMatrix(taskCount: taskCount, columnCount: model.sharedCount) : nil
    mode = needsGradients && isShared ? .separate : .summed
    ownGradients =
      mode == .separate ? FloatBuffer(count: model.networkCount - model.sharedCount) : nil
  }

  /// Compiles the first step, so that shapes which do not fit are found before a step is done.
  func check() throws { _ = try program(atStep: 0) }

  /// Goes on from a state.
  /// - Parameter state: The state of a run with the same settings.
  /// - Throws: `TrainingError.unsuitableState`.
  func restore(_ state: TrainingState) throws {
    let (expected, actual) = (settings.optimizer.slotCount, state.optimizer.slots.count)
    guard actual == expected else {
      throw TrainingError.unsuitableState(
        expected: expected * model.store.count, actual: actual * model.store.count)
    }
    try model.restore(state)
    self.state = state
    signalHistory = SignalHistory(state.history, tasks: settings.tasks)
  }

  /// Steps in an epoch: the data set with the most batches is seen once.
  var stepsPerEpoch: Int { samplers.map(\.batchCount).max() ?? 0 }

  /// Steps in some epochs; a person may ask for more than can be counted.
  func stepCount(epochs: Int) -> Int {
    let (count, overflows) = epochs.multipliedReportingOverflow(by: stepsPerEpoch)
    return overflows ? .max : count
  }

  /// The step's computation, compiled when batches of these sizes occur for the first time.
  func program(atStep step: Int) throws -> StepProgram {
    let sizes = samplers.map { $0.batchSize(atStep: step) }
    if let known = programs[sizes] { return known }
    let program = try StepProgram(
      model, settings, preparation, batchSizes: sizes, mode: mode, matrix: matrix,
      own: ownGradients)
    programs[sizes] = program
    return program
  }

  /// Trains until an epoch is whole, the stop rule or the person says stop.
  /// - Parameters:
  ///   - epochs: The number of the last epoch.
  ///   - interrupt: The person's flag.
  ///   - afterStep: Is called with each step's losses.
  /// - Returns: Why it ended.
  /// - Throws: `TrainingError.lossNotFinite`, or what the weighting throws.
  func train(
    until epochs: Int, interrupt: InterruptFlag, afterStep: ([Double]) -> Void
  ) throws -> Run.Ending {
    while state.epoch < epochs {
      while state.stepInEpoch < stepsPerEpoch {
        if interrupt.isRaised { return .interrupted }
        let losses = try step()
        afterStep(losses)
      }
      guard try closeEpoch(interrupt: interrupt) else { return .interrupted }
      if state.epoch < epochs, shouldStop { return .stoppedEarly }
    }
    return .finished
  }

  /// Looks at the validation split and begins the next epoch.
  /// - Parameter interrupt: The person's flag.
  /// - Returns: Whether it got that far; else all is as before, and the next call does it again.
  /// - Throws: `ShapeError`, where a loss does not fit.
  private func closeEpoch(interrupt: InterruptFlag) throws -> Bool {
    guard
      let scores = try evaluator.scores(
        settings.tasks, preparation, part: \.validation, metricLimit: 1, interrupt: interrupt)
    else { return false }
    state.history.append(state.tally, validation: scores)
    state.tally = EpochTally(taskCount: settings.tasks.count)
    state.epoch += 1
    state.stepInEpoch = 0
    signalHistory = SignalHistory(state.history, tasks: settings.tasks)
    return true
  }

  private var shouldStop: Bool {
    guard let rule = settings.stop else { return false }
    let losses = (state.stopRuleStart..<state.epoch).map { epoch in
      let known = zip(settings.tasks, state.history.validationLosses)
        .map { $0.weight * $1[epoch] }.filter { !$0.isNaN }
      return known.isEmpty ? .infinity : known.reduce(0, +) / Double(known.count)
    }
    return rule.shouldStop(after: losses)
  }

  /// The state with the numbers as they are now.
  var snapshot: TrainingState {
    var whole = state
    (whole.parameters, whole.statistics) = model.numbers
    return whole
  }
}

extension EpochSampler {
  /// How many rows a step's batch has.
  func batchSize(atStep step: Int) -> Int {
    batchSizes.count == 2 && step % batchCount == batchCount - 1 ? batchSizes[1] : batchSizes[0]
  }
}
