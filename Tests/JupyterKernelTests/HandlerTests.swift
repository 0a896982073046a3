import JupyterKernel
import JupyterProtocol
import Testing

@Suite struct HandlerTests {
  let transcript = Transcript()

  @Test("kernel_info says who we are, with every field that front ends read")
  func kernelInfo() throws {
    let reply = try transcript.send(.kernelInfo, "{}")[1]
    #expect(reply.name == "shell kernel_info_reply")
    #expect(reply["status"] == "ok")
    #expect(reply["protocol_version"] == "5.5")
    #expect(reply["implementation"] == "test")
    #expect(reply["implementation_version"] == "1.2")
    #expect(reply["banner"] == "hello")
    #expect(reply["supported_features"] == .list([]))
    #expect(reply["language_info", "file_extension"] == ".tandem")
    #expect(reply["language_info", "mimetype"] == "text/x-tandem")
    #expect(reply["language_info", "codemirror_mode", "mime"] == "text/x-python")
    #expect(reply["help_links"] == .list([["text": "Help", "url": "https://example.org"]]))
  }

  @Test("completions count code points and bring their types")
  func completion() throws {
    let reply = try transcript.send(.complete, #"{"code":"🚲é d","cursor_pos":4}"#)[1]
    #expect(reply["matches"] == .list(["dense"]))
    #expect(reply["cursor_end"] == .integer(4))
    let typed: JSONValue = [
      "text": "dense", "type": "function", "signature": "(units)", "start": .integer(0),
      "end": .integer(4),
    ]
    #expect(reply["metadata", "_jupyter_types_experimental"] == .list([typed]))
  }

  @Test("a cursor outside the code is brought back into it")
  func cursors() throws {
    try transcript.send(.complete, #"{"code":"🚲é","cursor_pos":99}"#)
    try transcript.send(.complete, #"{"code":"🚲é","cursor_pos":-1}"#)
    try transcript.send(.complete, #"{"code":"🚲é"}"#)
    #expect(transcript.engine.cursors == [2, 0, 2])
  }

  @Test("inspection says whether there is a page")
  func inspection() throws {
    let found = try transcript.send(.inspect, #"{"code":"known","cursor_pos":2,"detail_level":1}"#)[
      1]
    #expect(found["found"] == .bool(true))
    #expect(found["data", "text/plain"] == "page 2 1")
    let missing = try transcript.send(.inspect, #"{"code":"x","cursor_pos":0}"#)[1]
    #expect(missing["status"] == "ok")
    #expect(missing["found"] == .bool(false))
    #expect(missing["data"] == [:])
  }

  @Test("only incomplete code has an indent")
  func completeness() throws {
    #expect(
      try transcript.send(.isComplete, #"{"code":"f("}"#)[1].content
        == ["status": "incomplete", "indent": "    "])
    #expect(try transcript.send(.isComplete, #"{"code":"f"}"#)[1].content == ["status": "complete"])
  }

  @Test("there are no comms: one that is opened is closed at once")
  func comms() throws {
    #expect(try transcript.send(.commInfo, "{}")[1].content == ["status": "ok", "comms": [:]])
    let lines = try transcript.send(.commOpen, #"{"comm_id":"c","target_name":"t","data":{}}"#)
    #expect(lines.map(\.name) == ["iopub status", "iopub comm_close", "iopub status"])
    #expect(lines[1]["comm_id"] == "c")
    for type in [MessageType.commMessage, .commClose] {
      #expect(try transcript.send(type, #"{"comm_id":"c"}"#).count == 2)
    }
  }

  @Test("a message of an unknown type is bracketed, and has no reply")
  func unknownType() throws {
    let lines = try transcript.send(MessageType("teleport_request"), "{}")
    #expect(lines.map(\.name) == ["iopub status", "iopub status"])
    #expect(lines.map { $0["execution_state"] } == ["busy", "idle"])
  }

  @Test("the ports are told")
  func connect() throws {
    #expect(try transcript.send(.connect, "{}")[1]["hb_port"] == .integer(5))
  }

  @Test("history gives the last cells, a range, or those that fit a pattern")
  func history() throws {
    for code in ["a1", "b2", "a1", "fail x"] {
      try transcript.send(.execute, #"{"code":"\#(code)"}"#)
    }
    try transcript.send(.execute, #"{"code":"hidden","store_history":false}"#)
    func lines(_ request: String) throws -> JSONValue? {
      try transcript.send(.history, "{\(request)}")[1]["history"]
    }
    func entry(_ number: Int, _ input: JSONValue) -> JSONValue {
      .list([.integer(1), .integer(number), input])
    }
    #expect(
      try lines(#""hist_access_type":"tail","n":2"#) == .list([entry(3, "a1"), entry(4, "fail x")]))
    #expect(
      try lines(#""hist_access_type":"range","session":0,"start":2,"stop":3"#)
        == .list([entry(2, "b2")]))
    #expect(try lines(#""hist_access_type":"range","session":7,"start":1,"stop":9"#) == .list([]))
    #expect(
      try lines(#""hist_access_type":"search","pattern":"a*""#)
        == .list([entry(1, "a1"), entry(3, "a1")]))
    #expect(
      try lines(#""hist_access_type":"search","pattern":"a*","unique":true"#)
        == .list([entry(3, "a1")]))
    #expect(
      try lines(#""hist_access_type":"search","pattern":"??","n":1"#) == .list([entry(3, "a1")]))
    #expect(
      try lines(#""hist_access_type":"tail","n":2,"output":true"#)
        == .list([entry(3, .list(["a1", "a1"])), entry(4, .list(["fail x", .null]))]))
    #expect(try lines(#""hist_access_type":"tail","n":-3"#) == .list([]))
  }

  @Test("control answers facts, and notes what the I/O thread must do")
  func control() throws {
    let desk = ControlDesk(description: .test, connection: Transcript.connection)
    let info = try transcript.control(.kernelInfo, "{}", desk)
    #expect(
      info.map(\.name) == ["iopub status", "control kernel_info_reply", "iopub status"])
    let stop = try transcript.control(.shutdown, #"{"restart":true}"#, desk)
    #expect(desk.isShuttingDown)
    #expect(
      stop.map(\.name) == [
        "iopub status", "iopub shutdown_reply", "control shutdown_reply", "iopub status",
      ])
    #expect(stop[2].content == ["status": "ok", "restart": .bool(true)])
  }

  @Test("a shutdown on the shell channel waits its turn, and then ends the kernel")
  func shellShutdown() throws {
    let lines = try transcript.send(.shutdown, "{}")
    #expect(transcript.commands == ["shutDown"])
    #expect(lines[2]["restart"] == .bool(false))
  }
}
