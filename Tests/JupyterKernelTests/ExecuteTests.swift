import JupyterKernel
import JupyterProtocol
import Testing

@Suite struct ExecuteTests {
  let transcript = Transcript()

  @discardableResult
  func run(_ code: String, _ more: String = "") throws -> [Transcript.Line] {
    let text = String(decoding: try JSONCoding.encode(code), as: UTF8.self)
    return try transcript.send(.execute, #"{"code":\#(text)\#(more.isEmpty ? "" : ",")\#(more)}"#)
  }

  @Test("a cell is bracketed by busy and idle, shown to all, and answered")
  func order() throws {
    let lines = try run("print a\nshow b\n7")
    #expect(
      lines.map(\.name) == [
        "iopub status", "iopub execute_input", "iopub stream", "iopub display_data",
        "iopub execute_result", "shell execute_reply", "iopub status",
      ])
    #expect(lines.first?["execution_state"] == "busy")
    #expect(lines.last?["execution_state"] == "idle")
    #expect(lines[4]["data", "text/plain"] == "7")
    #expect(lines[5]["status"] == "ok")
    #expect(lines[5].message.address == [Array("a".utf8), Array("b".utf8)])
    for line in lines {
      let parent = String(decoding: line.message.parentHeader, as: UTF8.self)
      #expect(parent == #"{"msg_id":"r1","msg_type":"execute_request","x":1}"#)
    }
  }

  @Test("only cells that keep history count")
  func counts() throws {
    func count(_ lines: [Transcript.Line]) -> JSONValue? {
      lines.first { $0.name == "shell execute_reply" }?["execution_count"]
    }
    #expect(try count(run("1")) == .integer(1))
    #expect(try count(run("1", #""store_history":false"#)) == .integer(1))
    #expect(try count(run("1", #""silent":true"#)) == .integer(1))
    #expect(try count(run("1", #""silent":true,"store_history":true"#)) == .integer(1))
    #expect(try count(run("fail x")) == .integer(2))
    #expect(transcript.engine.cells.map(\.count) == [1, 1, 1, 1, 2])
  }

  @Test("a silent cell shows nothing, not even its error")
  func silence() throws {
    let quiet = ["iopub status", "shell execute_reply", "iopub status"]
    #expect(
      try run("print a\nwarn b\nshow c\nclear\n7", #""silent":true"#).map(\.name) == quiet)
    #expect(try run("fail x", #""silent":true"#).map(\.name) == quiet)
    #expect(transcript.commands.isEmpty)
  }

  @Test("an error is told to all and in the reply, and stops the cells behind it before the reply")
  func errors() throws {
    let lines = try run("print a\nfail reason")
    #expect(
      lines.map(\.name).dropFirst(2) == [
        "iopub stream", "iopub error", "shell execute_reply", "iopub status",
      ])
    for line in lines[3...4] {
      #expect(line["ename"] == "boom")
      #expect(line["evalue"] == "reason")
      #expect(line["traceback"] == .list(["1", "2"]))
    }
    #expect(lines[4]["status"] == "error")
    #expect(transcript.commands == ["hold", "abortQueuedCells"])
  }

  @Test("with stop_on_error false nothing is stopped")
  func goingOn() throws {
    try run("fail x", #""stop_on_error":false"#)
    #expect(transcript.commands.isEmpty)
  }

  @Test("a cell that is turned away is answered and bracketed, and not run")
  func abortion() throws {
    let lines = try transcript.send(.execute, #"{"code":"1"}"#, isAborted: true)
    #expect(lines.map(\.name) == ["iopub status", "shell execute_reply", "iopub status"])
    #expect(lines[1].content == ["status": "aborted"])
    #expect(transcript.engine.cells.isEmpty)
  }

  @Test("each of the user's expressions has a value or an error of its own")
  func userExpressions() throws {
    let reply = try run("1", #""user_expressions":{"a":"x","b":"bad"}"#)[3]
    #expect(reply["user_expressions", "a", "data", "text/plain"] == "=x")
    #expect(reply["user_expressions", "a", "status"] == "ok")
    #expect(reply["user_expressions", "b", "status"] == "error")
    #expect(reply["user_expressions", "b", "ename"] == "boom")
    #expect(reply["status"] == "ok")
  }

  @Test("pages, named displays and JSON have the protocol's form")
  func forms() throws {
    let page = try run("page text")[2]
    #expect(
      page["payload"]
        == .list([["source": "page", "data": ["text/plain": "text"], "start": .integer(0)]]))
    let displays = try run("named a\nupdate b\nclear wait")
    #expect(displays[2]["transient", "display_id"] == "d")
    #expect(displays[3].name == "iopub update_display_data")
    #expect(displays[3]["transient", "display_id"] == "d")
    #expect(displays[4].content == ["wait": .bool(true)])
    let json = try run(#"json {"a":[1]}"#)[2]
    #expect(json["data", "application/geo+json", "a"] == .list([.integer(1)]))
    #expect(try run("json {broken")[2]["data", "application/geo+json"] == "{broken")
  }

  @Test("a question goes to the client that sent the cell, and only there")
  func questions() throws {
    let lines = try run("ask name?")
    #expect(lines[2].name == "stdin input_request")
    #expect(lines[2].content == ["prompt": "name?", "password": .bool(false)])
    #expect(lines[2].message.address == [Array("a".utf8), Array("b".utf8)])
    #expect(lines[3]["data", "text/plain"] == "yes")
    #expect(try run("ask secret!")[2]["password"] == .bool(true))
  }

  @Test("a question fails where the client takes none, or is interrupted")
  func noAnswer() throws {
    let lines = try run("ask x", #""allow_stdin":false"#)
    #expect(lines.map(\.name).contains("stdin input_request") == false)
    #expect(lines[2]["ename"] == "no-input")
    transcript.answer = .interrupted
    #expect(try run("ask x")[3]["ename"] == "interrupted")
    transcript.answer = .unavailable
    #expect(try run("ask x")[3]["ename"] == "no-input")
  }

  @Test(
    "content that is no request gets an error, not silence",
    arguments: [
      "{}", #"{"code":1}"#, #"{"code":"x","silent":"maybe"}"#, #"{"code":"\ud800"}"#,
      #"{"code":"x","user_expressions":[1]}"#,
    ])
  func invalidContent(content: String) throws {
    let lines = try transcript.send(.execute, content)
    #expect(lines.map(\.name) == ["iopub status", "shell execute_reply", "iopub status"])
    #expect(lines[1]["status"] == "error")
    #expect(lines[1]["ename"] == "invalid-request")
  }
}
