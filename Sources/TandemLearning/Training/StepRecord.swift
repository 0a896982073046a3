import TandemTensors

/// What the step that a loop is at works with, kept from one step to the next.
///
/// Nothing here outlives a run or is saved; it is kept so that a step allocates nothing.
final class StepRecord {
  /// The rows of each data set.
  var batches: [[Int]]
  /// The tasks that take part.
  var taking: [Int] = []
  /// The loss of each task; without a meaning for one that takes no part.
  var losses: [Double]
  /// The loss of each task after the update, where the weighting learns from it.
  var updatedLosses: [Double]
  /// The losses, NaN for a task that takes no part: what a step gives.
  var reported: [Double]
  var weighed: Weighed
  /// The inner products of the tasks' gradients at each site.
  var gramians: [GradientSite: [Double]] = [:]
  var combined = Combined()
  /// The inner products of the tasks' gradients in the shared part, if the step has them.
  var sharedGramian: [Double]?
  /// Whether the signals are those of the tasks that take part, apart from the step's own figures.
  var hasCurrentSignals = false

  /// The tasks and losses of the last whole step, and by what its gradient was clipped: for the report
  /// of a failure.
  private(set) var lastTaking: [Int] = []
  private(set) var lastLosses: [Double]
  var lastClipFactor = 1.0

  /// What a step's losses count.
  struct Weighed {
    /// By the weighting alone, a task each; 0 for one that takes no part.
    var weights: [Double]
    /// With the tasks' fixed weights.
    var factors: [Double]
    var parameterGradient: [Double] = []
    var signals = StepSignals(tasks: [], losses: [])
  }

  /// What a gradient method is given and what is made of its answer.
  struct Combined {
    /// The inner products of the weighted losses' gradients, of the tasks that take part.
    var gramian: [Double] = []
    /// The weighted losses of these tasks.
    var losses: [Double] = []
    /// By what each task's gradient in the shared part is multiplied, and by what in its own parts.
    var factors: [Double] = []
    var ownFactors: [Double] = []
  }

  /// Creates the record of a run's first step.
  init(taskCount: Int, sourceCount: Int) {
    batches = Array(repeating: [], count: sourceCount)
    losses = Array(repeating: 0, count: taskCount)
    (reported, lastLosses, updatedLosses) = (losses, losses, losses)
    weighed = Weighed(weights: losses, factors: losses)
    (combined.factors, combined.ownFactors) = (losses, losses)
  }

  /// Ends a step that was good.
  func close() {
    for task in reported.indices { reported[task] = .nan }
    for task in taking { reported[task] = losses[task] }
    swap(&taking, &lastTaking)
    swap(&losses, &lastLosses)
  }
}
