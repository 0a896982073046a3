/// What the steps of one benchmark took.
struct StepTimes {
  /// Milliseconds, in rising order.
  private let samples: [Double]

  /// Creates figures from the time of each step, at least one.
  init(_ samples: [Duration]) {
    self.samples = samples.map { $0 / .milliseconds(1) }.sorted()
  }

  var count: Int { samples.count }
  var median: Double { samples[samples.count / 2] }
  var least: Double { samples[0] }
  var mean: Double { samples.reduce(0, +) / Double(samples.count) }
}

/// How long a benchmark goes on.
struct BenchmarkLength: Sendable {
  /// At least so long.
  var time: Duration
  /// Exactly so many steps instead.
  var stepCount: Int?

  /// Steps that are not counted, at the beginning.
  static let warmUpCount = 3
  /// Few steps make no median, however long they take.
  private static let smallestCount = 5

  /// Does steps until it is enough, after some that do not count.
  /// - Parameter step: One step.
  /// - Returns: The time of each that counts.
  /// - Throws: What the step throws.
  func run(_ step: () throws -> Void) rethrows -> [Duration] {
    for _ in 0..<Self.warmUpCount { try step() }
    var samples: [Duration] = []
    samples.reserveCapacity(stepCount ?? 1 << 16)
    let clock = ContinuousClock()
    let end = clock.now + time
    while isUnfinished(samples.count, at: clock.now, end: end) {
      let start = clock.now
      try step()
      samples.append(clock.now - start)
    }
    return samples
  }

  private func isUnfinished(
    _ count: Int, at now: ContinuousClock.Instant, end: ContinuousClock.Instant
  ) -> Bool {
    stepCount.map { count < $0 } ?? (now < end || count < Self.smallestCount)
  }
}
