import FoundationEssentials
import Glibc
import JupyterProtocol

/// A Jupyter kernel: an engine behind five channels.
package struct Kernel: Sendable {
  package var description: KernelDescription
  /// Bytes of stack for the evaluation thread; only what is used takes memory.
  package var stackSize = 64 << 20

  package init(_ description: KernelDescription) { self.description = description }

  /// Serves the clients of a connection file until one of them ends the kernel, or nobody is left.
  ///
  /// - Parameters:
  ///   - path: The connection file; ports that are 0 there are chosen, and written back.
  ///   - interrupt: What the engine looks at between two steps.
  ///   - makeEngine: Called once, on the thread that the engine then lives on.
  /// - Throws: When the connection file or the addresses in it cannot be used.
  package func run(
    connectionFile path: String, interrupt: any InterruptSwitch,
    makeEngine: @escaping @Sendable () -> any CellEngine
  ) throws {
    var file = try ConnectionFile(readingFrom: path)
    let signer = try MessageSigner(scheme: file.info.signatureScheme, key: file.info.key)
    let signals = try SignalPipe()
    signals.catchSignals([SignalPipe.interrupt, SignalPipe.terminate])
    let requested = file.info
    let sockets = try KernelSockets.bind(to: &file.info)
    if file.info != requested { try file.rewrite() }

    let composer = MessageComposer()
    let inbox = try Inbox(interrupt: interrupt)
    let outbox = try Outbox(composer: composer, interrupt: interrupt)
    let worker = EvaluationLoop(
      inbox: inbox, outbox: outbox, composer: composer, description: description,
      connection: file.info, makeEngine: makeEngine)
    try startThread(stackSize: stackSize) { worker.run() }

    var loop = IOLoop(
      sockets: sockets, signer: signer, composer: composer, inbox: inbox, outbox: outbox,
      signals: signals,
      parent: ParentWatch(managerVariable: ProcessInfo.processInfo.environment["JPY_PARENT_PID"]),
      desk: ControlDesk(description: description, connection: file.info))
    loop.run()
  }
}

extension Kernel {
  /// Ends the process, whatever its other threads do: a cell that does not stop is left behind.
  package static func exit() -> Never { _exit(0) }
}

/// The evaluation thread: the engine is born, used and dropped here.
struct EvaluationLoop: Sendable {
  let inbox: Inbox
  let outbox: Outbox
  let composer: MessageComposer
  let description: KernelDescription
  let connection: ConnectionInfo
  let makeEngine: @Sendable () -> any CellEngine

  func run() {
    let evaluation = Evaluation(
      engine: makeEngine(), outlet: outbox, input: inbox, description: description,
      connection: connection)
    let dispatcher = Dispatcher<Evaluation>()
    while let request = inbox.next() {
      let exchange = Exchange(
        request: request.message, channel: request.channel, composer: composer, outlet: outbox)
      if request.isAborted {
        dispatcher.abort(exchange)
      } else {
        dispatcher.answer(exchange, with: evaluation)
      }
    }
    outbox.request(.ended)
  }
}
