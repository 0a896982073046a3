import JupyterProtocol

/// What comes in on the channels.
extension IOLoop {
  /// So many messages are taken from one channel before the others have their turn.
  private static let share = 256

  func answerHeartbeats() {
    for _ in 0..<Self.share {
      guard let frames = sockets.heartbeat.receive() else { return }
      sockets.heartbeat.send(frames)
    }
  }

  /// Answers at once, while a cell runs; what needs the session goes to it, before the other requests.
  mutating func answerControl() {
    for _ in 0..<Self.share {
      guard let frames = sockets.control.receive() else { return }
      guard let message = parse(frames, from: .control) else { continue }
      let type = message.header.type
      if !control.knows(type), evaluation.knows(type) {
        inbox.post(Request(message, on: .control))
        continue
      }
      control.answer(
        Exchange(request: message, channel: .control, composer: composer, outlet: desk), with: desk)
      if desk.takeInterrupt() { interrupt() }
      for answer in desk.takeMessages() { send(answer) }
    }
  }

  /// Queues the requests that are there for the evaluation thread.
  mutating func takeRequests(atMost limit: Int = share) {
    for _ in 0..<limit {
      guard let frames = sockets.shell.receive() else { return }
      guard let message = parse(frames, from: .shell) else { continue }
      let request = Request(message, on: .shell)
      if request.isCell { abortion.noteArrival(at: .now) }
      inbox.post(request)
    }
  }

  func takeInput() {
    for _ in 0..<Self.share {
      guard let frames = sockets.stdin.receive() else { return }
      guard let message = parse(frames, from: .stdin) else { continue }
      guard message.header.type == .inputReply,
        let reply = try? JSONCoding.decode(InputReply.self, from: message.content)
      else {
        KernelLog.write("dropped a '\(message.header.type.name)' on stdin: it is no answer")
        continue
      }
      let parent = try? JSONCoding.decode(MessageHeader.self, from: message.parentHeader)
      inbox.answer(reply.value, to: parent?.id)
    }
  }

  /// Greets new subscribers: who has this message misses nothing that follows.
  func welcomeSubscribers() {
    for _ in 0..<Self.share {
      guard let event = sockets.iopub.receive()?.first else { return }
      // 1 is a subscription, 0 the end of one.
      guard event.first == 1, let topic = String(validating: event.dropFirst(), as: UTF8.self)
      else { continue }
      let welcome = Welcome(subscription: topic)
      let message = composer.compose(
        welcome, as: Welcome.type, on: .iopub, to: [Array(topic.utf8)], after: nil)
      sockets.iopub.send(message.frames(signedBy: signer))
    }
  }

  mutating func takeSignals() {
    while let signal = signals.next() {
      if signal == SignalPipe.interrupt {
        interrupt()
      } else {
        desk.shutDown()
      }
    }
  }

  /// Stops the cell that runs, ends its wait for input, and turns away the cells that have arrived.
  mutating func interrupt() {
    // With nothing to stop, a cell that arrives at the same moment is a new one.
    guard inbox.hasWork else { return }
    takeRequests(atMost: Self.share * 16)
    question = nil
    publisher.hurry()
    inbox.interruptWork()
    outbox.wakeWriter()
  }

  private func parse(_ frames: [[UInt8]], from channel: Channel) -> IncomingMessage? {
    do throws(FrameError) {
      return try IncomingMessage(frames: frames, signer: signer)
    } catch {
      KernelLog.write("dropped a message on \(channel.rawValue): \(error)")
      return nil
    }
  }
}

private struct InputReply: Decodable {
  var value: String
}
