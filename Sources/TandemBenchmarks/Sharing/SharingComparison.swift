import FoundationEssentials

/// Compares steps on cores that are free with steps on cores that others use too.
package struct SharingComparison {
  private static let names = ["digits_hps", "surgery_k8"]

  private let program: String
  private let steps: [String]
  private let busy: [String]
  private let seconds: Double

  /// Creates a comparison.
  /// - Parameters:
  ///   - program: This program's path.
  ///   - steps: What makes it time the case that is named next.
  ///   - busy: What makes it keep a processor busy.
  ///   - seconds: How long each case is timed.
  package init(program: String, steps: [String], busy: [String], seconds: Double) {
    self.program = program
    self.steps = steps
    self.busy = busy
    self.seconds = seconds
  }

  /// Measures and prints a line for each case: the quiet mean, and by what it grows.
  /// - Parameter roundCount: How often all is done; each figure is the median.
  /// - Throws: `ChildProcess.Failure`, or what a case could not tell.
  package func run(roundCount: Int) throws {
    print("mean step                quiet ms  busy cores  second bench")
    for benchmark in try BenchmarkCase.named(Self.names) {
      var (quiet, besideBusy, besideBench): ([Double], [Double], [Double]) = ([], [], [])
      for _ in 0..<roundCount {
        quiet.append(try mean(of: benchmark))
        besideBusy.append(try mean(of: benchmark, beside: try startBusy()))
        besideBench.append(try mean(of: benchmark, beside: [try start(benchmark, seconds: 86_400)]))
      }
      let base = median(quiet)
      printAtOnce(
        [
          benchmark.title.filled(21),
          base.fixed(3).padded(12), (median(besideBusy) / base).fixed(2).padded(12),
          (median(besideBench) / base).fixed(2).padded(14),
        ].joined())
    }
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private func start(_ benchmark: BenchmarkCase, seconds: Double) throws -> ChildProcess {
    try ChildProcess(
      program, steps + [benchmark.title, "--seconds", "\(seconds)"], isAnswering: true)
  }

  private func startBusy() throws -> [ChildProcess] {
    try (0..<Processors.count).map { _ in
      try ChildProcess(program, busy, isAnswering: true)
    }
  }

  /// The mean step of a case, while others do what they do.
  private func mean(of benchmark: BenchmarkCase, beside others: [ChildProcess] = []) throws
    -> Double
  {
    defer { others.forEach { $0.stop() } }
    let process = try start(benchmark, seconds: seconds)
    var mean: Double?
    while let line = process.answer() {
      let figures = try? JSONDecoder().decode(Figures.self, from: Data(line.utf8))
      mean = mean ?? figures?.ms_mean
    }
    try process.finish()
    guard let mean else { throw ChildProcess.Failure.failed(program: program, status: 0) }
    return mean
  }

  // Named like its member of the line.
  private struct Figures: Decodable { var ms_mean: Double? }
}
