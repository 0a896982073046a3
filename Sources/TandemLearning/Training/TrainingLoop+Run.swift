import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors

extension TrainingLoop {
  /// A run before its first step, compiled.
  /// - Parameter settings: Everything that decides the run.
  /// - Throws: What does not fit.
  package convenience init(_ settings: TrainingSettings) throws {
    try self.init(settings, Preparation(settings))
    try check()
  }

  /// How many numbers the network has.
  package var parameterCount: Int { model.networkCount }

  /// The loop of a run, as it was when it ended.
  /// - Parameter run: The run.
  /// - Throws: What does not fit: a run from a file that was changed.
  convenience init(restoring run: Run) throws {
    try self.init(run.settings, Preparation(run.settings, encoders: run.taskEncoders))
    try restore(run.state)
  }

  /// Trains, and makes a run of what has been reached.
  /// - Parameters:
  ///   - epochs: The number of the last epoch.
  ///   - time: What earlier calls took.
  ///   - interrupt: The person's flag.
  ///   - observer: Is told of every step.
  /// - Returns: The run, whole however it ended.
  /// - Throws: `TrainingError.lossNotFinite`, or what the weighting throws; the observer has the run
  ///   as its last good step left it then.
  func run(
    until epochs: Int, before time: Duration, interrupt: InterruptFlag,
    observer: (any TrainingObserver)?
  ) throws -> Run {
    let clock = ContinuousClock()
    let start = clock.now
    let names = settings.tasks.map(\.name)
    do {
      let ending = try train(until: epochs, interrupt: interrupt) { losses in
        guard let observer else { return }
        // The epoch's last step belongs to it until the validation split has been seen.
        observer.didStep(
          TrainingProgress(
            tasks: names, epoch: state.epoch + 1, epochs: epochs, step: state.step,
            stepCount: stepCount(epochs: epochs), elapsed: time + (clock.now - start),
            losses: losses, epochLosses: state.history.losses))
      }
      return try run(asked: epochs, ending: ending, time: time + (clock.now - start))
    } catch {
      if let observer, state.step > 0 {
        observer.didFail(
          try run(asked: epochs, ending: .failed, time: time + (clock.now - start)))
      }
      throw error
    }
  }

  /// The run as it is.
  private func run(asked epochs: Int, ending: Run.Ending, time: Duration) throws -> Run {
    // Figures are those of the model as it is; for a whole epoch they are that epoch's.
    let validation = try evaluator.scores(settings.tasks, preparation, part: \.validation)
    let test = try evaluator.scores(settings.tasks, preparation, part: \.test)
    return Run(
      settings: settings, state: snapshot, epochsAsked: epochs,
      encoders: preparation.groups.map(\.encoder), encoderOfTask: preparation.groupOfTask,
      validation: validation ?? [], test: test ?? [], time: time, ending: ending,
      stepsPerEpoch: stepsPerEpoch, model: model.summary, sourceText: settings.sourceText)
  }
}

extension Run {
  /// How each task's inputs are coded.
  var taskEncoders: [InputEncoder] { encoderOfTask.map { encoders[$0] } }
}

extension TrainingSettings {
  /// Makes sure that architecture and weighting name no task that is not there.
  ///
  /// A head for a task that is known but not in the run is left unused; a weight for one is a mistake.
  /// - Parameter tasks: The tasks of the run, or of a whole comparison.
  /// - Throws: `ArchitectureError.unknownHead` or `WeightingError.unknownTask`.
  func checkNames(of tasks: [LearningTask]) throws {
    let names = tasks.map(\.name)
    for name in architecture.namedTasks
    where !names.contains(name) && !knownTasks.contains(name) {
      throw ArchitectureError.unknownHead(name, tasks: names)
    }
    for name in weighting.namedTasks where !names.contains(name) {
      throw WeightingError.unknownTask(name, tasks: names)
    }
  }

  /// Makes sure that a stop rule, a schedule, or a method with a probe has something to look at.
  func checkValidation(_ preparation: Preparation) throws {
    let hasLabels = tasks.indices.contains { task in
      let rows = preparation.sources[preparation.source(ofTask: task)].split.validation
      return rows.contains { preparation.targets[task].isLabelled($0) }
    }
    if hasLabels { return }
    if stop != nil { throw TrainingError.noValidationRows(argument: "stop") }
    if schedule.needsValidation { throw TrainingError.noValidationRows(argument: "schedule") }
    let methods = [weighting.weighting?.needs, weighting.gradientMethod?.needs]
    if methods.contains(where: { $0?.isSuperset(of: [.probe, .validation]) == true }) {
      throw TrainingError.noValidationRows(argument: "weighting")
    }
  }
}

extension Preparation {
  /// Checks and codes the data of a run.
  init(_ settings: TrainingSettings, encoders: [InputEncoder]? = nil) throws {
    try self.init(
      tasks: settings.tasks, excludedInputs: settings.excludedInputs, encoders: encoders)
  }
}
