import TandemCatalog
import TandemData
import TandemLearning
import TandemTensors
import Testing

@Suite struct TrainingTests {
  @Test("three tasks learn what can be learned")
  func learns() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 60))
    #expect(run.ending == .finished)
    #expect(run.state.epoch == 60)
    #expect(run.stepsPerEpoch == 6)
    for curve in run.lossCurves.series {
      #expect(curve.values.count == 60)
      #expect(curve.values[59] < curve.values[0] / 3, "\(curve.name)")
    }
    #expect(run.test[0]["accuracy"] ?? 0 > 0.8)
    #expect(run.test[1]["r2"] ?? 0 > 0.8)
    #expect(run.test[2]["r2"] ?? 0 > 0.8)
    #expect(run.conflictCurves.series.count == 3)
    #expect(run.normCurves["up"]?.values.count == 60)
  }
}
