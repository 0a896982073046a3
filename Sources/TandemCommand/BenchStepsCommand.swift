import ArgumentParser
import TandemBenchmarks
import TandemRuntime

/// Times the workloads.
struct BenchStepsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps",
    abstract: "Time the workloads: a line of JSON each, then its peak resident memory.")

  @Argument(
    help: ArgumentHelp(
      "As 'digits_hps', or 'surgery_k8/mgda' for one variant; all without one.",
      valueName: "workload"))
  var workloads: [String] = []

  @Option(help: "How long each is repeated at least.")
  var seconds = 2.0

  @Option(help: "Repeat each exactly so often instead.")
  var steps: Int?

  @Option(help: "On how many threads to compute.")
  var threads = 2

  @Flag(help: "Show where the time of a step goes, by operation.")
  var profile = false

  @Flag(help: "Count what steps allocate, too.")
  var allocations = false

  func validate() throws {
    try checkSeconds(seconds)
    try checkThreads(threads)
    if let steps, steps < 1 { throw ValidationError("'--steps' is at least 1, not \(steps)") }
  }

  func run() throws {
    Reexecution.run(wish: EngineFacts.startEnvironment)
    do {
      let benchmark = try Benchmark(options)
      if benchmark.titles.count == 1 {
        try benchmark.run()
      } else {
        for title in benchmark.titles { try runAlone(title) }
      }
    } catch {
      throw failure(error)
    }
  }

  private var options: Benchmark.Options {
    Benchmark.Options(
      names: workloads, seconds: seconds, stepCount: steps, threadCount: threads,
      countsAllocations: allocations, profiles: profile, engine: Tandem.engine)
  }

  /// Measures one case in a process of its own, whose peak of memory is that case's.
  private func runAlone(_ title: String) throws {
    var arguments = ["bench", "steps", title, "--seconds", "\(seconds)", "--threads", "\(threads)"]
    if let steps { arguments += ["--steps", "\(steps)"] }
    if profile { arguments.append("--profile") }
    if allocations { arguments.append("--allocations") }
    try ChildProcess(Executable.path, arguments).finish()
  }
}

extension Tandem {
  /// What benchmarks call the engine: the version without its last part.
  fileprivate static var engine: String {
    "tandem " + version.split(separator: ".").prefix(2).joined(separator: ".")
  }
}
