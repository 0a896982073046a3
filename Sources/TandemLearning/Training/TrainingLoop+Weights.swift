import TandemCatalog
import TandemTensors

extension TrainingLoop {
  /// Lets the weighting say what each loss counts.
  /// - Parameters:
  ///   - losses: The losses of the step.
  ///   - gramians: The inner products of their gradients at each site.
  ///   - matrices: The gradients.
  ///   - taking: The tasks that take part.
  /// - Throws: `WeightingError`; what the probe throws.
  func weigh(
    _ losses: [Double], _ gramians: [GradientSite: [Double]],
    _ matrices: [GradientSite: GradientMatrix], of taking: [Int]
  ) throws {
    describe(losses, gramians, matrices, of: taking)
    let needsProbe = settings.weighting.weighting?.needs.contains(.probe) ?? false
    if needsProbe { probe?.factors = settings.tasks.map(\.weight) }
    var context = MethodContext(
      generator: state.generator, probe: needsProbe ? probe : nil)
    let chosen =
      try weighting?.weights(for: record.weighed.signals, in: &context)
      ?? LossWeights(record.weighed.signals.ones)
    state.generator = context.generator
    if let weighting = settings.weighting.weighting {
      // Asked first, for to hand the method over allocates.
      if !context.notes.isEmpty { note(context.notes, by: weighting) }
      guard chosen.isFinite else { throw notFinite(weighting) }
    }
    for task in settings.tasks.indices { record.weighed.weights[task] = 0 }
    for (place, task) in taking.enumerated() {
      record.weighed.weights[task] = chosen.weights[place]
    }
    for (index, task) in settings.tasks.enumerated() {
      record.weighed.factors[index] = record.weighed.weights[index] * task.weight
    }
    record.weighed.parameterGradient = chosen.parameterGradient
    noteZeros(of: taking)
  }

  /// Says so where no loss counts: the run would train nothing without a word.
  private func noteZeros(of taking: [Int]) {
    guard !taking.isEmpty, taking.allSatisfy({ record.weighed.factors[$0] == 0 }) else { return }
    note(
      [MethodNote(finding: .zeroWeights, response: .trainedNothing)],
      by: settings.weighting.weighting ?? EqualWeighting(Arguments()))
  }

  /// The error of a method whose answer is no number.
  func notFinite(_ method: any CatalogMethod) -> WeightingError {
    .notFinite(method: type(of: method).descriptor.name, step: state.step + 1)
  }

  /// Brings the signals to this step.
  private func describe(
    _ losses: [Double], _ gramians: [GradientSite: [Double]],
    _ matrices: [GradientSite: GradientMatrix], of taking: [Int]
  ) {
    if !record.hasCurrentSignals || record.weighed.signals.indices != taking {
      record.weighed.signals = signals(of: taking)
      record.hasCurrentSignals = true
    }
    record.weighed.signals.step = state.step + 1
    for (place, task) in taking.enumerated() {
      record.weighed.signals.losses[place] = losses[task] * settings.tasks[task].weight
    }
    for place in record.weighed.signals.learned.indices {
      record.weighed.signals.learned[place] = model.learned(place)
    }
    guard let weighting = settings.weighting.weighting, weighting.needs.looksAtGradients else {
      return
    }
    if weighting.needs.contains(.gradientNorms) {
      let gramian = gramians[weighting.site]
      for (place, task) in taking.enumerated() {
        let square = gramian.map { $0[task * settings.tasks.count + task] } ?? 0
        record.weighed.signals.gradientNorms[place] =
          square.squareRoot() * settings.tasks[task].weight
      }
    }
    if weighting.needs.contains(.jacobian), let matrix = matrices[weighting.site] {
      record.weighed.signals.jacobian = matrix.rows(taking, times: settings.tasks.map(\.weight))
        .map(Double.init)
    }
  }

  /// The signals of an epoch's steps in which these tasks take part; what changes with each step is
  /// still to be written.
  private func signals(of taking: [Int]) -> StepSignals {
    let tasks = settings.tasks
    let nothing = taking.map { _ in 0.0 }
    var signals = StepSignals(
      tasks: taking.map { tasks[$0].name }, indices: taking, runTaskCount: tasks.count,
      losses: nothing, initialLosses: taking.map { state.initialLosses[$0] * tasks[$0].weight },
      epoch: state.epoch + 1, stepCount: stepCount(epochs: settings.epochs))
    signals.forms = taking.map { tasks[$0].method.form }
    signals.learned = (0..<model.learnedCount).map { _ in 0 }
    let needsNorms = settings.weighting.weighting?.needs.contains(.gradientNorms) ?? false
    signals.gradientNorms = needsNorms ? nothing : []
    signalHistory.describe(&signals)
    return signals
  }
}
