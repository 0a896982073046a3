import CZeroMQ

/// A ZeroMQ context, which ends with the last of its sockets.
final class SocketContext {
  fileprivate let handle: UnsafeMutableRawPointer

  init() throws(SocketFailure) {
    guard let handle = zmq_ctx_new() else { throw SocketFailure(call: "zmq_ctx_new") }
    self.handle = handle
  }

  // Waits, at most for the sockets' linger time, until what was sent has left.
  deinit { zmq_ctx_term(handle) }
}

/// A ZeroMQ socket; one thread owns it.
struct Socket: ~Copyable {
  let handle: UnsafeMutableRawPointer
  // Keeps the context alive: it cannot end before its sockets.
  private let context: SocketContext

  struct Kind {
    let number: CInt
    static let router = Kind(number: ZMQ_ROUTER)
    static let dealer = Kind(number: ZMQ_DEALER)
    static let publisher = Kind(number: ZMQ_XPUB)
  }

  enum SendResult {
    case sent
    /// A client that reads too slowly has its queue full.
    case full
    /// No client of that identity is connected.
    case unreachable
  }

  init(_ kind: Kind, in context: SocketContext) throws(SocketFailure) {
    guard let handle = zmq_socket(context.handle, kind.number) else {
      throw SocketFailure(call: "zmq_socket")
    }
    self.handle = handle
    self.context = context
    set(ZMQ_LINGER, to: 1000)
    // By default a queue holds 1000 messages, and then output, or even `idle`, is lost.
    set(ZMQ_SNDHWM, to: 0)
    set(ZMQ_RCVHWM, to: 0)
  }

  deinit { zmq_close(handle) }

  func set(_ option: CInt, to value: CInt) {
    var value = value
    let code = zmq_setsockopt(handle, option, &value, MemoryLayout<CInt>.size)
    precondition(code == 0, "a socket option that this kind of socket does not have")
  }

  func bind(to endpoint: String) throws(SocketFailure) {
    guard zmq_bind(handle, endpoint) == 0 else {
      throw SocketFailure(call: "bind to \(endpoint)")
    }
  }

  func connect(to endpoint: String) throws(SocketFailure) {
    guard zmq_connect(handle, endpoint) == 0 else {
      throw SocketFailure(call: "connect to \(endpoint)")
    }
  }

  /// The address that the last `bind` got, where it left the choice to the system.
  var boundEndpoint: String {
    var text = [CChar](repeating: 0, count: 256)
    var length = text.count
    guard zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &text, &length) == 0 else { return "" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The frames of the next message that is there, if any.
  func receive() -> [[UInt8]]? {
    var frames: [[UInt8]] = []
    var isMoreToCome = true
    while isMoreToCome {
      guard let frame = receiveFrame(&isMoreToCome) else { return nil }
      frames.append(frame)
    }
    return frames
  }

  private func receiveFrame(_ isMoreToCome: inout Bool) -> [UInt8]? {
    // Short frames lie inside the structure, which therefore must not move.
    withUnsafeTemporaryAllocation(of: zmq_msg_t.self, capacity: 1) { storage in
      guard let message = storage.baseAddress else { return nil }
      zmq_msg_init(message)
      defer { zmq_msg_close(message) }
      guard zmq_msg_recv(message, handle, ZMQ_DONTWAIT) >= 0 else { return nil }
      isMoreToCome = zmq_msg_more(message) != 0
      return Array(
        UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message)))
    }
  }

  /// Sends a message, or nothing of it.
  @discardableResult
  func send(_ frames: [[UInt8]]) -> SendResult {
    for (index, frame) in frames.enumerated() {
      let isLast = index == frames.count - 1
      let flags = ZMQ_DONTWAIT | (isLast ? 0 : ZMQ_SNDMORE)
      guard zmq_send(handle, frame, frame.count, flags) < 0 else { continue }
      // Only the first frame can fail: a queue that takes it takes the rest.
      return zmq_errno() == EHOSTUNREACH ? .unreachable : .full
    }
    return .sent
  }
}

/// A ZeroMQ call that failed, and why.
package struct SocketFailure: Error, CustomStringConvertible {
  package var call: String
  package var code: CInt

  init(call: String) {
    self.call = call
    code = zmq_errno()
  }

  /// Whether another process, perhaps the one that we replace, still has the address.
  var isAddressInUse: Bool { code == EADDRINUSE }

  package var description: String { "\(call): \(String(cString: zmq_strerror(code)))" }
}
