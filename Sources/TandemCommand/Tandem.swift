import ArgumentParser

/// The command: `tandem kernel`, `tandem install`, `tandem doctor`, `tandem help`, `tandem bench`.
@main
struct Tandem: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tandem",
    abstract: "A Jupyter kernel for multi-task learning.",
    version: version,
    subcommands: [
      KernelCommand.self, InstallCommand.self, DoctorCommand.self, HelpCommand.self,
      BenchCommand.self,
      VersionCommand.self,
    ])

  static let version = "0.1.0"
}

struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version.")

  func run() { print("tandem \(Tandem.version)") }
}

/// Says why a command could not do its work.
func failure(_ reason: any Error) -> any Error {
  ValidationFailure(description: "\(reason)")
}

/// An error that is printed as it stands, without the usage.
private struct ValidationFailure: Error, CustomStringConvertible {
  var description: String
}
