import FoundationEssentials
import Glibc

/// Where Jupyter looks for kernels and extensions.
enum JupyterFolders {
  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The folder for one person's data.
  static var user: String {
    if let folder = variable("JUPYTER_DATA_DIR") { return folder }
    if let folder = variable("XDG_DATA_HOME") { return "\(folder)/jupyter" }
    return "\(variable("HOME") ?? "/root")/.local/share/jupyter"
  }

  /// The folder of an environment, by the prefix under which it lies.
  static func underPrefix(_ prefix: String) -> String { "\(prefix)/share/jupyter" }

  /// The prefix of the environment that is active: virtual, conda's, or that of `python3`.
  static var activePrefix: String? {
    variable("VIRTUAL_ENV") ?? variable("CONDA_PREFIX") ?? pythonPrefix()
  }

  /// All folders, in the order in which Jupyter looks.
  static var all: [String] {
    let listed = variable("JUPYTER_PATH")?.split(separator: ":").map(String.init) ?? []
    let active = activePrefix.map { [underPrefix($0)] } ?? []
    var seen: Set<String> = []
    return (listed + [user] + active + ["/usr/local", "/usr"].map(underPrefix))
      .filter { seen.insert($0).inserted }
  }

  private static func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func pythonPrefix() -> String? {
    guard let pipe = popen("python3 -c 'import sys; print(sys.prefix)' 2>/dev/null", "r") else {
      return nil
    }
    defer { pclose(pipe) }
    var line = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard fgets(&line, CInt(line.count), pipe) != nil else { return nil }
    let bytes = line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:))
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
