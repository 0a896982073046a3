import CZeroMQ
import JupyterProtocol

/// Publishes to all clients: nothing is dropped, and no client that reads slowly holds up the others for long.
///
/// Each client has a queue of `KernelSockets.publicationQueueSize` messages. When one is full, what the
/// protocol needs, and the first part of a cell's output, goes into it all the same; the flood
/// behind it waits for the client, but not for ever: a stopped client would stop the cell for all.
struct Publisher {
  /// So much output of a cell, in bytes, is sent without looking back.
  static let freeOutput = 1 << 20
  /// So long a message of the flood waits for the slowest client.
  static let patience = Duration.seconds(1)

  private var cell: [UInt8] = []
  private var outputSize = 0
  private var isHurried = false
  private var waiting: (frames: [[UInt8]], deadline: ContinuousClock.Instant)?

  /// Whether the next message has to wait until `retry` has sent the last one.
  var isWaiting: Bool { waiting != nil }

  mutating func publish(
    _ message: OutgoingMessage, isOutput: Bool, signedBy signer: MessageSigner,
    on socket: borrowing Socket
  ) {
    if isOutput { note(message) }
    let frames = message.frames(signedBy: signer)
    guard socket.send(frames) == .full else { return }
    if isOutput, outputSize > Self.freeOutput, !isHurried {
      waiting = (frames, ContinuousClock.now + Self.patience)
    } else {
      force(frames, on: socket)
    }
  }

  private mutating func note(_ output: OutgoingMessage) {
    if output.parentHeader != cell {
      cell = output.parentHeader
      outputSize = 0
      isHurried = false
    }
    outputSize += output.content.count
  }

  /// Waits for nobody until the next cell: the person wants this one to end.
  mutating func hurry() { isHurried = true }

  /// Tries to send the message that waits.
  mutating func retry(on socket: borrowing Socket) {
    guard let (frames, deadline) = waiting else { return }
    if socket.send(frames) == .sent {
      waiting = nil
    } else if isHurried || ContinuousClock.now >= deadline {
      force(frames, on: socket)
      waiting = nil
    }
  }

  private func force(_ frames: [[UInt8]], on socket: borrowing Socket) {
    socket.set(ZMQ_SNDHWM, to: 0)
    socket.send(frames)
    socket.set(ZMQ_SNDHWM, to: KernelSockets.publicationQueueSize)
  }
}
