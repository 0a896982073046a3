import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Losses of 0 and below, and other steps for which a method has no answer of its own.
@Suite struct LossWeightingEdges {
  typealias Note = MethodNote

  private func step(_ losses: [Double], epoch: Int = 1) -> StepSignals {
    StepSignals(tasks: losses.indices.map { "t\($0)" }, losses: losses, epoch: epoch)
  }

  private func run(_ weighting: inout some Weighting, _ step: StepSignals) throws -> (
    weights: [Double], notes: [Note]
  ) {
    var context = MethodContext(generator: Generator(seed: 1))
    let weights = try weighting.weights(for: step, in: &context)
    return (weights.weights, context.notes)
  }

  private func run(_ weighting: some Weighting, _ step: StepSignals) throws -> (
    weights: [Double], notes: [Note]
  ) {
    var weighting = weighting
    return try run(&weighting, step)
  }

  private func note(_ place: Int, _ response: Note.Response) -> Note {
    Note(finding: .nonpositiveLoss(task: "t\(place)"), response: response)
  }

  @Test func `a loss without a logarithm is left out, and said`() throws {
    let losses = step([2, 0, 0.5, -1])
    let wanted = [note(1, .leftOut), note(3, .leftOut)]
    let logs = try run(ScaleInvariantLosses.made(), losses)
    #expect(logs.weights == [0.5, 0, 2, 0])
    #expect(logs.notes == wanted)
    let mean = try run(GeometricLossStrategy.made(), losses)
    expectClose(mean.weights, [0.25, 0, 1, 0], tolerance: 1e-14)
    #expect(mean.notes == wanted)
    let groups = try run(GroupAlignment.made(), losses)
    expectClose(groups.weights, [0.625, 0, 2.5, 0], tolerance: 1e-3)
    #expect(groups.notes == wanted)
    let smooth = try run(
      SmoothTchebycheff.made(with: ["form": .text("log"), "mu": .number(1)]), losses)
    #expect(smooth.weights == [0.5, 0, 2, 0])
    #expect(smooth.notes == wanted)
  }

  @Test func `the smallest losses have weights that Float32 holds`() throws {
    let losses = step([1e-300, 1])
    for weighting in [
      try ScaleInvariantLosses.made() as any Weighting, try GeometricLossStrategy.made(),
      try GroupAlignment.made(),
    ] {
      let weights = try run(weighting, losses).weights
      #expect(weights.allSatisfy { $0.isFinite && $0 <= 1e38 })
    }
  }

  @Test func `imtl_l keeps the scale of a loss that has none`() throws {
    var step = step([-1, 2])
    step.learned = [0.5, 0]
    var (weighting, context) = (try IMTLLosses.made(), MethodContext(generator: .init(seed: 1)))
    let result = weighting.weights(for: step, in: &context)
    expectClose(result.weights, [1.6487212707001282, 1], tolerance: 1e-14)
    #expect(result.parameterGradient == [0, 1])
    #expect(context.notes == [note(0, .keptWeights)])
  }

  @Test func `uncertainty keeps the noise of a loss that none explains`() throws {
    var step = step([-1, 0])
    step.learned = [0.5, 0]
    var (weighting, context) = (
      try UncertaintyWeighting.made(), MethodContext(generator: .init(seed: 1))
    )
    let result = weighting.weights(for: step, in: &context)
    expectClose(result.weights, [0.30326532985631671, 0.5], tolerance: 1e-14)
    #expect(result.parameterGradient == [0, 0.5])
    #expect(context.notes == [note(0, .keptWeights)])
  }

  @Test func `famo counts a loss below its floor as at the floor`() throws {
    let weighting = try FastAdaptiveMultitaskOptimization.made(with: ["floor": .number(0.5)])
    let result = try run(weighting, step([0.25, 1.5]))
    expectClose(result.weights, [1, 1e-8], tolerance: 1e-7)
    #expect(result.notes == [note(0, .tookNearest)])
  }

