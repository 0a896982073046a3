package import JupyterProtocol

/// What the evaluation thread works on: the engine, and what the kernel remembers of its cells.
package final class Evaluation: KernelFacts, KernelControls {
  package let engine: any CellEngine
  package let outlet: any CellOutlet
  package let description: KernelDescription
  package let connection: ConnectionInfo
  let input: any InputSource
  /// The number of the last cell that counted.
  var cellCount = 0
  var history = History()

  package init(
    engine: any CellEngine, outlet: any CellOutlet, input: any InputSource,
    description: KernelDescription, connection: ConnectionInfo
  ) {
    self.engine = engine
    self.outlet = outlet
    self.input = input
    self.description = description
    self.connection = connection
  }

  package func shutDown() { outlet.request(.shutDown) }

  // On the shell channel an interrupt comes when the cell before it has ended: nothing is left to stop.
  package func interrupt() {}
}

/// Where a cell's questions are answered.
package protocol InputSource: AnyObject {
  func expectInput(to question: String)
  func waitForInput() -> InputAnswer
  /// The cell is done: what is interrupted from now on is not this cell.
  func finishCell()
  /// Takes no request until the queued cells are aborted.
  func hold()
}

extension Inbox: InputSource {}

/// What there is to say about a kernel without asking its session.
package protocol KernelFacts {
  var description: KernelDescription { get }
  var connection: ConnectionInfo { get }
}

/// What a client can do to the kernel as a whole.
package protocol KernelControls {
  func shutDown()
  func interrupt()
}
