import JupyterProtocol

/// Lists cells of this session.
struct HistoryHandler: MessageHandler {
  static let type = MessageType.history

  struct Request: Decodable {
    var access: String
    var output: Bool?
    var session: Int?
    var start: Int?
    var stop: Int?
    var count: Int?
    var pattern: String?
    var unique: Bool?

    private enum CodingKeys: String, CodingKey {
      case access = "hist_access_type"
      case output, session, start, stop, pattern, unique
      case count = "n"
    }
  }

  struct Reply: Encodable {
    var status = ReplyStatus.ok
    var history: [Line]
  }

  /// `[session, line, input]`, or `[session, line, [input, output]]` if outputs are asked for.
  struct Line: Encodable {
    var entry: History.Entry
    var hasOutput: Bool

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(History.session)
      try list.encode(entry.line)
      if hasOutput {
        try list.encode([entry.input, entry.output])
      } else {
        try list.encode(entry.input)
      }
    }
  }

  func reply(to request: Request, in exchange: Exchange, with evaluation: Evaluation) -> Reply? {
    let entries = entries(for: request, in: evaluation.history)
    return Reply(history: entries.map { Line(entry: $0, hasOutput: request.output ?? false) })
  }

  private func entries(for request: Request, in history: History) -> [History.Entry] {
    switch request.access {
    case "tail": history.tail(request.count ?? 10)
    case "range":
      history.range(session: request.session ?? 0, start: request.start ?? 0, stop: request.stop)
    case "search":
      history.search(
        GlobPattern(request.pattern ?? "*"), count: request.count,
        isUnique: request.unique ?? false)
    default: []
    }
  }
}
