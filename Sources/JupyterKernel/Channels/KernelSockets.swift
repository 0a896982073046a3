import CZeroMQ
import JupyterProtocol

/// The five sockets of a kernel, bound to their addresses.
struct KernelSockets: ~Copyable {
  let shell: Socket
  let control: Socket
  let stdin: Socket
  let iopub: Socket
  // A router, not a replier: it echoes all the same, and cannot get stuck when a client goes away
  // between question and answer.
  let heartbeat: Socket

  /// How many messages may wait for a client that reads slowly; see `Publisher`.
  static let publicationQueueSize: CInt = 1000

  /// Binds all sockets; `info` gets the ports that were left to the system.
  static func bind(to info: inout ConnectionInfo) throws(SocketFailure) -> KernelSockets {
    let context = try SocketContext()
    let sockets = KernelSockets(
      shell: try router(in: context), control: try router(in: context),
      stdin: try router(in: context), iopub: try Socket(.publisher, in: context),
      heartbeat: try router(in: context))

    // To be told of a client that is not there, instead of waiting for its answer.
    sockets.stdin.set(ZMQ_ROUTER_MANDATORY, to: 1)
    // Each subscriber is to be welcomed, not only the first of a topic.
    sockets.iopub.set(ZMQ_XPUB_VERBOSE, to: 1)
    // A full queue is reported, not left out: what then happens is the publisher's choice.
    sockets.iopub.set(ZMQ_XPUB_NODROP, to: 1)
    sockets.iopub.set(ZMQ_SNDHWM, to: publicationQueueSize)

    try bind(sockets.shell, as: .shell, &info)
    try bind(sockets.control, as: .control, &info)
    try bind(sockets.stdin, as: .stdin, &info)
    try bind(sockets.iopub, as: .iopub, &info)
    try bind(sockets.heartbeat, as: .heartbeat, &info)
    return sockets
  }

  private static func router(in context: SocketContext) throws(SocketFailure) -> Socket {
    let socket = try Socket(.router, in: context)
    // A client that comes back under its old identity gets the answers.
    socket.set(ZMQ_ROUTER_HANDOVER, to: 1)
    return socket
  }

  private static func bind(
    _ socket: borrowing Socket, as channel: Channel, _ info: inout ConnectionInfo
  ) throws(SocketFailure) {
    if info.ip.contains(":") { socket.set(ZMQ_IPV6, to: 1) }
    if info[channel] > 0 {
      try bindPatiently(socket, to: info.endpoint(of: channel))
    } else if info.transport == .tcp {
      try socket.bind(to: info.endpoint(of: channel, port: "*"))
      info[channel] = socket.boundEndpoint.split(separator: ":").last.flatMap { Int($0) } ?? 0
    } else {
      info[channel] = try bindToFreePath(socket, channel, info)
    }
  }

  /// Waits up to a second for the kernel that we replace to let its address go.
  private static func bindPatiently(
    _ socket: borrowing Socket, to endpoint: String
  ) throws(SocketFailure) {
    let deadline = ContinuousClock.now + .seconds(1)
    while true {
      do throws(SocketFailure) {
        return try socket.bind(to: endpoint)
      } catch {
        guard error.isAddressInUse, ContinuousClock.now < deadline else { throw error }
        zmq_poll(nil, 0, 20)
      }
    }
  }

  private static func bindToFreePath(
    _ socket: borrowing Socket, _ channel: Channel, _ info: ConnectionInfo
  ) throws(SocketFailure) -> Int {
    let taken = Set(Channel.allCases.map { info[$0] })
    var info = info
    var number = 1
    while true {
      info[channel] = number
      if !taken.contains(number), !fileExists("\(info.ip)-\(number)") {
        try socket.bind(to: info.endpoint(of: channel))
        return number
      }
      number += 1
    }
  }
}
