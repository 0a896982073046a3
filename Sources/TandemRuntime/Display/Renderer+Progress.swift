package import TandemLearning
import TandemPlots

extension Renderer {
  /// The display while a run trains, and the still that remains of it.
  /// - Parameters:
  ///   - progress: How far it is.
  ///   - isFinal: Whether this is the last that will be said of it.
  ///   - ending: How a single run ended, where that is known.
  /// - Returns: A bar over the losses' curves; as text one line and the losses.
  package func progress(_ progress: TrainingProgress, isFinal: Bool, ending: Run.Ending? = nil)
    -> Rendering
  {
    let isDone =
      ending == .stoppedEarly
      || progress.step >= progress.stepCount && progress.run >= progress.runCount
    let status: ProgressFigure.Status =
      isFinal ? (isDone ? .finished : .interrupted) : .running
    // The last run of a comparison stands for none of the others.
    let isSummary = isFinal && progress.runCount > 1
    let figure = ProgressFigure(
      headline: progress.headline(isFinal: isFinal, isDone: isDone, ending: ending),
      detail: progress.detail(isFinal: isFinal), fraction: progress.fraction, status: status,
      readings: isSummary
        ? []
        : zip(progress.tasks, progress.losses).map {
          .init(ControlText.cut($0, to: 40), value: $1, colorIndex: color(of: $0))
        }, plot: isSummary ? nil : curves(of: progress))
    return Rendering(text: figure.textDescription, picture: picture(of: figure, isBrief: !isFinal))
  }

  /// The losses of whole epochs, over all epochs that there will be, so that the line moves to the right.
  private func curves(of progress: TrainingProgress) -> Plot? {
    guard progress.epochs > 1 else { return nil }
    let series = zip(progress.tasks, progress.epochLosses).map { task, losses in
      Series(ControlText.cut(task, to: 40), values: losses, colorIndex: color(of: task))
    }
    var plot = Plot(
      title: "", x: Axis("epoch", including: [1, Double(progress.epochs)]), y: Axis("loss"),
      marks: [LineMark(series)])
    plot.emptyText = "the curve begins with the first whole epoch"
    return plot
  }
}

extension TrainingProgress {
  fileprivate func headline(isFinal: Bool, isDone: Bool, ending: Run.Ending?) -> String {
    let subject = title.map { ControlText.cut($0, to: 60) }
    if isFinal {
      if runCount > 1 {
        return isDone
          ? "compared \(FigureText.count(runCount, "run"))"
          : "stopped in run \(run) of \(runCount)"
      }
      if ending == .stoppedEarly { return "stopped early, in epoch \(epoch) of \(epochs)" }
      return isDone ? "trained" : "stopped in epoch \(epoch) of \(epochs)"
    }
    let counted = runCount > 1 ? "run \(run) of \(runCount)" : "training"
    return subject.map { "\(counted): \($0)" } ?? counted
  }

  fileprivate func detail(isFinal: Bool) -> String {
    let time = FigureText.duration(elapsed)
    if isFinal {
      if runCount > 1 { return time }
      return "\(FigureText.count(epochs, "epoch")) · \(FigureText.count(step)) of "
        + "\(FigureText.count(stepCount, "step")) · \(time)"
    }
    let steps =
      "epoch \(epoch) of \(epochs) · step \(FigureText.count(step)) of \(FigureText.count(stepCount))"
    return remaining.map { "\(steps) · \($0) left" } ?? steps
  }

  /// 0…1, over all runs of a comparison.
  fileprivate var fraction: Double {
    guard stepCount > 0, runCount > 0 else { return 0 }
    let own = min(1, Double(step) / Double(stepCount))
    return (Double(run - 1) + own) / Double(runCount)
  }

  /// How long it will take at the speed so far; `nil` in the first steps, where that says little.
  private var remaining: String? {
    guard fraction > 0.01, elapsed > .milliseconds(300) else { return nil }
    let rest = elapsed * ((1 - fraction) / fraction)
    return rest < .seconds(10)
      ? FigureText.duration(.seconds((rest / .seconds(1)).rounded(.up))) : FigureText.duration(rest)
  }
}
