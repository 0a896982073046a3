/// A figure over seeds.
public struct SeedSummary: Sendable, Equatable {
  /// How many seeds it is of; those where the figure is not defined do not count.
  public var count: Int
  /// NaN where there is none.
  public var mean: Double
  /// The sample standard deviation, with n − 1; `nil` for fewer than two seeds.
  public var deviation: Double?
  /// The standard error of the mean, deviation / √n; `nil` for fewer than two seeds.
  public var standardError: Double? { deviation.map { $0 / Double(count).squareRoot() } }

  /// Sums up figures, leaving out those that are not numbers.
  public init(of values: [Double]) {
    let known = values.filter { !$0.isNaN }
    count = known.count
    mean = known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
    if known.count > 1 {
      let center = mean
      let squares = known.reduce(0) { $0 + ($1 - center) * ($1 - center) }
      deviation = (squares / Double(known.count - 1)).squareRoot()
    }
  }
}

/// Whether a task gained or lost by being learned with others.
public enum Transfer: Sendable, Equatable {
  /// The mean over seeds is not worse than alone, or there is nothing to compare with.
  case none
  /// The mean over seeds is worse than alone.
  case negative
  /// Worse by more than the standard error of the difference.
  case stronglyNegative
}

extension Comparison {
  /// A metric of a task on the test split, over the row's seeds.
  /// - Parameters:
  ///   - metric: The metric's index in the task's order.
  ///   - task: The task's index.
  ///   - row: The row.
  /// - Returns: The figure over the row's finished runs.
  public func summary(metric: Int = 0, ofTask task: Int, in row: Row) -> SeedSummary {
    SeedSummary(of: row.runs.map { $0.test[task].metrics[metric].value })
  }

  /// A metric of a task alone on the test split, over seeds.
  /// - Parameters:
  ///   - metric: The metric's index in the task's order.
  ///   - task: The task's index.
  /// - Returns: The figure over the task's finished baselines.
  public func baseline(metric: Int = 0, ofTask task: Int) -> SeedSummary {
    SeedSummary(of: baselines[task].runs.map { $0.test[0].metrics[metric].value })
  }
}

extension Comparison {
  /// How much better a task's first metric is than the task's mean alone, relative to that mean.
  ///
  /// `(M − M₀) / |M₀|`, with the sign turned where less is better: positive is better. There is none
  /// where the task alone has no figure, or has 0.
  /// - Parameters:
  ///   - task: The task's index.
  ///   - run: A run of a mix.
  /// - Returns: The change as a fraction, or `nil`.
  public func relativeChange(ofTask task: Int, in run: Run) -> Double? {
    let alone = baseline(ofTask: task).mean
    guard let metric = run.test[task].metrics.first, alone.isFinite, alone != 0,
      metric.value.isFinite
    else { return nil }
    let change = (metric.value - alone) / alone.magnitude
    return metric.isHigherBetter ? change : -change
  }

  /// Δm: the mean over tasks of the signed relative change of each task's first metric against the
  /// task alone, over the row's seeds; positive is better.
  ///
  /// Source: Maninis, Radosavovic, Kokkinos, CVPR 2019. Each run is measured against the mean of the
  /// tasks' single-task runs over all seeds, so that the deviation is that of the mix alone. A task
  /// without a relative change (`tasksWithoutChange`) is left out.
  /// - Parameter row: The row.
  /// - Returns: Δm as a fraction.
  public func deltaM(in row: Row) -> SeedSummary {
    SeedSummary(
      of: row.runs.map { run in
        let changes = tasks.indices.compactMap { relativeChange(ofTask: $0, in: run) }
        return changes.isEmpty ? .nan : changes.reduce(0, +) / Double(changes.count)
      })
  }

  /// The tasks that Δm leaves out, because their figure alone is 0 or does not exist.
  public var tasksWithoutChange: [String] {
    tasks.indices.filter {
      let alone = baseline(ofTask: $0).mean
      return !alone.isFinite || alone == 0
    }.map { tasks[$0] }
  }

  /// Whether a task lost by being learned with the others, by its first metric's mean over seeds.
  ///
  /// Strongly where it is worse by more than the standard error of the difference of the two means,
  /// `√(s²/n + s₀²/n₀)`; a single seed has no such error, so nothing is strong then.
  /// - Parameters:
  ///   - task: The task's index.
  ///   - row: The row.
  /// - Returns: The verdict.
  public func transfer(ofTask task: Int, in row: Row) -> Transfer {
    guard let metric = row.runs.first?.test[task].metrics.first else { return .none }
    let mixed = summary(ofTask: task, in: row)
    let alone = baseline(ofTask: task)
    let gain = metric.isHigherBetter ? mixed.mean - alone.mean : alone.mean - mixed.mean
    guard gain < 0 else { return .none }
    guard let error = mixed.standardError, let aloneError = alone.standardError else {
      return .negative
    }
    let difference = (error * error + aloneError * aloneError).squareRoot()
    return -gain > difference ? .stronglyNegative : .negative
  }
}