  @Test func `gradnorm takes losses that it cannot compare as unchanged, or as 0`() throws {
    var signals = step([1, -1, 1])
    signals.initialLosses = [0, 1, 2]
    signals.gradientNorms = [1, 1, 1]
    var weighting = try GradientNormalization.made(with: ["alpha": .number(1)])
    let first = try run(&weighting, signals)
    #expect(first.weights == [1, 1, 1])
    #expect(first.notes == [note(1, .tookNearest)])
    // r = [1, 0, ½] / ½: one gradient is too short by it, one too long, and one right.
    let moved = [1 + 0.025, 1 - 0.025, 1]
    expectClose(try run(&weighting, signals).weights, moved, tolerance: 1e-14)
  }

  @Test func `gradnorm's weights stay above 0 and add up to K`() throws {
    var signals = step([1, 1, 1])
    signals.gradientNorms = [1e6, 1, 1e-6]
    var weighting = try GradientNormalization.made()
    for _ in 0..<50 {
      let weights = try run(&weighting, signals).weights
      #expect(weights.allSatisfy { $0 > 0 })
      expectClose([weights.reduce(0, +)], [3], tolerance: 1e-12)
    }
  }

  @Test func `cosmos has no angle at 0, and pbi no side on its line`() throws {
    let cosmos = try run(CosmosScalarization.made(), step([0, 0]))
    #expect(cosmos.weights == [0.5, 0.5])
    #expect(cosmos.notes == [note(0, .tookNearest), note(1, .tookNearest)])
    let pbi = try run(
      PenaltyBoundaryIntersection.made(with: ["preference": .list([.number(3), .number(4)])]),
      step([0.6, 0.8]))
    expectClose(pbi.weights, [0.6, 0.8], tolerance: 1e-15)
  }

  @Test func `cosmos and pbi raise a task that is too far ahead`() throws {
    let ahead = step([10, 0.001])
    #expect(try run(CosmosScalarization.made(with: ["lambda": .number(8)]), ahead).weights[1] < 0)
    #expect(try run(PenaltyBoundaryIntersection.made(), ahead).weights[1] < 0)
  }

  @Test func `the worst task has all the weight, or the worst two share it`() throws {
    let preferring = try Tchebycheff.made(
      with: ["preference": .list([.number(1), .number(4), .number(2)])])
    #expect(try run(preferring, step([3, 0.5, 1])).weights == [1, 0, 0])
    #expect(try run(preferring, step([1, 0.5, 1])).weights == [0, 2, 1])
    #expect(try run(preferring, step([1, 0.25, 0.25])).weights == [0.5, 2, 0])
  }

  @Test func `a tiny mu gives all to the worst task`() throws {
    let smooth = try SmoothTchebycheff.made(with: ["mu": .number(.leastNonzeroMagnitude)])
    #expect(try run(smooth, step([3, 0.5])).weights == [0.5, 0])
  }

  @Test func `a task without a gradient in the first step keeps its weight`() throws {
    var signals = step([1, 1])
    signals.jacobian = [0, 0, 1, 2]
    var weighting = try ExcessRiskWeighting.made()
    #expect(try run(&weighting, signals).weights == [1, 1])
    signals.jacobian = [1, 1, 1, 2]
    let result = try run(&weighting, signals)
    #expect(result.weights[0] < 1 && result.weights[1] > 1)
    #expect(
      result.notes == [Note(finding: .zeroGradient(task: "t0"), response: .keptWeights)])
  }

  @Test func `huge excess risks give finite weights`() throws {
    var signals = step([1, 1])
    signals.jacobian = [1e150, 1e150, 1, 1]
    var weighting = try ExcessRiskWeighting.made(
      with: ["warmup": .number(0), "rate": .number(1e6)])
    for _ in 0..<5 {
      let weights = try run(&weighting, signals).weights
      expectClose(weights, [2, 0], tolerance: 1e-12)
    }
    #expect(weighting.memory.vectors.values.joined().allSatisfy { $0.isFinite })
  }

  @Test func `another network's memory counts as none`() throws {
    var signals = step([1, 1])
    signals.jacobian = [3, 4, 1, 2]
    var weighting = try ExcessRiskWeighting.made()
    for _ in 0..<3 { _ = try run(&weighting, signals) }
    signals.jacobian = [1, 1, 1, 2, 2, 2]
    #expect(try run(&weighting, signals).weights == [1, 1])
  }
}
