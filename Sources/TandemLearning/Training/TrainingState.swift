public import TandemNetworks
public import TandemTensors

/// All that a step changes: what `resume` goes on from, bit for bit.
public struct TrainingState: Codable, Sendable, Equatable {
  /// Parameters of the network, flat, in the order of the parts, then those of the weighting.
  public var parameters: [Float]
  /// Layers' statistics (running means), flat, in the order of the parts.
  public var statistics: [Float]
  public var optimizer: OptimizerState
  public var weightingMemory: MethodMemory
  public var gradientMethodMemory: MethodMemory
  /// What weightings draw from; dropout and batches follow from seed, epoch and step alone.
  public var generator: Generator
  /// Steps and whole epochs done.
  public var step: Int
  public var epoch: Int
  /// Steps done of an epoch that is not whole.
  public var stepInEpoch: Int
  /// The losses of the first step in which each task took part; NaN until there was one.
  public var initialLosses: [Double]
  /// Sums over the steps of an epoch that is not whole.
  public var tally: EpochTally
  public var history: TrainingHistory
  /// Epochs before the stop rule began to count: where it ended the run before `resume` went on.
  public var stopRuleStart: Int
  /// What methods found, in the order of the steps; each thing once.
  public var notes: [RunNote]
}

/// Sums over the steps of one epoch, of which its curves are the means.
public struct EpochTally: Codable, Sendable, Equatable {
  public var losses: [Mean]
  public var weights: [Mean]
  public var gradientNorms: [Mean]
  /// In the order of `TrainingHistory.pairs`.
  public var cosines: [Mean]

  /// A mean in the making.
  public struct Mean: Codable, Sendable, Equatable {
    public var sum = 0.0
    public var count = 0

    /// Counts one more number.
    mutating func add(_ number: Double) {
      sum += number
      count += 1
    }

    /// The mean so far; NaN of nothing.
    var value: Double { count == 0 ? .nan : sum / Double(count) }
  }

  /// Creates the sums of an epoch that has not begun.
  public init(taskCount: Int) {
    losses = Array(repeating: Mean(), count: taskCount)
    weights = losses
    gradientNorms = losses
    cosines = Array(repeating: Mean(), count: taskCount * max(taskCount - 1, 0) / 2)
  }
}

/// Curves of a run: the first index is the task.
public struct TrainingHistory: Codable, Sendable, Equatable {
  /// Mean training loss of each whole epoch, over the steps in which the task took part.
  public var losses: [[Double]]
  /// Loss on the validation split after each epoch.
  public var validationLosses: [[Double]]
  /// The first metric on the validation split after each epoch; NaN where it is not defined.
  public var validationMetrics: [[Double]]
  /// Mean loss weight in each epoch.
  public var weights: [[Double]]
  /// Mean norm of each task's gradient in the shared part, for each epoch; empty if never computed.
  ///
  /// Over all steps if the method needs gradients, else of each epoch's first step alone. Gradients
  /// are those of the losses before any weighting.
  public var gradientNorms: [[Double]]
  /// For each pair of tasks, `pairs[i]`, the mean cosine of their gradients in each epoch.
  public var cosines: [[Double]]
  public var pairs: [[Int]]

  /// Creates the history of a run that has not begun.
  public init(taskCount: Int) {
    let empty = Array(repeating: [Double](), count: taskCount)
    losses = empty
    validationLosses = empty
    validationMetrics = empty
    weights = empty
    gradientNorms = empty
    pairs = (0..<taskCount).flatMap { a in (a + 1..<max(taskCount, a + 1)).map { [a, $0] } }
    cosines = Array(repeating: [], count: pairs.count)
  }
}
