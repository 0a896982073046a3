import JupyterProtocol

/// Runs a cell.
struct ExecuteHandler: MessageHandler {
  static let type = MessageType.execute

  struct Request: Decodable {
    var code: String
    var isSilent: Bool
    var storesHistory: Bool
    var userExpressions: [String: String]
    var allowsInput: Bool
    var stopsOnError: Bool

    private enum CodingKeys: String, CodingKey {
      case code
      case isSilent = "silent"
      case storesHistory = "store_history"
      case userExpressions = "user_expressions"
      case allowsInput = "allow_stdin"
      case stopsOnError = "stop_on_error"
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      code = try fields.decode(String.self, forKey: .code)
      isSilent = try fields.decodeIfPresent(Bool.self, forKey: .isSilent) ?? false
      let stores = try fields.decodeIfPresent(Bool.self, forKey: .storesHistory)
      // A silent cell leaves no trace, whatever else it asks.
      storesHistory = !isSilent && stores ?? true
      userExpressions =
        try fields.decodeIfPresent([String: String].self, forKey: .userExpressions) ?? [:]
      allowsInput = try fields.decodeIfPresent(Bool.self, forKey: .allowsInput) ?? true
      stopsOnError = try fields.decodeIfPresent(Bool.self, forKey: .stopsOnError) ?? true
    }
  }

  struct Reply: Encodable {
    var status = ReplyStatus.ok
    var executionCount: Int
    var payload: [Page] = []
    var userExpressions: [String: ExpressionReply] = [:]
    var ename: String?
    var evalue: String?
    var traceback: [String]?

    private enum CodingKeys: String, CodingKey {
      case status, payload, ename, evalue, traceback
      case executionCount = "execution_count"
      case userExpressions = "user_expressions"
    }
  }

  /// A page for the front end's pager.
  struct Page: Encodable {
    var source = "page"
    var data: [String: JSONValue]
    var start = 0
  }

  func reply(to request: Request, in exchange: Exchange, with evaluation: Evaluation) -> Reply? {
    if request.storesHistory { evaluation.cellCount += 1 }
    let count = evaluation.cellCount
    if !request.isSilent {
      exchange.publish(ExecuteInput(code: request.code, executionCount: count))
    }
    let cell = CellRequest(
      code: request.code, count: count, isSilent: request.isSilent,
      allowsInput: request.allowsInput)
    let output = CellOutputRelay(
      exchange, of: evaluation, isSilent: request.isSilent, allowsInput: request.allowsInput)
    let result = evaluation.engine.execute(cell, output: output)
    remember(request, result, in: evaluation)
    defer { evaluation.input.finishCell() }
    switch result {
    case .finished(let value, let pages):
      return finish(request, value, pages, in: exchange, with: evaluation)
    case .failed(let error):
      return fail(request, error, in: exchange, with: evaluation)
    }
  }

  private func finish(
    _ request: Request, _ value: MIMEBundle?, _ pages: [MIMEBundle], in exchange: Exchange,
    with evaluation: Evaluation
  ) -> Reply {
    let count = evaluation.cellCount
    if let value, !request.isSilent {
      exchange.publish(
        ExecuteResult(
          executionCount: count, data: value.jsonData, metadata: value.jsonMetadata))
    }
    return Reply(
      executionCount: count, payload: pages.map { Page(data: $0.jsonData) },
      userExpressions: request.userExpressions.mapValues {
        ExpressionReply(evaluation.engine.evaluate($0))
      })
  }

  private func fail(
    _ request: Request, _ error: CellError, in exchange: Exchange, with evaluation: Evaluation
  ) -> Reply {
    if !request.isSilent {
      exchange.publish(
        ErrorReport(name: error.name, value: error.value, traceback: error.traceback))
      if request.stopsOnError {
        // Before the reply: a cell that is sent in answer to it is not to be aborted.
        evaluation.input.hold()
        evaluation.outlet.request(.abortQueuedCells)
      }
    }
    return Reply(
      status: .error, executionCount: evaluation.cellCount, ename: error.name, evalue: error.value,
      traceback: error.traceback)
  }

  private func remember(_ request: Request, _ result: CellResult, in evaluation: Evaluation) {
    guard request.storesHistory else { return }
    var output: String?
    if case .finished(let value, _) = result { output = value?.data["text/plain"] }
    evaluation.history.append(
      History.Entry(line: evaluation.cellCount, input: request.code, output: output))
  }
}

/// The value of one of a request's `user_expressions`, or its error.
struct ExpressionReply: Encodable {
  var status = ReplyStatus.ok
  var data: [String: JSONValue]?
  var metadata: [String: JSONValue]?
  var ename: String?
  var evalue: String?
  var traceback: [String]?

  init(_ result: Result<MIMEBundle, CellError>) {
    switch result {
    case .success(let bundle):
      data = bundle.jsonData
      metadata = bundle.jsonMetadata
    case .failure(let error):
      status = .error
      ename = error.name
      evalue = error.value
      traceback = error.traceback
    }
  }
}
