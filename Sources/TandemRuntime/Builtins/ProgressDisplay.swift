import TandemLearning

/// The display that a cell shows while it trains: replaced at most ten times a second, left as a still.
final class ProgressDisplay: TrainingObserver {
  private let context: CellContext
  private let id: String
  private var last: TrainingProgress?
  private var lastShown: ContinuousClock.Instant?
  private var isShown = false
  private var ending: Run.Ending?
  /// What the last good step left of a run that went wrong.
  private(set) var failedRun: Run?
  private let start = ContinuousClock.now

  init(context: CellContext) {
    self.context = context
    // Two sessions' cells may stand in one notebook.
    id = "tandem-progress-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
  }

  func didStep(_ progress: TrainingProgress) {
    var progress = progress
    let now = ContinuousClock.now
    // A run of a comparison knows its own time only.
    if progress.runCount > 1 { progress.elapsed = now - start }
    last = progress
    if let lastShown, now - lastShown < .milliseconds(100) { return }
    lastShown = now
    show(progress, isFinal: false)
  }

  func didFail(_ run: Run) { failedRun = run }

  /// Takes what the last step could not know: the last epoch's losses, and how the run ended.
  func complete(with run: Run) {
    last?.epochLosses = run.history.losses
    ending = run.ending
  }

  /// Shows how it ended; nothing where no step was done.
  func finish() {
    if let last { show(last, isFinal: true) }
  }

  private func show(_ progress: TrainingProgress, isFinal: Bool) {
    guard !context.isSilent else { return }
    let rendering = context.renderer.progress(
      progress, isFinal: isFinal, ending: ending)
    context.output.display(SessionBundle(bestOf: rendering), id: id, isUpdate: isShown)
    isShown = true
  }
}
