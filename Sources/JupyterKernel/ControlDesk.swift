package import JupyterProtocol

/// What the control channel works on; it belongs to the I/O thread, which does what is noted here.
package final class ControlDesk: KernelFacts, KernelControls, Outlet {
  package let description: KernelDescription
  package let connection: ConnectionInfo
  package private(set) var isShuttingDown = false
  private var isInterruptWanted = false
  private var messages: [OutgoingMessage] = []

  package init(description: KernelDescription, connection: ConnectionInfo) {
    self.description = description
    self.connection = connection
  }

  package func shutDown() { isShuttingDown = true }

  package func interrupt() { isInterruptWanted = true }

  package func post(_ message: OutgoingMessage) { messages.append(message) }

  func takeInterrupt() -> Bool {
    defer { isInterruptWanted = false }
    return isInterruptWanted
  }

  /// The answers, which are sent when what was asked is done.
  package func takeMessages() -> [OutgoingMessage] {
    defer { messages = [] }
    return messages
  }
}
