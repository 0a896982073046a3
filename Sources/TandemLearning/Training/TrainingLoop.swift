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
  /// The tasks' mean validation loss after each whole epoch, for stop rules and schedules.
  private(set) var validationLosses: [Double] = []
  var samplers: [EpochSampler]
  /// Which of the tasks' gradients the methods look at.
  let demand: GradientDemand
  /// What all programs write to: the gradients of the tasks' own parts among it.
  let memory: StepProgram.Memory
  /// The methods with what they remember; `snapshot` writes that to the state.
  var weighting: (any Weighting)?
  var gradientMethod: (any GradientMethod)?
  /// Where methods get gradients elsewhere; `nil` if none asks for them.
  private(set) var probe: LoopProbe?
  let record: StepRecord
  /// Where gradients are added up if a step takes several batches.
  let accumulation: Accumulation?
  private var programs: [[Int]: StepProgram] = [:]
  private var lastProgram: StepProgram?

  /// Checks all that can be checked, and makes the first state.
  /// - Parameters:
  ///   - settings: Everything that decides the run.
  ///   - preparation: Its data.
  /// - Throws: What does not fit.
  init(_ settings: TrainingSettings, _ preparation: Preparation) throws {
    try settings.checkValidation(preparation)
    var settings = settings
    settings.tasks = preparation.tasks
    self.settings = settings
    self.preparation = preparation
    model = try TrainingError.needing(.weights) { try BoundModel(settings, preparation) }
    evaluator = Evaluator(model)
    let taskCount = settings.tasks.count
    state = TrainingState(
      initial: model, optimizer: settings.optimizer, weighting: settings.weighting,
      taskCount: taskCount, seed: settings.generatorSeed)
    weighting = settings.weighting.weighting
    gradientMethod = settings.weighting.gradientMethod
    record = StepRecord(taskCount: taskCount, sourceCount: preparation.sources.count)
    signalHistory = SignalHistory(state.history, tasks: settings.tasks)
    samplers = preparation.sources.enumerated().map { index, source in
      EpochSampler(
        rowCount: source.trainingRows.count, batchSize: settings.batchSize, seed: settings.seed,
        stream: "batches \(index)")
    }
    demand = GradientDemand(
      settings.weighting, isShared: taskCount > 1 && model.sharedCount > 0)
    memory = StepProgram.Memory(
      own: demand.needsOwnGradients
        ? FloatBuffer(count: model.networkCount - model.sharedCount) : nil)
    accumulation =
      settings.accumulate > 1 ? Accumulation(model, taskCount: taskCount, demand: demand) : nil
    probe = settings.weighting.needs.contains(.probe) ? LoopProbe(self) : nil
    noteWhatIsShared()
  }

  /// Compiles the first step, so that shapes which do not fit are found before a step is done.
  func check() throws { _ = try program(ofBatch: 0) }

  /// What an update changes, kept where it may turn out bad.
  lazy var beforeUpdate = UpdateStart(
    parameterCount: model.store.count, slotCount: settings.optimizer.slotCount)

  /// Makes sure that all parts which the settings name are there, and that one is trained.
  /// - Throws: `TrainingError.unknownPart` or `.nothingToTrain`.
  func checkParts() throws {
    if let (name, argument) = model.unknownParts.first {
      throw TrainingError.unknownPart(
        name, argument: argument, parts: model.summary.parts.map(\.name))
    }
    try checkTraining()
  }

  /// Makes sure that a part is trained.
  func checkTraining() throws {
    guard model.users.isEmpty, model.networkCount > 0 else { return }
    throw TrainingError.nothingToTrain(argument: settings.rates.frozen.isEmpty ? "rates" : "freeze")
  }

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
    weighting?.memory = state.weightingMemory
    gradientMethod?.memory = state.gradientMethodMemory
    readHistory()
  }

  /// Makes of the curves of whole epochs what signals, schedules and stop rules look at.
  private func readHistory() {
    signalHistory = SignalHistory(state.history, tasks: settings.tasks)
    validationLosses = state.history.meanValidationLosses(weights: settings.tasks.map(\.weight))
    record.hasCurrentSignals = false
  }

  /// Steps in an epoch, in which all batches are seen once.
  var stepsPerEpoch: Int {
    let batches = batchesPerEpoch
    return settings.accumulate == 1 || batches == 0
      ? batches : (batches - 1) / settings.accumulate + 1
  }

  /// Steps in some epochs; a person may ask for more than can be counted.
  func stepCount(epochs: Int) -> Int {
    let (count, overflows) = epochs.multipliedReportingOverflow(by: stepsPerEpoch)
    return overflows ? .max : count
  }

  /// The step's computation, compiled when batches of these sizes occur for the first time.
  func program(ofBatch batch: Int) throws -> StepProgram {
    // Looked at first, for a step must not allocate the key.
    if let lastProgram, isFitting(lastProgram, ofBatch: batch) { return lastProgram }
    let sizes = samplers.map { $0.batchSize(atStep: batch) }
    lastProgram = programs[sizes]
    if let lastProgram { return lastProgram }
    let program = try TrainingError.needing(.step(rowCount: sizes.reduce(0, +))) {
      try StepProgram(
        model, settings, preparation, batchSizes: sizes, demand: demand, memory: memory)
    }
    programs[sizes] = program
    lastProgram = program
    return program
  }

  private func isFitting(_ program: StepProgram, ofBatch batch: Int) -> Bool {
    samplers.indices.allSatisfy {
      samplers[$0].batchSize(atStep: batch) == program.batchSizes[$0]
    }
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
    readHistory()
    return true
  }

  private var shouldStop: Bool {
    guard let rule = settings.stop else { return false }
    return rule.shouldStop(after: Array(validationLosses.dropFirst(state.stopRuleStart)))
  }

  /// The state with the numbers as they are now.
  var snapshot: TrainingState {
    var whole = state
    (whole.parameters, whole.statistics) = model.numbers
    whole.weightingMemory = weighting?.memory ?? MethodMemory()
    whole.gradientMethodMemory = gradientMethod?.memory ?? MethodMemory()
    return whole
  }
}
