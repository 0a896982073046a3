import Testing

@testable import TandemBenchmarks

@Suite struct TransformerWorkloadTests {
  @Test("the encoder has PyTorch's parameters, and steps on one batch make its loss smaller")
  func training() throws {
    let workload = try #require(Workload.all.first { $0.name == "transformer_nlp" })
    let step = try #require(try workload.prepare("train") as? TransformerTraining)
    let (size, inner) = (384, 1536)
    let block = 4 * (size + 1) * size + 2 * size * inner + inner + size + 4 * size
    let heads = [4, 9, 2].map { WorkloadTests.dense(size, $0) }.reduce(0, +)
    #expect(step.parameterCount == (8192 + 64) * size + 2 * size + 6 * block + heads)
    step.run()
    let first = step.loss
    for _ in 0..<3 { step.run() }
    #expect(step.loss.isFinite && step.loss < 0.9 * first, "\(first) to \(step.loss)")
  }

  @Test("scores can be had again and again")
  func inference() throws {
    let workload = try #require(Workload.all.first { $0.name == "transformer_nlp" })
    let step = try #require(try workload.prepare("infer") as? TransformerInference)
    step.run()
    let first = step.scores
    step.run()
    #expect(step.scores.map(\.count) == [16 * 4, 16 * 64 * 9, 16 * 64 * 2])
    #expect(step.scores == first && first.joined().allSatisfy { $0.isFinite })
  }
}
