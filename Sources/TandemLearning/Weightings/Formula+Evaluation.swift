import TandemCatalog

import Glibc

extension Formula {
  /// The formula of an argument that takes one: a number counts as a constant.
  init(argument: Value) {
    if case .object(let object) = argument, let formula = object as? Formula {
      self = formula
    } else if case .number(let number) = argument {
      self.init(.number(number), sourceText: number.sourceText)
    } else {
      preconditionFailure("a formula argument is \(argument.kind.phrase)")
    }
  }

  /// The formula's value for each task of a step; a truth value counts as 0 or 1.
  /// - Parameter step: The signals.
  /// - Returns: One value a task, which need not be finite.
  public func values(for step: StepSignals) -> [Double] {
    root.values(for: step)
  }
}

extension Formula.Node {
  fileprivate func values(for step: StepSignals) -> [Double] {
    switch self {
    case .number(let number): step.ones.map { _ in number }
    case .signal(let signal): signal.values(in: step)
    case .negate(let node): node.values(for: step).map { -$0 }
    case .not(let node): node.values(for: step).map { $0 == 0 ? 1 : 0 }
    case .binary(let sign, let left, let right):
      zip(left.values(for: step), right.values(for: step)).map(sign.apply)
    case .conditional(let condition, let then, let otherwise):
      zip(condition.values(for: step), zip(then.values(for: step), otherwise.values(for: step)))
        .map { $0 != 0 ? $1.0 : $1.1 }
    case .function(let function, let node): node.values(for: step).map(function.apply)
    case .overTasks(let reduction, let node): reduction.apply(node.values(for: step))
    case .larger(let left, let right):
      zip(left.values(for: step), right.values(for: step)).map { $0 > $1 ? $0 : $1 }
    case .smaller(let left, let right):
      zip(left.values(for: step), right.values(for: step)).map { $0 < $1 ? $0 : $1 }
    }
  }
}

extension Formula.Signal {
  /// The signal of each task; until there is a whole epoch, losses equal the initial loss.
  func values(in step: StepSignals) -> [Double] {
    switch self {
    case .loss: step.losses
    case .initialLoss: step.initialLosses
    case .previousLoss:
      zip(step.epochLosses, step.initialLosses).map { $0.last ?? $1 }
    case .bestLoss: step.bestLosses
    case .validationLoss: step.validationLosses
    case .metric: step.metrics
    case .gradientNorm: step.gradientNorms.isEmpty ? step.ones : step.gradientNorms
    case .epoch: step.ones.map { _ in Double(step.epoch) }
    case .step: step.ones.map { _ in Double(step.step) }
    case .progress: step.ones.map { _ in step.progress }
    case .taskCount: step.ones.map { _ in Double(step.taskCount) }
    case .random: step.randoms.isEmpty ? step.ones.map { _ in 0.5 } : step.randoms
    }
  }
}

extension Formula.Operator {
  func apply(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    // The remainder has the divisor's sign, as for columns.
    case .remainder: a - b * (a / b).rounded(.down)
    case .power: pow(a, b)
    case .equal: a == b ? 1 : 0
    case .notEqual: a != b ? 1 : 0
    case .less: a < b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .greater: a > b ? 1 : 0
    case .greaterOrEqual: a >= b ? 1 : 0
    case .and: a != 0 && b != 0 ? 1 : 0
    case .or: a != 0 || b != 0 ? 1 : 0
    }
  }
}

extension Formula.Function {
  func apply(_ x: Double) -> Double {
    switch self {
    case .log: logarithm(x)
    case .exp: exponential(x)
    case .sqrt: x.squareRoot()
    case .abs: x.magnitude
    case .round: x.rounded(.toNearestOrEven)
    }
  }
}

extension Formula.Reduction {
  /// What the tasks' values give together; the same for all tasks but for `softmax`.
  func apply(_ values: [Double]) -> [Double] {
    switch self {
    case .mean: all(values, values.reduce(0, +) / Double(values.count))
    case .sum: all(values, values.reduce(0, +))
    case .max: all(values, values.max() ?? 0)
    case .min: all(values, values.min() ?? 0)
    case .softmax: normalizedExponentials(values)
    }
  }

  private func all(_ values: [Double], _ result: Double) -> [Double] {
    values.map { _ in result }
  }
}
