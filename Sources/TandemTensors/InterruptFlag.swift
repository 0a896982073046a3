internal import Synchronization

/// A flag that another thread raises to stop the work of a cell between two steps.
public final class InterruptFlag: Sendable {
  private let raised = Atomic<Bool>(false)

  /// Creates a flag that is down.
  public init() {}

  public var isRaised: Bool { raised.load(ordering: .acquiring) }

  /// Asks the work to stop.
  public func raise() { raised.store(true, ordering: .releasing) }

  /// Takes the request back: the next cell begins.
  public func lower() { raised.store(false, ordering: .releasing) }
}
