public import TandemData
public import TandemNetworks

/// A run as a file holds it: numbers, and texts that the language makes methods of again.
public struct RunArchive: Sendable {
  public var architecture: String
  public var weighting: String
  public var optimizer: String
  public var schedule: String
  public var stop: String?
  public var tasks: [ArchivedTask]
  public var numbers: Numbers

  /// A task as a file holds it.
  public struct ArchivedTask: Sendable {
    public var name: String
    /// Source text that uses `RunArchive.targetName` for its target: a column, or a list of several.
    public var source: String
    /// What that name stands for.
    public var targets: [Column]
    /// The columns of `from:`, if the task has it; `makeRun` puts them back.
    public var inputs: [Column]?
  }

  /// Settings that are plain numbers, and all that training has made.
  public struct Numbers: Codable, Sendable {
    public var epochs: Int
    public var epochsAsked: Int
    public var batchSize: Int
    /// `nil` is 1.
    public var accumulate: Int?
    public var clip: Double?
    public var clipValue: Double?
    /// `nil` in files from before there were any.
    public var rates: PartRates?
    public var seed: Int
    public var excludedInputs: Set<String>
    public var state: TrainingState
    public var encoders: [InputEncoder]
    public var encoderOfTask: [Int]
    public var validation: [TaskScores]
    public var test: [TaskScores]
    public var time: Duration
    public var ending: Run.Ending
    public var stepsPerEpoch: Int
    public var model: Model
    public var sourceText: String
  }

  /// The name that the tasks' texts use for their target.
  public static let targetName = "target"

  /// The run, from the methods that its texts have given.
  /// - Parameters:
  ///   - architecture: What `architecture` says.
  ///   - weighting: What `weighting` says.
  ///   - optimizer: What `optimizer` says.
  ///   - schedule: What `schedule` says.
  ///   - stop: What `stop` says.
  ///   - tasks: What the sources of `tasks` say, in their order.
  /// - Returns: A run that predicts and goes on as the saved one.
  public func makeRun(
    architecture: any Architecture, weighting: WeightingChoice, optimizer: any Optimizer,
    schedule: any Schedule, stop: (any StopRule)?, tasks: [LearningTask]
  ) -> Run {
    var settings = TrainingSettings(
      architecture: architecture, tasks: tasks, weighting: weighting, epochs: numbers.epochs,
      batchSize: numbers.batchSize, optimizer: optimizer, schedule: schedule, stop: stop,
      clip: numbers.clip, seed: numbers.seed)
    settings.accumulate = numbers.accumulate ?? 1
    settings.clipValue = numbers.clipValue
    settings.rates = numbers.rates ?? PartRates()
    settings.excludedInputs = numbers.excludedInputs
    for (index, archived) in self.tasks.enumerated() where index < tasks.count {
      settings.tasks[index].name = archived.name
      settings.tasks[index].targets = archived.targets
      settings.tasks[index].inputs = archived.inputs
    }
    return Run(
      settings: settings, state: numbers.state, epochsAsked: numbers.epochsAsked,
      encoders: numbers.encoders, encoderOfTask: numbers.encoderOfTask,
      validation: numbers.validation, test: numbers.test, time: numbers.time,
      ending: numbers.ending, stepsPerEpoch: numbers.stepsPerEpoch, model: numbers.model,
      sourceText: numbers.sourceText)
  }
}
