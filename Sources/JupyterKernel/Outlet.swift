package import JupyterProtocol

/// Where the dispatcher's messages go.
package protocol Outlet: AnyObject {
  func post(_ message: OutgoingMessage)
}

/// Where a cell's output and questions go too.
package protocol CellOutlet: Outlet {
  /// Posts what a cell shows; waits if the clients are far behind.
  func post(output message: OutgoingMessage)

  /// Writes text, which becomes messages of a size that front ends bear.
  func append(_ text: String, to name: StreamText.Name, after parent: IncomingMessage)

  func request(_ command: Outbox.Command)
}
