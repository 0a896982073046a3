import JupyterProtocol

/// Tells the ports; an old request, which costs nothing to answer.
struct ConnectHandler<Context: KernelFacts>: MessageHandler {
  static var type: MessageType { .connect }
  typealias Request = NoContent

  struct Reply: Encodable {
    var status = ReplyStatus.ok
    var shellPort: Int
    var iopubPort: Int
    var stdinPort: Int
    var controlPort: Int
    var heartbeatPort: Int

    private enum CodingKeys: String, CodingKey {
      case status
      case shellPort = "shell_port"
      case iopubPort = "iopub_port"
      case stdinPort = "stdin_port"
      case controlPort = "control_port"
      case heartbeatPort = "hb_port"
    }
  }

  func reply(to request: Request, in exchange: Exchange, with context: Context) -> Reply? {
    let connection = context.connection
    return Reply(
      shellPort: connection.shellPort, iopubPort: connection.iopubPort,
      stdinPort: connection.stdinPort, controlPort: connection.controlPort,
      heartbeatPort: connection.heartbeatPort)
  }
}
