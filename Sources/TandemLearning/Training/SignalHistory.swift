/// What a weighting may know of whole epochs, made once an epoch for all its steps.
///
/// Losses count the task's own fixed weight; a figure that an epoch does not have (no labelled row) is
/// that of the epoch before, so that no method has to expect NaN.
struct SignalHistory {
  /// For each task, one loss an epoch.
  private var losses: [[Double]]
  private var validationLosses: [Double?]
  private var metrics: [Double?]

  /// Reads the curves of a run.
  init(_ history: TrainingHistory, tasks: [LearningTask]) {
    losses = zip(history.losses, tasks).map { values, task in
      var filled = values.map { $0 * task.weight }
      for epoch in filled.indices.dropFirst() where filled[epoch].isNaN {
        filled[epoch] = filled[epoch - 1]
      }
      return filled
    }
    validationLosses = zip(history.validationLosses, tasks).map { values, task in
      values.last { !$0.isNaN }.map { $0 * task.weight }
    }
    metrics = history.validationMetrics.map { values in values.last { !$0.isNaN } }
  }

  /// Writes what is known of the tasks that take part in a step.
  func describe(_ signals: inout StepSignals) {
    for (place, task) in signals.indices.enumerated() {
      let initial = signals.initialLosses[place]
      let known = losses[task].map { $0.isNaN ? initial : $0 }
      signals.epochLosses[place] = known
      signals.bestLosses[place] = known.min() ?? initial
      signals.validationLosses[place] = validationLosses[task] ?? initial
      signals.metrics[place] = metrics[task] ?? 0
    }
  }
}
