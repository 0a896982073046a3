/// A connection file: where the channels are, and what signs their messages.
package struct ConnectionInfo: Sendable, Equatable, Codable {
  package var transport: Transport
  /// An address of this machine, or with ipc the stem of the sockets' paths.
  package var ip: String
  package var shellPort: Int
  package var controlPort: Int
  package var stdinPort: Int
  package var iopubPort: Int
  package var heartbeatPort: Int
  package var signatureScheme: String
  package var key: String

  package enum Transport: String, Sendable, Codable { case tcp, ipc }

  private enum CodingKeys: String, CodingKey {
    case transport, ip, key
    case shellPort = "shell_port"
    case controlPort = "control_port"
    case stdinPort = "stdin_port"
    case iopubPort = "iopub_port"
    case heartbeatPort = "hb_port"
    case signatureScheme = "signature_scheme"
  }

  package init(
    transport: Transport, ip: String, ports: [Channel: Int], key: String,
    signatureScheme: String = "hmac-sha256"
  ) {
    self.transport = transport
    self.ip = ip
    shellPort = ports[.shell] ?? 0
    controlPort = ports[.control] ?? 0
    stdinPort = ports[.stdin] ?? 0
    iopubPort = ports[.iopub] ?? 0
    heartbeatPort = ports[.heartbeat] ?? 0
    self.signatureScheme = signatureScheme
    self.key = key
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    transport = try fields.decodeIfPresent(Transport.self, forKey: .transport) ?? .tcp
    ip = try fields.decodeIfPresent(String.self, forKey: .ip) ?? "127.0.0.1"
    shellPort = try fields.decodeIfPresent(Int.self, forKey: .shellPort) ?? 0
    controlPort = try fields.decodeIfPresent(Int.self, forKey: .controlPort) ?? 0
    stdinPort = try fields.decodeIfPresent(Int.self, forKey: .stdinPort) ?? 0
    iopubPort = try fields.decodeIfPresent(Int.self, forKey: .iopubPort) ?? 0
    heartbeatPort = try fields.decodeIfPresent(Int.self, forKey: .heartbeatPort) ?? 0
    signatureScheme =
      try fields.decodeIfPresent(String.self, forKey: .signatureScheme) ?? "hmac-sha256"
    key = try fields.decodeIfPresent(String.self, forKey: .key) ?? ""
  }
}

extension ConnectionInfo {
  /// The port of a channel; 0 asks for any that is free.
  package subscript(channel: Channel) -> Int {
    get {
      switch channel {
      case .shell: shellPort
      case .control: controlPort
      case .stdin: stdinPort
      case .iopub: iopubPort
      case .heartbeat: heartbeatPort
      }
    }
    set {
      switch channel {
      case .shell: shellPort = newValue
      case .control: controlPort = newValue
      case .stdin: stdinPort = newValue
      case .iopub: iopubPort = newValue
      case .heartbeat: heartbeatPort = newValue
      }
    }
  }

  /// The address of a channel; `port` stands instead of its own.
  package func endpoint(of channel: Channel, port: String? = nil) -> String {
    let port = port ?? String(self[channel])
    return switch transport {
    case .tcp: "tcp://\(ip.contains(":") ? "[\(ip)]" : ip):\(port)"
    // The protocol puts a dash before the number of an ipc socket.
    case .ipc: "ipc://\(ip)-\(port)"
    }
  }
}
