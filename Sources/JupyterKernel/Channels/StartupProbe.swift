import CZeroMQ
import FoundationEssentials
import Glibc
import JupyterProtocol

/// Starts a kernel as Jupyter does, and measures how soon it answers.
package struct StartupProbe {
  /// What was measured.
  package struct Measurement: Sendable {
    /// From just before the process starts until the reply to the first request is here.
    package var readiness: Duration
    /// Of the idle kernel, after that reply.
    package var residentBytes: Int
  }

  /// Why there is nothing to show.
  package enum Failure: Error, CustomStringConvertible {
    case notStarted(program: String)
    case noReply(program: String)

    package var description: String {
      switch self {
      case .notStarted(let program): "cannot start '\(program)'"
      case .noReply(let program): "'\(program)' did not answer within 20 seconds"
      }
    }
  }

  /// Runs a kernel once.
  /// - Parameters:
  ///   - program: The path of its program.
  ///   - arguments: What stands before the connection file.
  /// - Returns: The time and the memory that it took.
  /// - Throws: When the program does not start, or does not answer.
  package static func measure(program: String, arguments: [String]) throws -> Measurement {
    var template = Array("/tmp/tandem-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFailure(call: "mkdtemp", code: errno) }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ports = zip(Channel.allCases, 1...).map { ($0, $1) }
    let info = ConnectionInfo(
      transport: .ipc, ip: "\(folder)/kernel", ports: Dictionary(uniqueKeysWithValues: ports),
      key: UUID().uuidString)
    let file = "\(folder)/connection.json"
    try Data(try JSONCoding.encode(info)).write(to: URL(filePath: file))
    return try KernelProcess(program, arguments + [file]).measure(info)
  }
}

/// A kernel that we started, and end.
private struct KernelProcess: ~Copyable {
  private let program: String
  private let process: pid_t
  private let start: ContinuousClock.Instant

  init(_ program: String, _ arguments: [String]) throws {
    self.program = program
    var list: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    defer { list.forEach { free($0) } }
    list.append(nil)
    var process = pid_t()
    start = .now
    guard posix_spawn(&process, program, nil, nil, &list, environ) == 0 else {
      throw StartupProbe.Failure.notStarted(program: program)
    }
    self.process = process
  }

  deinit {
    kill(process, SIGKILL)
    var status: CInt = 0
    waitpid(process, &status, 0)
  }

  func measure(_ info: ConnectionInfo) throws -> StartupProbe.Measurement {
    let shell = try Socket(.dealer, in: try SocketContext())
    shell.set(ZMQ_LINGER, to: 0)
    // The kernel is not there yet; to try every 100 ms would show in the result.
    shell.set(ZMQ_RECONNECT_IVL, to: 1)
    try shell.connect(to: info.endpoint(of: .shell))
    let signer = try MessageSigner(scheme: info.signatureScheme, key: info.key)
    let request = MessageComposer().compose(
      NoContent(), as: .kernelInfo, on: .shell, to: [], after: nil)
    shell.send(request.frames(signedBy: signer))

    let deadline = start + .seconds(20)
    while ContinuousClock.now < deadline {
      if shell.receive() != nil {
        return StartupProbe.Measurement(
          readiness: .now - start, residentBytes: residentBytes() ?? 0)
      }
      var item = zmq_pollitem_t(
        socket: shell.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
      zmq_poll(&item, 1, 100)
    }
    throw StartupProbe.Failure.noReply(program: program)
  }

  private func residentBytes() -> Int? {
    let path = URL(filePath: "/proc/\(process)/statm")
    guard let data = try? Data(contentsOf: path) else { return nil }
    let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
