internal import Glibc

/// A program that we start; it has our streams, unless it is one that we talk with line by line.
package final class ChildProcess {
  private let program: String
  private let process: pid_t
  /// Our ends of its input and output, −1 where they are not ours.
  private let input: CInt
  private let output: CInt
  private var hasEnded = false

  /// Why a program came to nothing.
  package enum Failure: Error, CustomStringConvertible {
    case notStarted(program: String)
    case failed(program: String, status: Int)

    package var description: String {
      switch self {
      case .notStarted(let program): "cannot start '\(program)'"
      case .failed(let program, let status): "'\(program)' ended with status \(status)"
      }
    }
  }

  /// Starts a program.
  /// - Parameters:
  ///   - program: Its path.
  ///   - arguments: What follows the path.
  ///   - environment: Variables that it gets beside ours, in place of those of the same name.
  ///   - isAnswering: Whether we write its input and read its output.
  /// - Throws: `Failure.notStarted`.
  package init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    isAnswering: Bool = false
  ) throws {
    self.program = program
    var (toChild, fromChild): ([CInt], [CInt]) = ([-1, -1], [-1, -1])
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if isAnswering {
      guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else {
        throw Failure.notStarted(program: program)
      }
      // Not handed to programs that are started later: what they hold open would never end.
      for end in toChild + fromChild { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO)
      posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO)
    }
    var process = pid_t()
    let status = withCStrings([program] + arguments) { list in
      withCStrings(Self.variables(with: environment)) { variables in
        posix_spawn(&process, program, &actions, nil, list, variables)
      }
    }
    for end in [toChild[0], fromChild[1]] where end >= 0 { close(end) }
    guard status == 0 else { throw Failure.notStarted(program: program) }
    self.process = process
    (input, output) = (toChild[1], fromChild[0])
  }

  /// Writes a line to the program, and reads one.
  /// - Parameter line: The line without its end.
  /// - Returns: The program's next line; `nil` where it has ended.
  package func ask(_ line: String) -> String? {
    let bytes = Array((line + "\n").utf8)
    guard write(input, bytes, bytes.count) == bytes.count else { return nil }
    return answer()
  }

  /// Reads a line of the program's output.
  /// - Returns: The line without its end; `nil` where the program has ended.
  package func answer() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1 {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }

  /// Waits for the end.
  /// - Throws: `Failure.failed`, where it is not a good one.
  package func finish() throws {
    let status = wait()
    if status != 0 { throw Failure.failed(program: program, status: Int(status)) }
  }

  /// Ends the program, whatever it is at.
  package func stop() {
    kill(process, SIGKILL)
    _ = wait()
  }

  deinit {
    if !hasEnded { stop() }
  }

  private func wait() -> CInt {
    hasEnded = true
    if input >= 0 { close(input) }
    if output >= 0 { close(output) }
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private static func variables(with changes: [String: String]) -> [String] {
    var variables: [String] = []
    var place = environ
    while let text = place.pointee {
      let variable = String(cString: text)
      if changes[String(variable.prefix { $0 != "=" })] == nil { variables.append(variable) }
      place += 1
    }
    return variables + changes.map { "\($0)=\($1)" }
  }
}

/// Lends texts as a list of C's, which ends with a null.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var list: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
  defer { list.forEach { free($0) } }
  list.append(nil)
  return list.withUnsafeMutableBufferPointer { buffer in
    guard let start = buffer.baseAddress else { preconditionFailure("a list has its end") }
    return body(start)
  }
}
