/// What a weighting may look at in a step.
///
/// Task order is that of the run; all figures are `Double`.
/// A task that takes no part in the step (no labelled row in its batch) is not among `losses` and the
/// others: `tasks` says which are, and weights are given for those only.
public struct StepSignals: Sendable {
  /// The names of the tasks that take part, in order.
  public var tasks: [String]
  /// Their indices in the run, in order: what a method that remembers tasks files them under.
  public var indices: [Int]
  /// How many tasks the run has.
  public var runTaskCount: Int
  public var losses: [Double]
  /// The losses of the first step in which each task took part.
  public var initialLosses: [Double]
  /// Mean losses of each whole epoch so far, one array a task of this step; all have one length.
  public var epochLosses: [[Double]]
  /// The smallest of `epochLosses`; the initial loss until there is one.
  public var bestLosses: [Double]
  /// The last epoch's loss on the validation split; the initial loss until there is one.
  public var validationLosses: [Double]
  /// The last epoch's first metric on the validation split; 0 until there is one.
  public var metrics: [Double]
  /// Norms of the tasks' gradients at the method's site; empty unless the method needs them.
  public var gradientNorms: [Double]
  /// The gradients of the losses at the method's site, `[K, P]` row after row; empty unless the
  /// weighting needs `.jacobian`, and where nothing is shared.
  public var jacobian: [Double]
  /// A number from 0 to 1 for each task, drawn where a formula asks for one; else empty.
  public var randoms: [Double]
  /// From 1.
  public var epoch: Int
  /// From 1.
  public var step: Int
  public var stepCount: Int
  /// What the tasks' outputs mean: a probability model for `uncertainty`.
  public var forms: [Predictions.Form]
  /// What the run's optimizer has made of the method's own parameters, in the run's task order.
  public var learned: [Double]
  /// A weight of one for each task; kept, for it is what the commonest weighting gives in every step.
  public let ones: [Double]

  public var taskCount: Int { tasks.count }
  /// How much of the run is behind it, 0…1.
  public var progress: Double {
    stepCount > 1 ? min(1, Double(step - 1) / Double(stepCount - 1)) : 1
  }

  /// Creates the signals of a step before which nothing is known but the losses.
  public init(
    tasks: [String], indices: [Int]? = nil, runTaskCount: Int? = nil, losses: [Double],
    initialLosses: [Double]? = nil, epoch: Int = 1, step: Int = 1, stepCount: Int = 1
  ) {
    self.tasks = tasks
    self.indices = indices ?? Array(tasks.indices)
    self.runTaskCount = runTaskCount ?? tasks.count
    self.losses = losses
    self.initialLosses = initialLosses ?? losses
    epochLosses = Array(repeating: [], count: tasks.count)
    bestLosses = self.initialLosses
    validationLosses = self.initialLosses
    metrics = Array(repeating: 0, count: tasks.count)
    gradientNorms = []
    jacobian = []
    randoms = []
    self.epoch = epoch
    self.step = step
    self.stepCount = stepCount
    forms = Array(repeating: .numbers, count: tasks.count)
    learned = []
    ones = Array(repeating: 1, count: tasks.count)
  }
}
