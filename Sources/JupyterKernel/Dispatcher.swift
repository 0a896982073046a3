package import JupyterProtocol

/// Brings each request to its handler, and brackets it: busy, the answer, idle.
package struct Dispatcher<Context> {
  private let handlers: [MessageType: any MessageHandler<Context>]

  package init(_ handlers: [any MessageHandler<Context>]) {
    self.handlers = Dictionary(handlers.map { (Swift.type(of: $0).type, $0) }) { first, _ in first }
  }

  package func knows(_ type: MessageType) -> Bool { handlers[type] != nil }

  /// Answers a request; one of an unknown type gets no reply, but is bracketed too.
  package func answer(_ exchange: Exchange, with context: Context) {
    exchange.publish(Status(.busy))
    if let handler = handlers[exchange.request.header.type] {
      run(handler, exchange, context)
    }
    exchange.publish(Status(.idle))
  }

  /// Turns a cell away that was queued when another failed.
  package func abort(_ exchange: Exchange) {
    exchange.publish(Status(.busy))
    exchange.reply(AbortedReply(), startedAt: timestamp())
    exchange.publish(Status(.idle))
  }

  private func run<Handler: MessageHandler<Context>>(
    _ handler: Handler, _ exchange: Exchange, _ context: Context
  ) {
    let start = timestamp()
    do {
      let content = exchange.request.content
      let request = try JSONCoding.decode(Handler.Request.self, from: content)
      guard let reply = handler.reply(to: request, in: exchange, with: context) else { return }
      exchange.reply(reply, startedAt: start)
    } catch {
      // A client that waits for a reply is not to wait for ever.
      let type = exchange.request.header.type
      KernelLog.write("the content of a '\(type.name)' is invalid: \(error)")
      guard type.isRequest else { return }
      exchange.reply(FailedReply("the content of '\(type.name)' is invalid"), startedAt: start)
    }
  }
}

/// What the evaluation thread answers, in the order in which it was asked.
///
/// A new handler is a file under `Handlers/` and a line here.
extension Dispatcher where Context == Evaluation {
  package init() { self.init(Self.handlers) }

  private static var handlers: [any MessageHandler<Evaluation>] {
    [
      KernelInfoHandler(), ExecuteHandler(), CompleteHandler(), InspectHandler(),
      IsCompleteHandler(), HistoryHandler(), CommInfoHandler(), CommOpenHandler(),
      ConnectHandler(), ShutdownHandler(), InterruptHandler(),
    ]
  }
}

/// What the I/O thread answers on the control channel, while a cell runs.
extension Dispatcher where Context == ControlDesk {
  package init() { self.init(Self.handlers) }

  private static var handlers: [any MessageHandler<ControlDesk>] {
    [
      KernelInfoHandler(), CommInfoHandler(), ConnectHandler(), ShutdownHandler(),
      InterruptHandler(),
    ]
  }
}

private struct AbortedReply: Encodable {
  var status = ReplyStatus.aborted
}

/// The answer to a request that cannot be read.
private struct FailedReply: Encodable {
  var status = ReplyStatus.error
  var ename = "invalid-request"
  var evalue: String
  var traceback: [String] = []

  init(_ message: String) { evalue = message }
}
