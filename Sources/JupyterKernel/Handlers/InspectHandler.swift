import JupyterProtocol

/// Shows the page of what stands at the cursor.
struct InspectHandler: RequestHandler {
  static let type = MessageType.inspect

  struct Request: Decodable {
    var code: String
    var cursor: Int?
    var detail: Int?

    private enum CodingKeys: String, CodingKey {
      case code
      case cursor = "cursor_pos"
      case detail = "detail_level"
    }
  }

  struct Reply: Encodable {
    var status = ReplyStatus.ok
    var found: Bool
    var data: [String: JSONValue]
    var metadata: [String: JSONValue]
  }

  func reply(to request: Request, from engine: some CellEngine) -> Reply {
    let cursor = cursorPosition(request.cursor, in: request.code)
    let page = engine.inspect(request.code, cursor: cursor, detail: request.detail ?? 0)
    return Reply(
      found: page != nil, data: page?.jsonData ?? [:], metadata: page?.jsonMetadata ?? [:])
  }
}
