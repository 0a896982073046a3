import JupyterProtocol

/// Ends the kernel; for a restart, the client starts another.
struct ShutdownHandler<Context: KernelControls>: MessageHandler {
  static var type: MessageType { .shutdown }

  struct Request: Decodable {
    var restart: Bool?
  }
  typealias Reply = ShutdownReply

  func reply(to request: Request, in exchange: Exchange, with context: Context) -> Reply? {
    let reply = ShutdownReply(restart: request.restart ?? false)
    // The other clients are to know too.
    exchange.publish(reply)
    context.shutDown()
    return reply
  }
}

struct ShutdownReply: Publication {
  static let type = MessageType.shutdown.reply
  var status = ReplyStatus.ok
  var restart: Bool
}
