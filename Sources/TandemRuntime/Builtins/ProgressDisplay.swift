import TandemLearning

/// The display that a cell shows while it trains: replaced at most ten times a second, left as a still.
final class ProgressDisplay: TrainingObserver {
  private let context: CellContext
  private let id: String
  private var last: TrainingProgress?
  private var lastShown: ContinuousClock.Instant?
  private var isShown = false

  init(context: CellContext) {
    self.context = context
    // Two sessions' cells may stand in one notebook.
    id = "tandem-progress-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
  }

  func didStep(_ progress: TrainingProgress) {
    last = progress
    let now = ContinuousClock.now
    if let lastShown, now - lastShown < .milliseconds(100) { return }
    lastShown = now
    show(progress, isFinal: false)
  }

  /// Shows how it ended; nothing where no step was done.
  func finish() {
    if let last { show(last, isFinal: true) }
  }

  private func show(_ progress: TrainingProgress, isFinal: Bool) {
    guard !context.isSilent else { return }
    let rendering = context.renderer.progress(progress, isFinal: isFinal)
    context.output.display(SessionBundle(bestOf: rendering), id: id, isUpdate: isShown)
    isShown = true
  }
}
