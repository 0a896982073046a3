/// Decides which cells are turned away with a failed one: those that were sent before its reply.
///
/// "Run all" sends its cells one after the other, over some milliseconds, and a cell with a typo fails
/// faster than that. So the reply of a failed cell waits until cells have stopped coming in.
struct PendingAbortion {
  /// Without a cell for so long, whoever sends a row of them has sent the last.
  static let silence = Duration.milliseconds(30)
  /// The reply waits no longer than this.
  static let patience = Duration.milliseconds(300)

  private var lastArrival: ContinuousClock.Instant?
  private var begin: ContinuousClock.Instant?

  /// When the cells are aborted if no more come; `nil` while none has failed.
  var deadline: ContinuousClock.Instant? {
    guard let begin else { return nil }
    return min((lastArrival ?? begin) + Self.silence, begin + Self.patience)
  }

  mutating func noteArrival(at time: ContinuousClock.Instant) { lastArrival = time }

  mutating func begin(at time: ContinuousClock.Instant) { begin = time }

  mutating func end() { begin = nil }

  func isDue(at time: ContinuousClock.Instant) -> Bool { deadline.map { $0 <= time } ?? false }
}
