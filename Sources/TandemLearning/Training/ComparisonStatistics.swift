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
