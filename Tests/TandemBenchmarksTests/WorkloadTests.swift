import Testing

@testable import TandemBenchmarks

@Suite struct WorkloadTests {
  /// Parameters of each workload's network, from the sizes that the shared page of workloads gives.
  static let parameterCounts = [
    "digits_hps": dense(64, 128) + dense(128, 64) + dense(64, 10) + dense(64, 2) + dense(64, 1),
    "tabular_mmoe": 8 * (dense(100, 128) + dense(128, 64))
      + 2 * (dense(100, 8) + dense(64, 32) + dense(32, 1)),
    "multimnist_lenet": (25 + 1) * 10 + (10 * 25 + 1) * 20 + dense(720, 50) + 2 * dense(50, 10),
    "surgery_k8": dense(64, 256) + dense(256, 128) + 8 * dense(128, 1),
  ]

  static func dense(_ inputs: Int, _ outputs: Int) -> Int { (inputs + 1) * outputs }

  @Test("a workload's network has the sizes that it is known by", arguments: parameterCounts)
  func sizes(name: String, parameterCount: Int) throws {
    let workload = try #require(Workload.all.first { $0.name == name })
    for variant in workload.variants {
      let step = try #require(try workload.prepare(variant) as? TrainingStep)
      #expect(step.parameterCount == parameterCount)
    }
  }

  @Test("steps on the same batch make the losses smaller", arguments: parameterCounts.keys.sorted())
  func learning(name: String) throws {
    let workload = try #require(Workload.all.first { $0.name == name })
    for variant in workload.variants {
      let step = try #require(try workload.prepare(variant) as? TrainingStep)
      let first = try step.losses()
      for _ in 0..<20 { try step.run() }
      let last = try step.losses()
      #expect(last.reduce(0, +) < first.reduce(0, +), "\(variant): \(first) to \(last)")
    }
  }

  @Test func `a name stands for all variants, and a name with a variant for one`() throws {
    #expect(
      try BenchmarkCase.named(["surgery_k8"]).map(\.title)
        == ["surgery_k8/equal", "surgery_k8/pcgrad", "surgery_k8/mgda"])
    #expect(
      try BenchmarkCase.named(["surgery_k8/mgda", "digits_hps"]).map(\.title)
        == ["surgery_k8/mgda", "digits_hps/equal"])
    #expect(try BenchmarkCase.named([]).count == Workload.all.flatMap(\.variants).count)
  }

  @Test(
    "a name that is none is told with those that there are",
    arguments: ["digits", "digits_hps/mgda"])
  func unknown(name: String) {
    let error = #expect(throws: UnknownWorkload.self) { try BenchmarkCase.named([name]) }
    #expect(
      error?.description.hasPrefix("'\(name)' is not a workload: there are digits_hps, ") == true)
  }
}
