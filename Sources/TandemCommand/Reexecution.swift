import FoundationEssentials
import Glibc

/// Starts the command anew with variables that a library reads before `main`.
enum Reexecution {
  /// Counts the starts: a wish that its own fulfilment does not end is not followed for ever.
  private static let counter = "TANDEM_STARTS"
  private static let limit = 4

  /// Comes back when nothing is left to wish for.
  /// - Parameter wish: The variables to set, empty ones to take away, given those that are set.
  static func run(wish: ([String: String]) -> [String: String]?) {
    let environment = ProcessInfo.processInfo.environment
    let starts = environment[counter].flatMap { Int($0) } ?? 0
    // Only for ourselves: a kernel that is started from a cell counts its own starts.
    unsetenv(counter)
    guard starts < limit, let changes = wish(environment) else { return }
    for (name, value) in changes {
      if value.isEmpty { unsetenv(name) } else { setenv(name, value, 1) }
    }
    setenv(counter, String(starts + 1), 1)
    var arguments = CommandLine.arguments.map { strdup($0) }
    arguments.append(nil)
    execv(Executable.path, &arguments)
    // Only if that failed: the command works all the same, only slower.
    unsetenv(counter)
    arguments.forEach { free($0) }
  }
}

/// This program's own file.
enum Executable {
  /// The absolute path, whatever the command was called as.
  static let path: String = {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &bytes, Int(PATH_MAX))
    guard count > 0 else { return CommandLine.arguments.first ?? "tandem" }
    return String(decoding: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }()
}
