import JupyterProtocol
import Testing

@testable import JupyterKernel

@Suite struct OutboxTests {
  let interrupt = TestSwitch()
  let composer = MessageComposer()
  let outbox: Outbox
  let cell: IncomingMessage

  init() throws {
    outbox = try Outbox(composer: composer, interrupt: interrupt)
    cell = try request(.execute, id: "c1")
  }

  /// Takes all that is ready, as `text` or type names.
  func take(at time: ContinuousClock.Instant = .now + .seconds(1)) throws -> [String] {
    var taken: [String] = []
    while true {
      switch outbox.take(at: time) {
      case .message(let message, _):
        let content = try JSONCoding.decode([String: JSONValue].self, from: message.content)
        if case .text(let text) = content["text"] {
          taken.append(text)
        } else {
          taken.append(message.type.name)
        }
      case .command(let command): taken.append("\(command)")
      case .nothing, .nothingAtAll: return taken
      }
    }
  }

  @Test("texts are gathered until their time has come")
  func gathering() throws {
    outbox.append("a", to: .stdout, after: cell)
    outbox.append("b", to: .stdout, after: cell)
    #expect(try take(at: .now) == [])
    #expect(try take() == ["ab"])
    #expect(try take() == [])
  }

  @Test("what comes after a text sends it on its way, and the order stays")
  func order() throws {
    outbox.append("a", to: .stdout, after: cell)
    outbox.append("b", to: .stderr, after: cell)
    outbox.append("c", to: .stdout, after: cell)
    outbox.post(output: composer.compose(publication: ClearOutput(wait: true), after: cell))
    outbox.append("d", to: .stdout, after: cell)
    outbox.post(composer.compose(publication: Status(.idle), after: cell))
    outbox.request(.abortQueuedCells)
    #expect(
      try take(at: .now) == ["a", "b", "c", "clear_output", "d", "status", "abortQueuedCells"])
  }

  @Test("texts of two cells are two messages")
  func twoCells() throws {
    outbox.append("a", to: .stdout, after: cell)
    outbox.append("b", to: .stdout, after: try request(.execute, id: "c2"))
    #expect(try take() == ["a", "b"])
  }

  @Test("a long text becomes messages of a bearable size, whole characters each")
  func longText() throws {
    let text = String(repeating: "é🚲", count: 30_000)
    outbox.append(text, to: .stdout, after: cell)
    let messages = try take()
    #expect(messages.count == 3)
    #expect(messages.allSatisfy { $0.utf8.count <= Outbox.gatheringSize })
    #expect(messages.joined() == text)
  }

  @Test("who writes more than fits waits for the reader, and nothing is lost")
  func backPressure() throws {
    try startWriter(lineCount: 40_000)
    var size = 0
    while true {
      #expect(outbox.waitingByteCount <= Outbox.capacity + Outbox.gatheringSize)
      let taken = try take()
      size += taken.filter { $0 != "ended" }.map(\.utf8.count).reduce(0, +)
      if taken.contains("ended") { break }
    }
    #expect(size == 4_000_000)
  }

  @Test("an interrupt ends the wait of the writer")
  func interruptedWriter() throws {
    try startWriter(lineCount: 40_000)
    while outbox.waitingByteCount < Outbox.capacity { outbox.bell.wait() }
    interrupt.raise()
    outbox.wakeWriter()
    // Nothing is taken before the writer is done: it cannot have waited for space.
    while outbox.waitingByteCount < 4_000_000 { outbox.bell.wait() }
    #expect(try take().map(\.utf8.count).reduce(0, +) >= 4_000_000)
  }

  private func startWriter(lineCount: Int) throws {
    let line = String(repeating: "x", count: 99) + "\n"
    try startThread(stackSize: 1 << 20) { [outbox, cell] in
      for _ in 0..<lineCount { outbox.append(line, to: .stdout, after: cell) }
      outbox.request(.ended)
    }
  }
}
