package import JupyterProtocol
import Synchronization

/// The queue from the evaluation thread to the I/O thread.
///
/// Everything that a request makes goes through this one queue, so that no output can be overtaken by
/// the `idle` that ends it. Text is gathered on its way: front ends choke on a message a line.
package final class Outbox: Sendable {
  /// How long texts of one stream may wait to become one message.
  package static let gatheringTime = Duration.milliseconds(50)
  /// The bytes of text that make a message at once.
  package static let gatheringSize = 64 << 10
  /// The bytes that may wait for the I/O thread; who writes more waits with them.
  package static let capacity = 1 << 20

  private struct State {
    var items = Queue<Item>()
    var byteCount = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let composer: MessageComposer
  private let interrupt: any InterruptSwitch
  private let space: Doorbell
  /// Rings when there is something to take.
  package let bell: Doorbell

  package init(composer: MessageComposer, interrupt: any InterruptSwitch) throws(SystemFailure) {
    self.composer = composer
    self.interrupt = interrupt
    space = try Doorbell()
    bell = try Doorbell()
  }

  /// What goes through the queue.
  package enum Item: Sendable {
    /// `isOutput` tells what a cell shows from what the protocol needs to keep step.
    case message(OutgoingMessage, isOutput: Bool)
    case text(GatheredText)
    case command(Command)

    var byteCount: Int {
      switch self {
      case .message(let message, _): message.content.count
      case .text(let text): text.text.utf8.count
      case .command: 0
      }
    }
  }

  /// What the I/O thread is asked to do, at this place among the messages.
  package enum Command: Sendable {
    /// Abort the cells that have arrived by now, then let the inbox go on.
    case abortQueuedCells
    case shutDown
    /// The evaluation thread is done.
    case ended
  }

  package struct GatheredText: Sendable {
    var text: String
    var name: StreamText.Name
    var parent: IncomingMessage
    var deadline: ContinuousClock.Instant
  }
}

/// What the evaluation thread does.
extension Outbox: CellOutlet {
  package func post(_ message: OutgoingMessage) { enqueue(.message(message, isOutput: false)) }

  package func post(output message: OutgoingMessage) {
    waitForSpace()
    enqueue(.message(message, isOutput: true))
  }

  package func append(_ text: String, to name: StreamText.Name, after parent: IncomingMessage) {
    for piece in pieces(of: text, upTo: Self.gatheringSize) {
      waitForSpace()
      append(piece: piece, to: name, after: parent)
    }
  }

  package func request(_ command: Command) { enqueue(.command(command)) }

  private func enqueue(_ item: Item) {
    state.withLock { state in
      state.items.append(item)
      state.byteCount += item.byteCount
    }
    bell.ring()
  }

  private func append(piece: Substring, to name: StreamText.Name, after parent: IncomingMessage) {
    state.withLock { state in
      state.byteCount += piece.utf8.count
      let isGathered = state.items.updateLast { last in
        guard case .text(var open) = last, open.name == name,
          open.text.utf8.count + piece.utf8.count <= Self.gatheringSize,
          open.parent.header.id == parent.header.id
        else { return false }
        last = .command(.ended)  // Frees the text for change in place; it stands there again below.
        open.text += piece
        last = .text(open)
        return true
      }
      guard !isGathered else { return }
      let deadline = ContinuousClock.now + Self.gatheringTime
      state.items.append(
        .text(GatheredText(text: String(piece), name: name, parent: parent, deadline: deadline)))
    }
    bell.ring()
  }

  // A print loop gone wild must not fill the memory; an interrupt ends the wait with the cell.
  private func waitForSpace() {
    while true {
      space.answer()
      let isFree = state.withLock { $0.isClosed || $0.byteCount < Self.capacity }
      if isFree || interrupt.isRaised { return }
      space.wait()
    }
  }
}

/// What the I/O thread does.
extension Outbox {
  package enum Taken: Sendable {
    case message(OutgoingMessage, isOutput: Bool)
    case command(Command)
    /// Text is being gathered until then.
    case nothing(until: ContinuousClock.Instant)
    case nothingAtAll
  }

  /// Takes the next message that is ready.
  package func take(at now: ContinuousClock.Instant) -> Taken {
    let (item, deadline) = state.withLock { state -> (Item?, ContinuousClock.Instant?) in
      guard let first = state.items.first else { return (nil, nil) }
      if case .text(let text) = first, state.items.count == 1, !state.isClosed,
        text.deadline > now, text.text.utf8.count < Self.gatheringSize
      {
        return (nil, text.deadline)
      }
      state.byteCount -= first.byteCount
      return (state.items.popFirst(), nil)
    }
    switch item {
    case nil: return deadline.map(Taken.nothing) ?? .nothingAtAll
    case .command(let command): return .command(command)
    case .message(let message, let isOutput):
      space.ring()
      return .message(message, isOutput: isOutput)
    case .text(let text):
      space.ring()
      let content = StreamText(text.text, on: text.name)
      return .message(
        composer.compose(publication: content, after: text.parent), isOutput: true)
    }
  }

  /// What waits to be taken, in bytes.
  var waitingByteCount: Int { state.withLock { $0.byteCount } }

  /// Lets a writer that waits for space look at the interrupt.
  package func wakeWriter() { space.ring() }

  /// Nobody waits for anything any more: the kernel shuts down.
  package func close() {
    state.withLock { state in state.isClosed = true }
    space.ring()
  }
}

/// Cuts a text into pieces of at most so many bytes, between Unicode scalars.
func pieces(of text: String, upTo limit: Int) -> [Substring] {
  var text = text
  text.makeContiguousUTF8()
  var pieces: [Substring] = []
  var start = text.startIndex
  while start < text.endIndex {
    var end =
      text.utf8.index(start, offsetBy: limit, limitedBy: text.endIndex) ?? text.endIndex
    while end < text.endIndex, end.samePosition(in: text.unicodeScalars) == nil {
      end = text.utf8.index(before: end)
    }
    pieces.append(text[start..<end])
    start = end
  }
  return pieces
}
