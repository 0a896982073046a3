import ArgumentParser
import FoundationEssentials

/// Tells Jupyter about the kernel.
struct InstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Tell Jupyter where the kernel is, and how to colour its cells.",
    discussion: "'jupyter kernelspec remove tandem' takes it back.")

  enum Place: EnumerableFlag {
    case user, sysPrefix

    static func help(for place: Place) -> ArgumentHelp? {
      switch place {
      case .user: "For you alone (this is what happens without an option)."
      case .sysPrefix: "In the active environment: virtual, conda's, or that of python3."
      }
    }
  }

  @Flag(exclusivity: .exclusive) var place: Place?

  @Option(help: ArgumentHelp("Under this folder, in share/jupyter.", valueName: "folder"))
  var prefix: String?

  @Option(help: "What Jupyter calls the kernel.")
  var name = "tandem"

  func validate() throws {
    if place != nil, prefix != nil {
      throw ValidationError("'--prefix' and '--user' or '--sys-prefix' say two places")
    }
    let isKnown = { (byte: UInt8) in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "._-".utf8.contains(byte)
    }
    // Jupyter lists no hidden folder, and '..' is another one.
    guard !name.isEmpty, !name.hasPrefix("."), name.utf8.allSatisfy(isKnown) else {
      throw ValidationError("'\(name)' is not a kernel's name: letters, digits, '.', '_' and '-'")
    }
  }

  func run() throws {
    let installer = KernelspecInstaller(folder: try folder(), name: name)
    do {
      try installer.install()
    } catch {
      throw failure(error)
    }
    print("kernel     \(installer.kernelFolder)")
    print("extension  \(installer.extensionFolder)")
  }

  private func folder() throws -> String {
    if let prefix {
      return JupyterFolders.underPrefix(URL(filePath: prefix).standardizedFileURL.path)
    }
    guard place == .sysPrefix else { return JupyterFolders.user }
    guard let prefix = JupyterFolders.activePrefix else {
      throw ValidationError("no environment is active, and there is no python3 to ask for its own")
    }
    return JupyterFolders.underPrefix(prefix)
  }
}
