import JupyterProtocol

/// Stops the cell that runs.
struct InterruptHandler<Context: KernelControls>: MessageHandler {
  static var type: MessageType { .interrupt }
  typealias Request = NoContent

  struct Reply: Encodable {
    var status = ReplyStatus.ok
  }

  func reply(to request: Request, in exchange: Exchange, with context: Context) -> Reply? {
    context.interrupt()
    return Reply()
  }
}
