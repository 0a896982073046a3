package import JupyterProtocol

/// Answers one type of message; a request, its reply and what is done between stand in one file.
///
/// Busy, idle, signing and failures are the dispatcher's: a handler turns one value into another.
package protocol MessageHandler<Context>: Sendable {
  /// What the handler works on: the session, or the controls of the kernel.
  associatedtype Context
  associatedtype Request: Decodable
  /// `Never` where the protocol knows no reply.
  associatedtype Reply: Encodable

  static var type: MessageType { get }

  func reply(to request: Request, in exchange: Exchange, with context: Context) -> Reply?
}

/// Answers from the engine alone.
package protocol RequestHandler: MessageHandler where Context == Evaluation {
  func reply(to request: Request, from engine: some CellEngine) -> Reply
}

extension RequestHandler {
  package func reply(
    to request: Request, in exchange: Exchange, with evaluation: Evaluation
  ) -> Reply? {
    reply(to: request, from: evaluation.engine)
  }
}

/// Content of which nothing is needed.
package struct NoContent: Codable, Sendable, Equatable {
  package init() {}
}

/// How an answer begins.
package enum ReplyStatus: String, Encodable, Sendable {
  case ok, error, aborted
}
