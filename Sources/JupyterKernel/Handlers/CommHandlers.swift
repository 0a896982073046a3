import JupyterProtocol

/// Lists the open comms: there are none, as we offer no targets.
struct CommInfoHandler<Context>: MessageHandler {
  static var type: MessageType { .commInfo }
  typealias Request = NoContent

  struct Reply: Encodable {
    var status = ReplyStatus.ok
    var comms: [String: String] = [:]
  }

  func reply(to request: Request, in exchange: Exchange, with context: Context) -> Reply? {
    Reply()
  }
}

/// Closes a comm as soon as it is opened, as the protocol wants where the target is unknown.
struct CommOpenHandler: MessageHandler {
  static let type = MessageType.commOpen

  struct Request: Decodable {
    var id: String

    private enum CodingKeys: String, CodingKey { case id = "comm_id" }
  }

  func reply(to request: Request, in exchange: Exchange, with evaluation: Evaluation) -> Never? {
    exchange.publish(CommClose(id: request.id))
    return nil
  }
}

private struct CommClose: Publication {
  static let type = MessageType.commClose
  var id: String
  var data: [String: String] = [:]

  private enum CodingKeys: String, CodingKey {
    case id = "comm_id"
    case data
  }
}
