import ArgumentParser
import FoundationEssentials
import JupyterKernel
import TandemBenchmarks
import TandemRuntime

/// Says how things stand, for whoever wonders why something is slow or not found.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Show what Tandem runs on, and whether Jupyter finds it.")

  @Flag(help: "Start a kernel, and measure how soon it answers and how much memory it takes.")
  var startup = false

  func run() throws {
    if startup {
      try measureStartup()
      return
    }
    Reexecution.run(wish: EngineFacts.startEnvironment)
    row("tandem", "\(Tandem.version), \(Executable.path)")
    reportEngine(EngineFacts())
    row("ZeroMQ", Kernel.transportVersion)
    reportKernels()
    reportExtension()
  }

  private func reportEngine(_ facts: EngineFacts) {
    row("processor", facts.processorName)
    row("BLAS kernel", "\(facts.coreName), \(judgement(of: facts))")
    row("products", facts.isProductRight ? "right" : "WRONG: this library computes wrong")
    row("OpenBLAS", facts.libraryDescription)
    row("threads", String(facts.threadCount))
  }

  private func judgement(of facts: EngineFacts) -> String {
    guard facts.coreName != facts.bestCoreName else { return "the best for this processor" }
    // Only someone's own OPENBLAS_CORETYPE leaves us with another one.
    let cost = ProductComparison.cost(
      besideCore: facts.bestCoreName, program: Executable.path,
      arguments: ProductServerCommand.call)
    guard let cost, cost < 1.05 else {
      let times = cost.map { "; products of 256 × 256 take \($0) times as long" } ?? ""
      return "'\(facts.bestCoreName)' is faster\(times)"
    }
    return "on products of 256 × 256 as fast as '\(facts.bestCoreName)'"
  }

  private func reportKernels() {
    let found = JupyterFolders.all.map { "\($0)/kernels/tandem/kernel.json" }
      .filter { FileManager.default.fileExists(atPath: $0) }
    guard let first = found.first else {
      row("kernel", "not installed: 'tandem install' does it")
      return
    }
    row("kernel", first)
    for hidden in found.dropFirst() { row("", "\(hidden) (hidden by the first)") }
    guard let program = program(in: first) else {
      row("", "this file cannot be read: 'tandem install' writes it anew")
      return
    }
    if program != Executable.path { row("", "it starts another program: \(program)") }
    if !FileManager.default.isExecutableFile(atPath: program) {
      row("", "that program is not there: 'tandem install' names this one")
    }
  }

  private func reportExtension() {
    let found = JupyterFolders.all.map { "\($0)/labextensions/tandem-syntax" }
      .first { FileManager.default.fileExists(atPath: $0) }
    row("colours", found ?? "not installed: cells look like Python")
  }

  private func program(in kernelFile: String) -> String? {
    struct Spec: Decodable { var argv: [String] }
    guard let data = try? Data(contentsOf: URL(filePath: kernelFile)),
      let spec = try? JSONDecoder().decode(Spec.self, from: data)
    else { return nil }
    return spec.argv.first
  }

  /// Starts some kernels, and shows the one in the middle: the first has cold files.
  private func measureStartup() throws {
    do {
      let runs = try (0..<5).map { _ in
        try StartupProbe.measure(program: Executable.path, arguments: ["kernel", "-f"])
      }
      let times = runs.map { $0.readiness / .milliseconds(1) }.sorted()
      let sizes = runs.map { Double($0.residentBytes) / 1_000_000 }.sorted()
      row("ready", "\(Int(times[2].rounded())) ms from process start to the first reply")
      row("memory", "\(Int(sizes[2].rounded())) MB resident, idle")
    } catch {
      throw failure(error)
    }
  }

  private func row(_ name: String, _ value: String) {
    print(name + String(repeating: " ", count: max(1, 14 - name.count)) + value)
  }
}
