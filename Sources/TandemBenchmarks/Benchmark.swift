import TandemTensors

/// Times the workloads, and prints a line of JSON for each.
package struct Benchmark {
  /// What is measured and how.
  package struct Options: Sendable {
    /// Names of workloads, with `/variant` for one variant; empty for all.
    package var names: [String]
    /// How long each goes on at least.
    package var seconds: Double
    /// Exactly so many steps instead.
    package var stepCount: Int?
    /// On how many threads the engine computes; the numbers do not depend on it.
    package var threadCount: Int
    package var countsAllocations: Bool
    /// Whether to tell where the time goes.
    package var profiles: Bool
    /// What the lines call this engine.
    package var engine: String

    /// Creates options.
    package init(
      names: [String], seconds: Double, stepCount: Int?, threadCount: Int,
      countsAllocations: Bool, profiles: Bool, engine: String
    ) {
      self.names = names
      self.seconds = seconds
      self.stepCount = stepCount
      self.threadCount = threadCount
      self.countsAllocations = countsAllocations
      self.profiles = profiles
      self.engine = engine
    }
  }

  private let options: Options
  private let cases: [BenchmarkCase]

  /// Looks up the workloads.
  /// - Parameter options: What is measured.
  /// - Throws: An error that lists the workloads, for a name that is none.
  package init(_ options: Options) throws {
    self.options = options
    cases = try BenchmarkCase.named(options.names)
  }

  /// The cases as they can be asked for one by one.
  ///
  /// A process has one peak of its memory: where there are several cases, each wants its own.
  package var titles: [String] { cases.map(\.title) }

  /// Measures the cases in this process, and prints.
  /// - Throws: What keeps a step from being done.
  package func run() throws {
    EngineThreads.use(options.threadCount)
    for benchmark in cases { try measure(benchmark) }
  }

  private func measure(_ benchmark: BenchmarkCase) throws {
    let step = try benchmark.workload.prepare(benchmark.variant)
    let length = BenchmarkLength(
      time: .seconds(options.seconds), stepCount: options.stepCount)
    let times = StepTimes(try length.run { try step.run() })
    var line = line(of: benchmark)
    line.add("engine", options.engine)
    line.add("ms_per_step", times.median, digits: 5)
    line.add("ms_mean", times.mean, digits: 5)
    line.add("steps", times.count)
    print(line.text)
    if options.profiles {
      let table = try ProfileTable(
        stepCount: min(times.count, 1000), stepTime: .milliseconds(1) * times.median
      ) { try step.run() }
      table.print()
    }
    if options.countsAllocations { try countAllocations(of: step, benchmark, times.count) }
    if let peak = ProcessMemory.peakResidentMiB {
      var line = self.line(of: benchmark)
      line.add("peak_mib", peak, digits: 1)
      print(line.text)
    }
  }

  private func line(of benchmark: BenchmarkCase) -> JSONLine {
    var line = JSONLine()
    line.add("workload", benchmark.workload.name)
    line.add("variant", benchmark.variant)
    return line
  }

  /// Does as many steps again, and looks only at what they allocate.
  private func countAllocations(
    of step: any RepeatableStep, _ benchmark: BenchmarkCase, _ stepCount: Int
  ) throws {
    guard AllocationCount.isAvailable else { throw NoAllocationCount() }
    let count = try AllocationCount(of: stepCount) { try step.run() }
    var line = line(of: benchmark)
    count.describe(in: &line)
    print(line.text)
  }
}

/// Calls of `malloc` cannot be counted in this build.
struct NoAllocationCount: Error, CustomStringConvertible {
  var description: String {
    "allocations can be counted with glibc only, and not under a sanitizer"
  }
}
