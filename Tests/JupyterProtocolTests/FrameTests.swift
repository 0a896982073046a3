import JupyterProtocol
import TestSupport
import Testing

@Suite struct FrameTests {
  let signer: MessageSigner

  init() throws { signer = try MessageSigner(scheme: "hmac-sha256", key: "secret") }

  /// The frames of a request as a client sends them.
  func frames(
    identities: [String] = ["client"], header: String = Self.header, parent: String = "{}",
    metadata: String = "{}", content: String = "{}", buffers: [[UInt8]] = []
  ) -> [[UInt8]] {
    let parts = [header, parent, metadata, content].map { Array($0.utf8) }
    return identities.map { Array($0.utf8) } + [
      IncomingMessage.delimiter, signer.signature(of: parts),
    ]
      + parts + buffers
  }

  static let header =
    #"{"msg_id":"m1","msg_type":"execute_request","session":"s","username":"u","date":"2026-01-01T00:00:00Z","version":"5.3"}"#

  @Test("a message is taken apart, with all identities and buffers")
  func parts() throws {
    let message = try IncomingMessage(
      frames: frames(
        identities: ["hop", "client"], content: #"{"code":"1"}"#, buffers: [[1], [2, 3]]),
      signer: signer)
    #expect(message.identities == ["hop", "client"].map { Array($0.utf8) })
    #expect(message.header.id == "m1")
    #expect(message.header.type == .execute)
    #expect(message.header.session == "s")
    #expect(message.buffers == [[1], [2, 3]])
  }

  @Test("the header is kept byte for byte, with the fields that we don't know")
  func verbatimHeader() throws {
    let header = #"{ "msg_type":"x_request" ,"subshell_id":null,"msg_id":"é","n":1.50}"#
    let message = try IncomingMessage(frames: frames(header: header), signer: signer)
    #expect(message.serializedHeader == Array(header.utf8))
    #expect(message.header.id == "é")
    #expect(message.header.version == "")
    let composer = MessageComposer()
    let reply = composer.compose(
      ["a": 1], as: .kernelInfo, on: .shell, to: message.identities, after: message)
    #expect(reply.parentHeader == Array(header.utf8))
  }

  @Test(
    "each kind of damage is told apart",
    arguments: [
      ([[1], [2]], FrameError.missingDelimiter),
      ([IncomingMessage.delimiter], .missingParts(found: 0)),
      ([IncomingMessage.delimiter, [], [], [], []], .missingParts(found: 4)),
      ([IncomingMessage.delimiter, [], [], [], [], []], .wrongSignature),
    ])
  func damage(frames: [[UInt8]], expected: FrameError) {
    #expect(throws: expected) { try IncomingMessage(frames: frames, signer: signer) }
  }

  @Test(
    "a dictionary that is none is refused, though it is signed",
    arguments: ["", "[]", "1", "null", "{", #"{"a":}"#, #"{"a":1}}"#, "\u{0}"])
  func notAnObject(text: String) {
    #expect(throws: FrameError.notAnObject(.content)) {
      try IncomingMessage(frames: frames(content: text), signer: signer)
    }
    #expect(throws: FrameError.notAnObject(.metadata)) {
      try IncomingMessage(frames: frames(metadata: text), signer: signer)
    }
  }

  @Test(
    "a header needs an id and a type that are texts",
    arguments: [
      "{}", #"{"msg_id":"1"}"#, #"{"msg_id":1,"msg_type":"a"}"#, #"{"msg_id":"1","msg_type":[]}"#,
    ])
  func incompleteHeader(header: String) {
    #expect(throws: FrameError.incompleteHeader) {
      try IncomingMessage(frames: frames(header: header), signer: signer)
    }
  }

  @Test("JSON nested a hundred thousand deep is refused, and overflows no stack")
  func deepNesting() {
    let deep = #"{"a":"# + String(repeating: "[", count: 100_000)
    #expect(throws: FrameError.notAnObject(.content)) {
      try IncomingMessage(frames: frames(content: deep), signer: signer)
    }
  }

  @Test("damaged frames give an error or a message, whatever the damage")
  func randomDamage() {
    let unsigned = { () -> MessageSigner? in try? MessageSigner(scheme: "hmac-sha256", key: "") }
    forAll(count: 2000) { source in
      var damaged = frames(
        content: #"{"code":"let x = 1","silent":false,"n":[1,2.5e3,null,"\u00e9"]}"#)
      for _ in 0..<source.whole(1...4) { damage(&damaged, &source) }
      // Without a key the damage gets past the signature, to the parser.
      let signer = try #require(source.oneIn(2) ? unsigned() : self.signer)
      switch Result(catching: { () throws(FrameError) in
        try IncomingMessage(frames: damaged, signer: signer)
      }) {
      case .success(let message): try #require(damaged.contains(message.serializedHeader))
      case .failure(let error): try #require(!error.description.isEmpty)
      }
    }
  }

  private func damage(_ frames: inout [[UInt8]], _ source: inout RandomSource) {
    guard !frames.isEmpty else { return }
    let index = source.whole(0...frames.count - 1)
    switch source.whole(0...5) {
    case 0: frames.remove(at: index)
    case 1: frames.insert(source.list(0...20) { UInt8($0.whole(0...255)) }, at: index)
    case 2: frames.swapAt(index, source.whole(0...frames.count - 1))
    case 3: frames[index] = Array(frames[index].prefix(source.whole(0...frames[index].count)))
    case 4 where !frames[index].isEmpty:
      frames[index][source.whole(0...frames[index].count - 1)] = UInt8(source.whole(0...255))
    default: frames.append(frames[index])
    }
  }
}
