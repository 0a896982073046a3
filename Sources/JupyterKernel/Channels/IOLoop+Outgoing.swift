import JupyterProtocol

/// What goes out on the channels.
extension IOLoop {
  /// So many messages go out before the channels are looked at again.
  private static let share = 256

  /// Sends what the evaluation thread has made, in its order.
  mutating func sendOutput() {
    gatheringDeadline = nil
    isBehind = false
    publisher.retry(on: sockets.iopub)
    askPendingQuestion()
    abortCellsIfDue()
    for _ in 0..<Self.share {
      guard !publisher.isWaiting, question == nil, abortion.deadline == nil else { return }
      switch outbox.take(at: .now) {
      case .message(let message, let isOutput): send(message, isOutput: isOutput)
      case .command(let command): carryOut(command)
      case .nothing(let deadline):
        gatheringDeadline = deadline
        return
      case .nothingAtAll: return
      }
    }
    isBehind = true
  }

  mutating func publish(_ message: OutgoingMessage) { send(message) }

  mutating func send(_ message: OutgoingMessage, isOutput: Bool = false) {
    switch message.channel {
    case .iopub:
      publisher.publish(message, isOutput: isOutput, signedBy: signer, on: sockets.iopub)
    case .shell: sockets.shell.send(message.frames(signedBy: signer))
    case .control: sockets.control.send(message.frames(signedBy: signer))
    case .stdin:
      question = PendingQuestion(
        frames: message.frames(signedBy: signer), deadline: .now + .seconds(2))
      askPendingQuestion()
    case .heartbeat: break
    }
  }

  /// Sends the question of a cell.
  ///
  /// A client's stdin may connect a moment after its shell channel.
  private mutating func askPendingQuestion() {
    guard let pending = question else { return }
    if sockets.stdin.send(pending.frames) == .sent {
      question = nil
    } else if ContinuousClock.now >= pending.deadline {
      question = nil
      inbox.reportInputUnavailable()
    }
  }

  private mutating func carryOut(_ command: Outbox.Command) {
    switch command {
    case .abortQueuedCells:
      abortion.begin(at: .now)
      abortCellsIfDue()
    case .shutDown: desk.shutDown()
    case .ended: hasEvaluationEnded = true
    }
  }

  private mutating func abortCellsIfDue() {
    guard abortion.isDue(at: .now) || desk.isShuttingDown else { return }
    takeRequests(atMost: Self.share * 16)
    abortion.end()
    inbox.abortQueuedCells()
  }
}
