package import JupyterProtocol
import Synchronization

/// A request on its way to the evaluation thread.
package struct Request: Sendable {
  package var message: IncomingMessage
  package var channel: Channel
  /// A cell before it failed, or the person pressed stop: it is answered, not run.
  package var isAborted = false

  package init(_ message: IncomingMessage, on channel: Channel) {
    self.message = message
    self.channel = channel
  }

  package var isCell: Bool { message.header.type == .execute }
}

/// What the person answered, or why nobody did.
package enum InputAnswer: Sendable, Equatable {
  case line(String)
  case interrupted
  case unavailable
}

/// The queue from the I/O thread to the evaluation thread.
package final class Inbox: Sendable {
  private struct State {
    var urgent = Queue<Request>()
    var requests = Queue<Request>()
    var isHeld = false
    var isWorking = false
    var isClosed = false
    var input = InputState.notAsked
  }

  private enum InputState {
    case notAsked
    case asked(id: String)
    case answered(InputAnswer)
  }

  private let state = Mutex(State())
  private let bell: Doorbell
  private let interrupt: any InterruptSwitch

  package init(interrupt: any InterruptSwitch) throws(SystemFailure) {
    bell = try Doorbell()
    self.interrupt = interrupt
  }
}

/// What the I/O thread does.
extension Inbox {
  /// Queues a request; what comes on the control channel goes before what waits on the shell channel.
  package func post(_ request: Request) {
    state.withLock { state in
      if request.channel == .control {
        state.urgent.append(request)
      } else {
        state.requests.append(request)
      }
    }
    bell.ring()
  }

  /// Whether there is anything that an interrupt could stop.
  package var hasWork: Bool {
    // Cells that wait count: between two of a row, the stop button means the row.
    state.withLock { state in
      state.isWorking || state.urgent.contains(where: \.isCell)
        || state.requests.contains(where: \.isCell)
    }
  }

  /// Stops the running cell, and turns away the cells that are queued now.
  ///
  /// Without a running cell nothing is raised: the flag would stop one that comes later.
  package func interruptWork() {
    state.withLock { state in
      if state.isWorking { interrupt.raise() }
      if case .asked = state.input { state.input = .answered(.interrupted) }
      abortCells(in: &state)
    }
    bell.ring()
  }

  /// Turns away the cells that are queued now, and lets the evaluation thread go on.
  package func abortQueuedCells() {
    state.withLock { state in
      abortCells(in: &state)
      state.isHeld = false
    }
    bell.ring()
  }

  /// Hands over a line that the person typed for the request `parent`; late ones are forgotten.
  package func answer(_ line: String, to parent: String?) {
    settleInput(.line(line)) { asked in parent == nil || parent == asked }
  }

  /// Tells a waiting cell that nobody can be asked.
  package func reportInputUnavailable() { settleInput(.unavailable) { _ in true } }

  /// Ends the evaluation thread: after the request that it works on, nothing more is taken.
  package func close() {
    state.withLock { state in state.isClosed = true }
    interruptWork()
  }

  private func settleInput(_ answer: InputAnswer, if fits: (String) -> Bool) {
    state.withLock { state in
      guard case .asked(let id) = state.input, fits(id) else { return }
      state.input = .answered(answer)
    }
    bell.ring()
  }

  // Only cells: a completion or an inspection behind a failed cell is still worth an answer.
  private func abortCells(in state: inout State) {
    func abort(_ request: inout Request) {
      if request.isCell { request.isAborted = true }
    }
    state.urgent.updateEach(abort)
    state.requests.updateEach(abort)
  }
}

/// What the evaluation thread does.
extension Inbox {
  /// Waits for the next request; `nil` when the kernel shuts down.
  package func next() -> Request? {
    while true {
      bell.answer()
      let (request, isClosed) = state.withLock { state -> (Request?, Bool) in
        guard !state.isClosed, !state.isHeld,
          let request = state.urgent.popFirst() ?? state.requests.popFirst()
        else { return (nil, state.isClosed) }
        // Under the lock, so that an interrupt stops either this request or none.
        interrupt.lower()
        state.isWorking = request.isCell && !request.isAborted
        return (request, false)
      }
      if isClosed { return nil }
      if let request { return request }
      bell.wait()
    }
  }

  /// The cell is done: an interrupt that comes from now on, though before its reply, is not for it.
  package func finishCell() {
    state.withLock { state in state.isWorking = false }
  }

  /// Takes no request until `abortQueuedCells` has gone through the queue.
  package func hold() {
    state.withLock { state in state.isHeld = true }
  }

  /// Gets ready for an answer, before the question is sent.
  package func expectInput(to question: String) {
    state.withLock { state in
      state.input =
        state.isClosed || interrupt.isRaised
        ? .answered(.interrupted) : .asked(id: question)
    }
  }

  /// Waits for the answer to the question that was sent.
  package func waitForInput() -> InputAnswer {
    while true {
      bell.answer()
      let answer = state.withLock { state -> InputAnswer? in
        guard case .answered(let answer) = state.input else { return nil }
        state.input = .notAsked
        return answer
      }
      if let answer { return answer }
      bell.wait()
    }
  }
}
