import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Methods over given losses and gradients, without a network.
@Suite struct MethodTrialTests {
  private func trial(
    _ names: String..., tasks: Int, seed: UInt64 = 0, learningRate: Double = 1e-3
  ) throws -> MethodTrial {
    let choices = try names.map { try WeightingLaws.make($0) }
    let choice = try choices.dropFirst().reduce(choices[0]) { try .combining($0, $1) }
    return MethodTrial(
      choice, tasks: (0..<tasks).map { "t\($0)" }, seed: seed, learningRate: learningRate)
  }

  @Test func `a step gives the published weights and direction`() throws {
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods["mgda"])
      var trial = try trial("mgda", tasks: reference.G.count)
      let step = try trial.step(
        losses: reference.inputs.losses, jacobian: Array(reference.G.joined()))
      let tolerance = try #require(answer.tolerance)
      expectClose(
        try #require(step.weights), try #require(answer.weights), tolerance: tolerance)
      expectClose(
        step.direction, try #require(answer.direction), tolerance: tolerance,
        scale: 1e-3 * reference.size, "\(reference.name)")
    }
  }

  @Test(
    "a direction that is none is said, whatever the method",
    arguments: ["mgda", "pcgrad", "upgrad", "nash_mtl", "cagrad"])
  func rest(name: String) throws {
    func notes(_ rows: [[Double]]) throws -> [MethodNote] {
      var trial = try trial(name, tasks: 2)
      return try trial.step(losses: [1, 1], jacobian: Array(rows.joined())).notes
    }
    #expect(try !notes([[1, -2], [-1, 2]]).isEmpty)
    #expect(try !notes([[0, 0], [0, 0]]).isEmpty)
    #expect(try notes([[1, 0.5], [-0.3, 1]]).isEmpty)
  }

  @Test func `mgda rests for the task that has no gradient`() throws {
    var trial = try trial("mgda", tasks: 2)
    let step = try trial.step(losses: [1, 1], jacobian: [0, 0, 3, 1])
    #expect(step.notes == [MethodNote(finding: .zeroGradient(task: "t0"), response: .rested)])
  }

  @Test func `epochs that end become the history that weightings see`() throws {
    for reference in try AggregationReference.read() {
      let epochs = try #require(reference.methods["dwa_T2.0"]?.weights_by_epoch)
      var trial = try trial("dwa", tasks: reference.G.count)
      for (epoch, losses) in reference.inputs.loss_history.enumerated() {
        // An epoch's loss is the mean of its steps.
        let half = try trial.step(losses: losses.map { $0 / 2 })
        expectClose(half.lossWeights, epochs[epoch], tolerance: 1e-10)
        _ = try trial.step(losses: losses.map { $0 * 1.5 })
        trial.endEpoch()
      }
      let after = try trial.step(losses: reference.inputs.losses)
      expectClose(after.lossWeights, try #require(epochs.last), tolerance: 1e-10)
    }
  }

  @Test func `what a weighting learns is trained by Adam`() throws {
    // Far from rest Adam's first steps have the length of the rate, against the gradient's sign.
    var trial = try trial("uncertainty", tasks: 2, learningRate: 0.01)
    let first = try trial.step(losses: [4, 0.1])
    #expect(first.lossWeights == [0.5, 0.5])
    expectClose(trial.signals.learned, [0.01, -0.01], tolerance: 1e-6)
    for _ in 0..<20_000 { _ = try trial.step(losses: [4, 0.1]) }
    // At rest each weighted loss is ½.
    expectClose(try trial.step(losses: [4, 0.1]).lossWeights, [0.125, 5], tolerance: 1e-3)
  }

  @Test func `gradients are combined as those of the weighted losses`() throws {
    let rows = [[1.0, 0, 0.5], [-3, 1, 0]]
    var both = try trial("uncertainty", "mgda", tasks: 2)
    let step = try both.step(losses: [1, 1], jacobian: Array(rows.joined()))
    #expect(step.lossWeights == [0.5, 0.5])
    let halves = rows.map { $0.map { $0 / 2 } }
    let gramian = TaskGradients(rows: halves).gramian
    let wanted = MinimumNorm.weights(gramian: gramian, count: 2)
    #expect(step.gradientWeights == wanted)
    expectClose(step.direction, combined(halves, wanted), tolerance: 1e-14)
    expectClose(
      step.direction, combined(rows, try #require(step.weights)), tolerance: 1e-14)
  }

  @Test func `an answer that is not made of numbers is an error`() throws {
    var trial = MethodTrial(
      WeightingChoice(gradientMethod: EndlessMethod(Arguments())), tasks: ["a", "b"])
    #expect(throws: WeightingError.notFinite(method: "endless", step: 1)) {
      try trial.step(losses: [1, 1], jacobian: [1, 0, 0, 1])
    }
  }

  @Test func `inner products that are no numbers are an error, no answer`() throws {
    for method in ["mgda", "pcgrad", "upgrad", "nash_mtl"] {
      var trial = try trial("fixed", method, tasks: 2)
      // 1e160² has no number: the longest gradient must not pass for one of length 0.
      #expect(throws: WeightingError.notFinite(method: method, step: 1)) {
        try trial.step(losses: [1, 1], jacobian: [1e160, 0, 0, 1])
      }
    }
  }

  @Test func `the seed is a run's: the same draws again, others with another`() throws {
    func weights(_ seed: UInt64) throws -> [Double] {
      var trial = try trial("rlw", tasks: 3, seed: seed)
      _ = try trial.step(losses: [1, 1, 1])
      return try trial.step(losses: [1, 1, 1]).lossWeights
    }
    #expect(try weights(4) == weights(4))
    #expect(try weights(4) != weights(5))
  }

  @Test func `a probe of given gradients is linear and counts its samples round`() throws {
    let probe = ConstantProbe([1, 2], [1, 0, 0, 1], samples: [[5, 0, 0, 5], [6, 0, 0, 6]])
    #expect(probe.gradients(ProbeRequest(.batch)).jacobian == [1, 0, 0, 1])
    #expect(probe.gradients(ProbeRequest(.sample(3))).jacobian == [6, 0, 0, 6])
    let moved = probe.gradients(ProbeRequest(.validation, displacement: [0.5, -1]))
    #expect(moved.losses == [1.5, 1])
    let weighted = WeightedProbe(probe, weights: [2, 1])
    let found = try weighted.gradients(ProbeRequest(.batch))
    #expect(found.losses == [2, 2] && found.jacobian == [2, 0, 0, 1])
  }
}

/// A method whose answer has no end.
private struct EndlessMethod: GradientMethod {
  static let descriptor = MethodDescriptor("endless", gives: .weighting, needs: .gramian, "no end")
  let arguments: Arguments
  var origin: ValueOrigin?

  init(_ arguments: Arguments) { self.arguments = arguments }

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  { .vector([1, .infinity]) }
}
