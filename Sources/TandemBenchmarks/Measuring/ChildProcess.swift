internal import Glibc

/// A program that is started and waited for; it has our streams, and our environment with changes.
package struct ChildProcess: ~Copyable {
  private let program: String
  private let process: pid_t

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
  /// - Throws: `Failure.notStarted`.
  package init(_ program: String, _ arguments: [String]) throws {
    self.program = program
    var list: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    defer { list.forEach { free($0) } }
    list.append(nil)
    var process = pid_t()
    guard posix_spawn(&process, program, nil, nil, &list, environ) == 0 else {
      throw Failure.notStarted(program: program)
    }
    self.process = process
  }

  /// Waits for the end.
  /// - Throws: `Failure.failed`, where it is not a good one.
  package consuming func finish() throws {
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    if status != 0 { throw Failure.failed(program: program, status: Int(status >> 8)) }
  }
}
