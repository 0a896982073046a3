import JupyterProtocol

/// Says what could stand at the cursor.
struct CompleteHandler: RequestHandler {
  static let type = MessageType.complete

  struct Request: Decodable {
    var code: String
    var cursor: Int?

    private enum CodingKeys: String, CodingKey {
      case code
      case cursor = "cursor_pos"
    }
  }

  struct Reply: Encodable {
    var status = ReplyStatus.ok
    var matches: [String]
    var cursorStart: Int
    var cursorEnd: Int
    var metadata: Metadata

    private enum CodingKeys: String, CodingKey {
      case status, matches, metadata
      case cursorStart = "cursor_start"
      case cursorEnd = "cursor_end"
    }
  }

  struct Metadata: Encodable {
    var types: [TypedMatch]

    private enum CodingKeys: String, CodingKey { case types = "_jupyter_types_experimental" }
  }

  /// What JupyterLab draws an icon from.
  struct TypedMatch: Encodable {
    var text: String
    var type: String
    var signature: String?
    var start: Int
    var end: Int
  }

  func reply(to request: Request, from engine: some CellEngine) -> Reply {
    let cursor = cursorPosition(request.cursor, in: request.code)
    let completions = engine.complete(request.code, cursor: cursor)
    let types = completions.matches.map {
      TypedMatch(
        text: $0.text, type: $0.type, signature: $0.signature, start: completions.start,
        end: completions.end)
    }
    return Reply(
      matches: completions.matches.map(\.text), cursorStart: completions.start,
      cursorEnd: completions.end, metadata: Metadata(types: types))
  }
}

/// A cursor that lies in the code, in Unicode scalars, as the protocol counts; the end if none is given.
func cursorPosition(_ cursor: Int?, in code: String) -> Int {
  let count = code.unicodeScalars.count
  return min(max(0, cursor ?? count), count)
}
