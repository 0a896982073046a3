/// Inner products between the tasks' gradients on two batches that know nothing of each other.
///
/// Those of one batch with itself are too large by the noise's variance; `J₁ J₂ᵀ` is right on average.
struct ProbedProducts {
  /// `J₁ J₂ᵀ`, `[n, n]` over the tasks that both batches have labels for.
  let products: [Double]
  /// Which of the step's tasks these are.
  let tasks: [Int]

  /// Takes two samples.
  ///
  /// A task that one of them has no label for is noted: it keeps its weight.
  /// - Parameters:
  ///   - signals: The step.
  ///   - context: Where the probe is.
  /// - Throws: As the probe does.
  init(for signals: StepSignals, in context: inout MethodContext) throws {
    let probe = context.requiredProbe
    let samples = try [0, 1].map { try probe.gradients(ProbeRequest(.sample($0))) }
    let width = probe.sharedCount
    let lengths = samples.map {
      Rows.norms($0.jacobian, count: signals.taskCount, width: width)
    }
    let tasks = signals.tasks.indices.filter { task in
      zip(samples, lengths).allSatisfy { $0.losses[task] != 0 || $1[task] > 0 }
    }
    for task in signals.tasks.indices where !tasks.contains(task) {
      context.note(.unlabelled(task: signals.tasks[task]), .keptWeights)
    }
    let rows = samples.map { Rows.selected(tasks, of: $0.jacobian, width: width) }
    products = Rows.products(rows[0], rows[1], width: width)
    self.tasks = tasks
  }

  /// `J₁ J₂ᵀ w`.
  func callAsFunction(_ weights: [Double]) -> [Double] {
    weights.indices.map { row in
      weights.indices.reduce(0) { $0 + products[row * weights.count + $1] * weights[$1] }
    }
  }
}
