import FoundationEssentials
import TandemCatalog
import TandemNetworks
import TestSupport
import Testing

/// Optimizers and schedules against PyTorch's numbers; LAMB and Lion against their papers'.
@Suite struct OptimizerReferenceTests {
  private static let file = Result {
    let path = TestFolders.root + "/Tests/Reference/optimizers.json"
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path)))
  }

  @Test("ten steps of each optimizer are PyTorch's, or its paper's")
  func optimizers() throws {
    let cases = try Self.file.get().optimizers
    #expect(Set(cases.map(\.optimizer)) == Set(Optimizers.all.map(\.descriptor.name)))
    for reference in cases {
      let optimizer = try Methods.optimizer(
        reference.optimizer, reference.arguments.mapValues { try $0.value() })
      let segments = ParameterSegments(counts: reference.counts)
      var parameters = reference.start
      var state = OptimizerState(
        slotCount: optimizer.slotCount, parameterCount: parameters.count)
      for (step, gradients) in reference.gradients.enumerated() {
        Methods.step(
          optimizer, &parameters, gradients, &state,
          rate: step < 5 ? optimizer.rate : optimizer.rate / 2, segments: segments)
        expectFourDigits(
          parameters, reference.trajectory[step], "\(optimizer.sourceText), step \(step)")
      }
      #expect(state.updateCount == 10)
    }
  }

  @Test("what each schedule makes of the rate is PyTorch's")
  func schedules() throws {
    let cases = try Self.file.get().schedules
    #expect(Set(cases.map(\.schedule)) == Set(Schedules.all.map(\.descriptor.name)))
    for reference in cases {
      var arguments = try reference.arguments.mapValues { try $0.value() }
      if let then = reference.then { arguments["then"] = .object(try Methods.schedule(then)) }
      let schedule = try Methods.schedule(reference.schedule, arguments)
      for (step, expected) in reference.factors.enumerated() {
        let seen = reference.validation.prefix(step / reference.stepsPerEpoch)
        let moment = TrainingMoment(
          step: step, stepsPerEpoch: reference.stepsPerEpoch, epochs: reference.epochs,
          validationLosses: Array(seen))
        let factor = schedule.factor(at: moment)
        #expect(
          abs(factor - expected) <= 1e-6 * expected,
          "\(schedule.sourceText), step \(step): \(factor)")
      }
    }
  }

  private struct File: Decodable {
    var optimizers: [OptimizerCase]
    var schedules: [ScheduleCase]
  }

  private struct OptimizerCase: Decodable, Sendable {
    var optimizer: String
    var arguments: [String: NetworkReference.Argument]
    var counts: [Int]
    var start: [Float]
    var gradients: [[Float]]
    var trajectory: [[Float]]
  }

  private struct ScheduleCase: Decodable, Sendable {
    var schedule: String
    var arguments: [String: NetworkReference.Argument]
    var then: String?
    var stepsPerEpoch: Int
    var epochs: Int
    var validation: [Double]
    var factors: [Double]
  }
}
