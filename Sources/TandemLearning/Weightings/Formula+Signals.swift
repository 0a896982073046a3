public import TandemCatalog

extension Formula {
  /// The signals that the formula uses, in the order of `Signal.allCases`.
  public var signals: [Signal] {
    let used = root.signals
    return Signal.allCases.filter(used.contains)
  }

  /// What the trainer has to compute for the formula.
  public var needs: SignalNeeds {
    signals.reduce(into: []) { $0.formUnion($1.needs) }
  }

  /// Throws the error of a weight that is negative or not finite, with the signals of its task.
  func check(_ weight: Double, ofTask task: Int, in step: StepSignals) throws {
    guard weight < 0 || !weight.isFinite else { return }
    // A constant is checked before there is a step.
    let place: [Signal] = signals.isEmpty ? [] : [.step, .epoch]
    let used = (signals + place).map { ($0.rawValue, $0.values(in: step)[task]) }
    throw WeightingError.invalidWeight(
      task: step.tasks[task], weight: weight,
      signals: Dictionary(used, uniquingKeysWith: { first, _ in first }))
  }

  /// Finds a weight without signals that can never be one, before anything is trained.
  func checkIfConstant(for task: String?) throws {
    guard signals.isEmpty else { return }
    let step = StepSignals(tasks: [task ?? ""], losses: [1])
    try check(values(for: step)[0], ofTask: 0, in: step)
  }
}

extension Formula.Signal {
  fileprivate var needs: SignalNeeds {
    switch self {
    case .loss, .initialLoss, .previousLoss, .bestLoss: .losses
    case .validationLoss, .metric: .validation
    case .gradientNorm: .gradientNorms
    case .epoch, .step, .progress, .taskCount, .random: []
    }
  }
}

extension Formula.Node {
  fileprivate var signals: Set<Formula.Signal> {
    switch self {
    case .number: []
    case .signal(let signal): [signal]
    case .negate(let node), .not(let node), .function(_, let node), .overTasks(_, let node):
      node.signals
    case .binary(_, let left, let right), .larger(let left, let right),
      .smaller(let left, let right):
      left.signals.union(right.signals)
    case .conditional(let condition, let then, let otherwise):
      condition.signals.union(then.signals).union(otherwise.signals)
    }
  }
}
