import TandemTensors

/// Where the time of a step goes, by operation.
struct ProfileTable {
  private let entries: [PlanProfile.Entry]
  private let stepCount: Int
  /// What a step takes that nobody looks into, in seconds.
  private let stepTime: Double

  /// Does some steps, and looks at each operation of them.
  /// - Parameters:
  ///   - stepCount: How many steps.
  ///   - stepTime: What a step takes that nobody looks into.
  ///   - step: One step.
  /// - Throws: What the step throws.
  init(stepCount: Int, stepTime: Duration, _ step: () throws -> Void) rethrows {
    self.stepCount = stepCount
    self.stepTime = stepTime / .seconds(1)
    PlanProfile.start()
    defer { _ = PlanProfile.finish() }
    for _ in 0..<stepCount { try step() }
    entries = PlanProfile.finish()
  }

  /// Prints a line for each operation and shape of its result, the costliest first.
  ///
  /// The last line is what is left of a step: batches, weighting and optimizer, and the plans' own work.
  /// The clock is read around each operation, so that short ones are told longer than they are.
  func print() {
    printAtOnce(row("operation", "result", "calls/step", "µs/step", "share", "GFLOP/s"))
    var rest = stepTime
    for entry in entries {
      let seconds = entry.seconds / Double(stepCount)
      rest -= seconds
      let calls = (Double(entry.callCount) / Double(stepCount)).fixed(0)
      let rate = entry.arithmeticCount.map { ($0 / entry.seconds / 1e9).fixed(1) } ?? ""
      let shape = entry.shape.sizes.map(String.init).joined(separator: "×")
      printAtOnce(row(entry.name, shape, calls, micro(seconds), share(seconds), rate))
    }
    printAtOnce(row("all else", "", "", micro(rest), share(rest), ""))
  }

  private func micro(_ seconds: Double) -> String { (seconds * 1e6).fixed(1) }
  private func share(_ seconds: Double) -> String { (seconds / stepTime * 100).fixed(1) + "%" }

  private func row(
    _ name: String, _ shape: String, _ calls: String, _ time: String, _ share: String,
    _ rate: String
  ) -> String {
    name.filled(40) + " " + shape.filled(14) + calls.padded(11) + time.padded(11)
      + share.padded(8) + rate.padded(9)
  }
}
