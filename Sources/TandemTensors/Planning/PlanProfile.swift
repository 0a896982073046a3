internal import Glibc
internal import Synchronization

/// Where the time of plans goes, by operation: of all plans that run between `start` and `finish`.
package enum PlanProfile {
  /// The steps of one operation that give results of one shape.
  package struct Entry: Sendable {
    /// The operation's name; of joined steps all names, as 'matmul+add+relu'.
    package var name: String
    package var shape: Shape
    package var callCount = 0
    package var seconds = 0.0
    /// Sums and products of numbers in all calls; `nil` where the operation does not count them.
    package var arithmeticCount: Double?
  }

  private struct Key: Hashable {
    var name: String
    var shape: Shape
  }

  private static let isOn = Atomic<Bool>(false)
  private static let entries = Mutex<[Key: Entry]>([:])

  /// Whether steps are to be timed.
  static var isActive: Bool { isOn.load(ordering: .relaxed) }

  /// Begins a profile, and forgets the one before.
  package static func start() {
    entries.withLock { $0 = [:] }
    isOn.store(true, ordering: .relaxed)
  }

  /// Ends the profile.
  /// - Returns: The operations, those that took longest first.
  package static func finish() -> [Entry] {
    isOn.store(false, ordering: .relaxed)
    return entries.withLock { $0.values.sorted { $0.seconds > $1.seconds } }
  }

  /// Times one step.
  static func time(
    _ name: String, _ shape: Shape, arithmeticCount: Double?, _ body: () -> Void
  ) {
    let start = now
    body()
    let seconds = now - start
    entries.withLock { entries in
      let key = Key(name: name, shape: shape)
      var entry = entries[key] ?? Entry(name: name, shape: shape)
      entry.callCount += 1
      entry.seconds += seconds
      if let arithmeticCount {
        entry.arithmeticCount = (entry.arithmeticCount ?? 0) + arithmeticCount
      }
      entries[key] = entry
    }
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
