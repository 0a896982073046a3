import JupyterKernel
import JupyterProtocol
import Testing

@Suite struct InboxTests {
  let interrupt = TestSwitch()
  let inbox: Inbox

  init() throws { inbox = try Inbox(interrupt: interrupt) }

  func post(_ type: MessageType, _ id: String, on channel: Channel = .shell) throws {
    inbox.post(Request(try request(type, id: id), on: channel))
  }

  /// The next request, marked with `-` if it is aborted.
  func next() -> String? { inbox.next().map { ($0.isAborted ? "-" : "") + $0.message.header.id } }

  @Test("requests come in order, those of the control channel first")
  func order() throws {
    try post(.execute, "1")
    try post(.complete, "2")
    try post(.execute, "3", on: .control)
    #expect([next(), next(), next()] == ["3", "1", "2"])
  }

  @Test(
    "a failed cell turns away the cells that have come, nothing else, and none that comes later")
  func abortion() throws {
    inbox.hold()
    try post(.execute, "1")
    try post(.complete, "2")
    try post(.execute, "3")
    inbox.abortQueuedCells()
    try post(.execute, "4")
    #expect([next(), next(), next(), next()] == ["-1", "2", "-3", "4"])
  }

  @Test("an interrupt stops the work that goes on, and the cells behind it")
  func interruption() throws {
    try post(.execute, "1")
    try post(.execute, "2")
    #expect(next() == "1")
    inbox.interruptWork()
    #expect(interrupt.isRaised)
    #expect(next() == "-2")
    #expect(!interrupt.isRaised)
  }

  @Test("there is work from a cell's arrival until it is done, and between the cells of a row")
  func work() throws {
    try post(.complete, "0")
    #expect(next() == "0")
    #expect(!inbox.hasWork)
    for id in ["1", "2"] { try post(.execute, id) }
    #expect(inbox.hasWork)
    #expect(next() == "1")
    inbox.finishCell()
    #expect(inbox.hasWork)
    #expect(next() == "2")
    #expect(inbox.hasWork)
    inbox.finishCell()
    #expect(!inbox.hasWork)
    inbox.interruptWork()
    #expect(!interrupt.isRaised)
  }

  @Test("an interrupt while nothing runs does not stop the cell that comes next")
  func idleInterrupt() throws {
    inbox.interruptWork()
    #expect(!interrupt.isRaised)
    try post(.execute, "1")
    #expect(next() == "1")
    #expect(!interrupt.isRaised)
  }

  @Test("an answer is taken if it is for the question, or for none in particular")
  func answers() {
    inbox.answer("early", to: nil)
    inbox.expectInput(to: "q1")
    inbox.answer("wrong", to: "q0")
    inbox.answer("right", to: "q1")
    inbox.answer("late", to: "q1")
    #expect(inbox.waitForInput() == .line("right"))
    inbox.expectInput(to: "q2")
    inbox.answer("any", to: nil)
    #expect(inbox.waitForInput() == .line("any"))
  }

  @Test("a question ends with an interrupt, or when nobody can be asked")
  func noAnswer() {
    inbox.expectInput(to: "q1")
    inbox.interruptWork()
    #expect(inbox.waitForInput() == .interrupted)
    inbox.expectInput(to: "q2")
    inbox.reportInputUnavailable()
    #expect(inbox.waitForInput() == .unavailable)
  }

  @Test("a closed inbox gives nothing more, and asks nothing more")
  func closing() throws {
    try post(.execute, "1")
    inbox.close()
    #expect(next() == nil)
    inbox.expectInput(to: "q")
    #expect(inbox.waitForInput() == .interrupted)
  }
}
