public import TandemCatalog
public import TandemNetworks

/// Everything that decides a run: the same settings give the same run, bit for bit.
public struct TrainingSettings: Sendable {
  public var architecture: any Architecture
  public var tasks: [LearningTask]
  public var weighting: WeightingChoice
  public var epochs: Int
  public var batchSize: Int
  /// How many batches make a step, as if their rows were one batch.
  public var accumulate = 1
  public var optimizer: any Optimizer
  public var schedule: any Schedule
  public var stop: (any StopRule)?
  /// The largest norm that the network's whole gradient may have; `nil` for none.
  public var clip: Double?
  /// The largest size that a number of the gradient may have, before `clip`; `nil` for none.
  public var clipValue: Double?
  /// How fast each part is trained, and which are frozen.
  public var rates = PartRates()
  public var seed: Int
  /// Columns that must not be inputs beside the run's own targets: those of a whole `compare`.
  public var excludedInputs: Set<String> = []
  /// Tasks that there are beside the run's own: an architecture may have heads for them, so that a mix
  /// can be changed without it.
  public var knownTasks: Set<String> = []
  /// Where the arguments of the call stand, by name, for errors.
  public var origins: [String: ValueOrigin] = [:]

  /// Creates settings; nothing is checked before `Trainer.train`.
  public init(
    architecture: any Architecture, tasks: [LearningTask], weighting: WeightingChoice, epochs: Int,
    batchSize: Int, optimizer: any Optimizer, schedule: any Schedule, stop: (any StopRule)? = nil,
    clip: Double? = nil, seed: Int
  ) {
    self.architecture = architecture
    self.tasks = tasks
    self.weighting = weighting
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.schedule = schedule
    self.stop = stop
    self.clip = clip
    self.seed = seed
  }

  /// The call of `train` that has these settings.
  public var sourceText: String {
    let names = tasks.map(\.name).joined(separator: ", ")
    let arguments = [
      architecture.sourceText, "[\(names)]", "weighting: \(weighting.sourceText)",
      commonArguments, "seed: \(seed)",
    ]
    return "train(" + arguments.joined(separator: ", ") + ")"
  }

  /// The arguments that `train` and `compare` have in common.
  var commonArguments: String {
    [
      "epochs: \(epochs)", "batch: \(batchSize)", "optimizer: \(optimizer.sourceText)",
      "schedule: \(schedule.sourceText)", "stop: \(stop?.sourceText ?? "none")",
      "clip: \(clip?.sourceText ?? "none")",
    ].joined(separator: ", ") + options.map { ", \($0)" }.joined()
  }

  /// The arguments that are written only where they are used.
  public var options: [String] {
    [
      accumulate > 1 ? "accumulate: \(accumulate)" : nil,
      clipValue.map { "clip_value: \($0.sourceText)" },
      rates.record.map { "rates: \($0.sourceText)" },
      rates.list.map { "freeze: \($0.sourceText)" },
    ].compactMap { $0 }
  }
}
