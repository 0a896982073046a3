/// Who wants to know how training goes on; called on the training thread, so it must be quick.
public protocol TrainingObserver: AnyObject {
  /// A step has been done.
  func didStep(_ progress: TrainingProgress)

  /// A step went wrong, and the error is about to be thrown.
  /// - Parameter run: The run as the last good step left it.
  func didFail(_ run: Run)
}

extension TrainingObserver {
  public func didFail(_ run: Run) {}
}

/// How far a run is.
public struct TrainingProgress: Sendable {
  public var tasks: [String]
  /// From 1.
  public var epoch: Int
  public var epochs: Int
  /// Steps done in all, and how many there will be.
  public var step: Int
  public var stepCount: Int
  public var elapsed: Duration
  /// This step's losses, NaN for a task that took no part.
  public var losses: [Double]
  /// Mean training losses of the whole epochs so far, one array a task.
  public var epochLosses: [[Double]]
  /// In a comparison: which run this is, from 1, and of how many.
  public var run: Int = 1
  public var runCount: Int = 1
  /// In a comparison: what is being trained, as `mmoe · pcgrad · seed 2`.
  public var title: String?

  /// Creates a report.
  public init(
    tasks: [String], epoch: Int, epochs: Int, step: Int, stepCount: Int, elapsed: Duration,
    losses: [Double], epochLosses: [[Double]]
  ) {
    self.tasks = tasks
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.stepCount = stepCount
    self.elapsed = elapsed
    self.losses = losses
    self.epochLosses = epochLosses
  }
}
