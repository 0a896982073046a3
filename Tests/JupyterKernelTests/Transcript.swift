import JupyterKernel
import JupyterProtocol

/// A kernel without sockets: requests go in, and what it sends is written down.
final class Transcript: CellOutlet, InputSource {
  private(set) var messages: [OutgoingMessage] = []
  private(set) var commands: [String] = []
  let engine = ScriptedEngine()
  /// What the person answers.
  var answer = InputAnswer.line("yes")
  private let dispatcher = Dispatcher<Evaluation>()
  private let composer = MessageComposer()

  private lazy var evaluation = Evaluation(
    engine: engine, outlet: self, input: self, description: .test, connection: Self.connection)

  static let connection = ConnectionInfo(
    transport: .tcp, ip: "127.0.0.1",
    ports: [.shell: 1, .iopub: 2, .stdin: 3, .control: 4, .heartbeat: 5], key: "k")

  /// Sends a request, and gives what comes back: `channel type` and the content.
  @discardableResult
  func send(_ type: MessageType, _ content: String, isAborted: Bool = false) throws -> [Line] {
    messages = []
    let exchange = try exchange(type, content, on: .shell, outlet: self)
    if isAborted {
      dispatcher.abort(exchange)
    } else {
      dispatcher.answer(exchange, with: evaluation)
    }
    return try messages.map(Line.init)
  }

  /// Sends a request to the control channel.
  func control(_ type: MessageType, _ content: String, _ desk: ControlDesk) throws -> [Line] {
    let exchange = try exchange(type, content, on: .control, outlet: desk)
    Dispatcher<ControlDesk>().answer(exchange, with: desk)
    return try desk.takeMessages().map(Line.init)
  }

  private func exchange(
    _ type: MessageType, _ content: String, on channel: Channel, outlet: any Outlet
  ) throws -> Exchange {
    let signer = try MessageSigner(scheme: "hmac-sha256", key: "")
    let texts = [#"{"msg_id":"r1","msg_type":"\#(type.name)","x":1}"#, "{}", "{}", content]
    let frames = [Array("a".utf8), Array("b".utf8), IncomingMessage.delimiter, []]
    let message = try IncomingMessage(
      frames: frames + texts.map { Array($0.utf8) }, signer: signer)
    return Exchange(request: message, channel: channel, composer: composer, outlet: outlet)
  }

  /// A message as a test reads it.
  struct Line {
    let name: String
    let content: JSONValue
    let message: OutgoingMessage

    init(_ message: OutgoingMessage) throws {
      self.message = message
      name = "\(message.channel.rawValue) \(message.type.name)"
      content = try JSONCoding.decode(JSONValue.self, from: message.content)
    }

    /// A member of the content, or of a member.
    subscript(_ path: String...) -> JSONValue? {
      var value: JSONValue? = content
      for name in path {
        guard case .object(let members) = value else { return nil }
        value = members[name]
      }
      return value
    }
  }
}

/// What the dispatcher asks of its outlet and of whoever answers questions.
extension Transcript {
  func post(_ message: OutgoingMessage) { messages.append(message) }

  func post(output message: OutgoingMessage) { messages.append(message) }

  func append(_ text: String, to name: StreamText.Name, after parent: IncomingMessage) {
    post(composer.compose(publication: StreamText(text, on: name), after: parent))
  }

  func request(_ command: Outbox.Command) { commands.append("\(command)") }

  func expectInput(to question: String) {}

  func waitForInput() -> InputAnswer { answer }

  func finishCell() {}

  func hold() { commands.append("hold") }
}

extension KernelDescription {
  static let test = KernelDescription(
    implementation: "test", version: "1.2", banner: "hello",
    language: Language(
      name: "tandem", version: "1.2", mediaType: "text/x-tandem", fileExtension: ".tandem",
      pygmentsLexer: "tandem",
      codeMirrorMode: CodeMirrorMode(name: "tandem", mime: "text/x-python")),
    helpLinks: [HelpLink(text: "Help", url: "https://example.org")])
}
