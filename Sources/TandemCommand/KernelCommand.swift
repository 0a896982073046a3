import ArgumentParser
import JupyterKernel
import TandemRuntime

/// Runs a kernel; Jupyter starts it so.
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Run a kernel for the clients of a connection file.",
    discussion: "Jupyter calls this; 'tandem install' tells it how.")

  @Option(
    name: [.customShort("f"), .customLong("connection-file")],
    help: ArgumentHelp("The file that says where to listen.", valueName: "file"))
  var connectionFile: String

  func run() throws {
    Reexecution.run(wish: EngineFacts.startEnvironment)
    let interrupt = SessionInterrupt()
    do {
      try Kernel(.tandem).run(
        connectionFile: connectionFile, interrupt: interrupt
      ) { SessionEngine(interrupt: interrupt) }
    } catch {
      throw failure(error)
    }
    Kernel.exit()
  }
}

extension KernelDescription {
  /// What Tandem says about itself.
  static let tandem = KernelDescription(
    implementation: "tandem", version: Tandem.version,
    banner:
      "Tandem \(Tandem.version): multi-task learning in Jupyter. 'help()' shows what there is.",
    language: Language(
      name: "tandem", version: Tandem.version, mediaType: "text/x-tandem",
      fileExtension: ".tandem", pygmentsLexer: "tandem",
      // By name where our colours are installed, else those of Python, which come near.
      codeMirrorMode: CodeMirrorMode(name: "tandem", mime: "text/x-python")),
    helpLinks: [
      HelpLink(text: "Jupyter", url: "https://docs.jupyter.org"),
      HelpLink(
        text: "Multi-task learning: an overview", url: "https://arxiv.org/abs/1706.05098"),
    ])
}
