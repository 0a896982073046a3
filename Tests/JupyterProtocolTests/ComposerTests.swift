import JupyterProtocol
import Testing

@Suite struct ComposerTests {
  let composer = MessageComposer(userName: "tester")

  func header(of message: OutgoingMessage) throws -> MessageHeader {
    try JSONCoding.decode(MessageHeader.self, from: message.header)
  }

  @Test("a message has a header with every field of the protocol")
  func headers() throws {
    let message = composer.compose(publication: Status(.busy), after: nil)
    let header = try header(of: message)
    #expect(header.type == .status)
    #expect(header.session == composer.session)
    #expect(header.userName == "tester")
    #expect(header.version == "5.5")
    #expect(header.date.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil)
  }

  @Test("no two messages have one id, and no two processes one session")
  func uniqueness() throws {
    let ids = try (0..<100).map { _ in
      try header(of: composer.compose(publication: Status(.idle), after: nil)).id
    }
    #expect(Set(ids).count == 100)
    #expect(MessageComposer().session != composer.session)
  }

  @Test("without a request the parent is an empty dictionary, and the topic is one frame")
  func orphans() {
    let message = composer.compose(publication: Status(.starting), after: nil)
    #expect(message.parentHeader == Array("{}".utf8))
    #expect(message.metadata == Array("{}".utf8))
    #expect(message.address.count == 1)
    #expect(message.content == Array(#"{"execution_state":"starting"}"#.utf8))
  }

  @Test("what is sent can be read by a client with the same key")
  func roundTrip() throws {
    let signer = try MessageSigner(scheme: "hmac-sha512", key: "k")
    let sent = composer.compose(
      publication: StreamText("a\u{0}\"é\u{1F6B2}", on: .stdout), after: nil)
    let read = try IncomingMessage(frames: sent.frames(signedBy: signer), signer: signer)
    #expect(read.content == sent.content)
    #expect(read.identities == sent.address)
    let content = try JSONCoding.decode([String: String].self, from: read.content)
    #expect(content == ["name": "stdout", "text": "a\u{0}\"é\u{1F6B2}"])
  }

  @Test("a request's answer is named after it")
  func replyNames() {
    #expect(MessageType.execute.reply == MessageType("execute_reply"))
    #expect(MessageType.commOpen.isRequest == false)
  }
}
