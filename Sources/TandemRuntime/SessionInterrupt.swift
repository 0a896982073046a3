import TandemTensors

/// What another thread raises to stop a session's work, as the session's owner holds it.
package struct SessionInterrupt: Sendable {
  let flag = InterruptFlag()

  package init() {}

  package var isRaised: Bool { flag.isRaised }

  /// Asks the cell that runs to stop.
  package func raise() { flag.raise() }

  /// Takes the request back: the next cell begins.
  package func lower() { flag.lower() }
}
