internal import Synchronization

/// How many threads the engine computes on; no number that it computes depends on it.
package enum EngineThreads {
  /// What was asked for; 0 if nothing was.
  private static let wish = Atomic<Int>(0)
  /// More than this many gain nothing for networks of the size that a notebook has.
  private static let limit = 16

  /// Asks for a number of threads; heard only before the first product.
  package static func use(_ count: Int) { wish.store(max(count, 1), ordering: .relaxed) }

  /// The threads to compute on: what was asked for, else as many as there are processors.
  static var count: Int {
    let wish = wish.load(ordering: .relaxed)
    return min(wish > 0 ? wish : OpenBLAS.processorCount, limit)
  }
}
