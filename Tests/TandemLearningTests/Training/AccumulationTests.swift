import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// Several batches a step, as if their rows were one.
@Suite struct AccumulationTests {
  private static func settings(
    weighting: String, missing: Bool = false, batch: Int, accumulate: Int, epochs: Int = 3
  ) throws -> TrainingSettings {
    let sgd: any Optimizer = try TrainingCases.make(Optimizers.all, "sgd", [(nil, .number(0.1))])
    var settings = try TrainingCases.settings(
      tasks: TrainingCases.tasks(of: TrainingCases.table(missing: missing)),
      weighting: TrainingResumeTests.weighting(weighting), epochs: epochs, batch: batch,
      optimizer: sgd)
    settings.accumulate = accumulate
    return settings
  }

  @Test(
    "four batches are as one that is four times as large",
    arguments: ["equal", "uncertainty", "dwa", "pcgrad", "mgda", "uncertainty + pcgrad"],
    [false, true])
  func isLikeOne(weighting: String, missing: Bool) throws {
    // 84 training rows: one step of 84, or batches of 24, 24, 24 and 12.
    let whole = try TrainingCases.train(
      Self.settings(weighting: weighting, missing: missing, batch: 84, accumulate: 1))
    let parts = try TrainingCases.train(
      Self.settings(weighting: weighting, missing: missing, batch: 24, accumulate: 4))
    #expect(parts.stepsPerEpoch == 1 && parts.state.step == 3)
    let start = try TrainingCases.train(
      Self.settings(weighting: weighting, batch: 84, accumulate: 1, epochs: 0)
    ).state.parameters
    let moved = zip(whole.state.parameters, start).map { abs($0 - $1) }.max() ?? 0
    let apart = zip(whole.state.parameters, parts.state.parameters).map { abs($0 - $1) }
    #expect(moved > 0.01 && apart.allSatisfy { $0 < 1e-4 * max(moved, 1) })
    for (a, b) in zip(whole.history.losses, parts.history.losses) {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 * max(abs($0), 1) })
    }
    for (a, b) in zip(whole.history.weights, parts.history.weights) {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-3 })
    }
  }

  @Test(
    "running figures follow the batches in their order, however many make a step",
    arguments: ["equal", "pcgrad", "mgda"], [2, 4])
  func statistics(weighting: String, accumulate: Int) throws {
    func statistics(_ weighting: String, accumulate: Int) throws -> [Float] {
      // So small a rate changes no parameter: figures follow from the order of the batches alone.
      let still: any Optimizer = try TrainingCases.make(
        Optimizers.all, "sgd", [(nil, .number(1e-30))])
      let choice =
        weighting == "mgda"
        ? try TrainingCases.weighting("mgda", [("at", .text("representation"))])
        : try TrainingCases.weighting(weighting)
      var settings = try TrainingCases.settings(
        architecture: TrainingCases.hard(TrainingCases.layers("dense 8", "batch_norm", "relu")),
        weighting: choice, epochs: 2, optimizer: still)
      settings.accumulate = accumulate
      return try TrainingCases.train(settings).state.statistics
    }
    let plain = try statistics("equal", accumulate: 1)
    #expect(try statistics(weighting, accumulate: accumulate) == plain)
    #expect(plain.contains { $0 != 0 && $0 != 1 })
  }

  @Test("an epoch's last step takes the batches that are left")
  func steps() throws {
    let run = try TrainingCases.train(
      Self.settings(weighting: "equal", batch: 16, accumulate: 4, epochs: 2))
    // 84 rows make six batches: steps of four and of two.
    #expect(run.stepsPerEpoch == 2 && run.state.step == 4 && run.state.epoch == 2)
    let more = try TrainingCases.train(
      Self.settings(weighting: "equal", batch: 16, accumulate: 100, epochs: 2))
    #expect(more.stepsPerEpoch == 1 && more.state.step == 2)
  }

  @Test(
    "an interrupted run ends at a whole step, and goes on bit for bit",
    arguments: ["equal", "uncertainty + pcgrad", "rlw + mgda"])
  func resumes(weighting: String) throws {
    var settings = try TrainingResumeTests.settings(
      weighting: weighting, optimizer: 1, isMissing: true)
    settings.accumulate = 3
    settings.epochs = 5
    let whole = try TrainingCases.train(settings)
    #expect(whole.state.step == 10)
    for step in [1, 4, 7] {
      let flag = InterruptFlag()
      let half = try Trainer.train(settings, interrupt: flag, observer: StopAfter(step, flag))
      #expect(half.state.step == step && half.ending == .interrupted)
      let resumed = try Trainer.resume(half, interrupt: InterruptFlag())
      #expect(resumed.state.comparable == whole.state.comparable)
    }
  }

  @Test("a weighted loss counts its classes over all batches of a step")
  func weighted() throws {
    func run(batch: Int, accumulate: Int) throws -> Run {
      var settings = try Self.settings(weighting: "equal", batch: batch, accumulate: accumulate)
      let loss: any Loss = CrossEntropy(weights: [0.2, 3])
      settings.tasks[0].loss = loss
      return try TrainingCases.train(settings)
    }
    let (whole, parts) = try (run(batch: 84, accumulate: 1), run(batch: 20, accumulate: 5))
    #expect(
      zip(whole.history.losses[0], parts.history.losses[0]).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
