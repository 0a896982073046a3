public import TandemCatalog

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
    /// Runs that could not be finished, as where a loss stopped being a number.
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
    public var reason: Reason

    /// What ended the run.
    public enum Reason: Sendable, Equatable {
      case loss(LossFailure)
      case weighting(WeightingError)
    }

    /// Creates a failure.
    public init(seed: Int, reason: Reason) {
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
