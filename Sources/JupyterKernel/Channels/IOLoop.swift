import CZeroMQ
import JupyterProtocol

/// The I/O thread: it owns every socket, and never waits for a cell.
struct IOLoop: ~Copyable {
  let sockets: KernelSockets
  let signer: MessageSigner
  let composer: MessageComposer
  let inbox: Inbox
  let outbox: Outbox
  let signals: SignalPipe
  let parent: ParentWatch?
  let control = Dispatcher<ControlDesk>()
  let evaluation = Dispatcher<Evaluation>()
  let desk: ControlDesk
  var publisher = Publisher()
  var question: PendingQuestion?
  var abortion = PendingAbortion()
  var gatheringDeadline: ContinuousClock.Instant?
  var isBehind = false
  var hasEvaluationEnded = false

  /// A question that has not found its client yet.
  struct PendingQuestion {
    var frames: [[UInt8]]
    var deadline: ContinuousClock.Instant
  }

  init(
    sockets: consuming KernelSockets, signer: MessageSigner, composer: MessageComposer,
    inbox: Inbox, outbox: Outbox, signals: SignalPipe, parent: ParentWatch?, desk: ControlDesk
  ) {
    self.sockets = sockets
    self.signer = signer
    self.composer = composer
    self.inbox = inbox
    self.outbox = outbox
    self.signals = signals
    self.parent = parent
    self.desk = desk
  }

  /// Serves the channels until the kernel is told to go, or is left alone.
  mutating func run() {
    publish(composer.compose(publication: Status(.starting), after: nil))
    while !desk.isShuttingDown {
      turn(waiting: timeout)
      if let parent, parent.isParentGone {
        KernelLog.write("the process that started this kernel is gone")
        return
      }
    }
    finish()
  }

  /// One round: waits for something to do, and does it.
  private mutating func turn(waiting: Duration?) {
    let ready = poll(for: waiting)
    // What a running cell must not hold up comes first.
    if ready.contains(.heartbeat) { answerHeartbeats() }
    if ready.contains(.control) { answerControl() }
    if ready.contains(.iopub) { welcomeSubscribers() }
    if ready.contains(.stdin) { takeInput() }
    // In any case: a signal ends the waiting before its byte is in the pipe, and a cell that was sent
    // after it may be there already.
    takeSignals()
    if ready.contains(.shell) { takeRequests() }
    if ready.contains(.outbox) { outbox.bell.answer() }
    sendOutput()
  }

  /// Interrupts the cell that runs, and sends what there is to send.
  private mutating func finish() {
    inbox.close()
    outbox.close()
    publisher.hurry()
    let deadline = ContinuousClock.now + .milliseconds(500)
    while !hasEvaluationEnded, ContinuousClock.now < deadline {
      turn(waiting: .milliseconds(10))
    }
  }
}

/// Waiting for the sockets and the other threads.
extension IOLoop {
  /// What can have something for us.
  struct Sources: OptionSet {
    let rawValue: Int
    static let shell = Self(rawValue: 1)
    static let control = Self(rawValue: 2)
    static let stdin = Self(rawValue: 4)
    static let iopub = Self(rawValue: 8)
    static let heartbeat = Self(rawValue: 16)
    static let outbox = Self(rawValue: 32)
    static let signals = Self(rawValue: 64)
  }

  private func poll(for time: Duration?) -> Sources {
    let events = Int16(ZMQ_POLLIN)
    var items =
      [
        sockets.shell.handle, sockets.control.handle, sockets.stdin.handle, sockets.iopub.handle,
        sockets.heartbeat.handle,
      ].map { zmq_pollitem_t(socket: $0, fd: 0, events: events, revents: 0) }
    items += [outbox.bell.descriptor, signals.descriptor].map {
      zmq_pollitem_t(socket: nil, fd: $0, events: events, revents: 0)
    }
    // Rounded up: a deadline that is half a millisecond away must not become a busy loop.
    let milliseconds = time.map { Int($0 / .milliseconds(1)) + 1 } ?? -1
    guard zmq_poll(&items, CInt(items.count), milliseconds) > 0 else { return [] }
    let ready = items.indices.filter { items[$0].revents != 0 }
    return Sources(ready.map { Sources(rawValue: 1 << $0) })
  }

  /// How long there is nothing to do unless something comes.
  private var timeout: Duration? {
    if isBehind { return .zero }
    var times: [Duration] = []
    if parent != nil { times.append(ParentWatch.interval) }
    if publisher.isWaiting {
      times.append(.milliseconds(2))
    } else if question != nil {
      times.append(.milliseconds(20))
    } else if let deadline = abortion.deadline {
      times.append(max(.zero, deadline - .now))
    } else if let deadline = gatheringDeadline {
      times.append(max(.zero, deadline - .now))
    }
    return times.min()
  }
}
