import JupyterProtocol

/// Tells a console whether Enter runs the cell or opens a new line.
struct IsCompleteHandler: RequestHandler {
  static let type = MessageType.isComplete

  struct Request: Decodable {
    var code: String
  }

  struct Reply: Encodable {
    var status: String
    var indent: String?
  }

  func reply(to request: Request, from engine: some CellEngine) -> Reply {
    let (status, indent) = engine.completeness(of: request.code)
    return Reply(
      status: status.rawValue,
      // The protocol has an indent for incomplete code only.
      indent: status == .incomplete ? String(repeating: " ", count: max(0, indent ?? 0)) : nil)
  }
}
