import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// A step that fails has not been: the run is what it was before, bit for bit.
@Suite struct FailedStepTests {
  /// Trains a run that fails, and another until the step before; both must be the same.
  /// - Returns: The step that failed.
  @discardableResult
  private static func compare(_ settings: TrainingSettings) throws -> Int {
    let keeper = RunKeeper()
    let failed = try failedStep {
      try Trainer.train(settings, interrupt: InterruptFlag(), observer: keeper)
    }
    let kept = try #require(keeper.run)
    #expect(kept.ending == .failed && kept.state.step == failed - 1)
    let flag = InterruptFlag()
    var before = try Trainer.train(settings, interrupt: flag, observer: StopAfter(failed - 1, flag))
    // The step after an epoch's last comes after the look at the validation split.
    if before.state.stepInEpoch == before.stepsPerEpoch {
      before = try Trainer.resume(before, epochs: 1, interrupt: InterruptFlag())
    }
    #expect(kept.state.comparable == before.state.comparable)
    // What goes on from there fails where it failed.
    let again = try failedStep { try Trainer.resume(kept, interrupt: InterruptFlag()) }
    #expect(again == failed)
    return failed
  }

  /// The step at which a run fails.
  private static func failedStep(_ train: () throws -> Run) throws -> Int {
    do {
      _ = try train()
    } catch TrainingError.lossNotFinite(let failure) {
      return failure.step
    } catch WeightingError.notFinite(_, let step) {
      return step
    }
    throw TrainingCases.Missing(name: "failure")
  }

  private static func settings(
    _ weighting: WeightingChoice, optimizer: String = "sgd", _ arguments: [(String?, Value)],
    accumulate: Int = 1
  ) throws -> TrainingSettings {
    var settings = try TrainingCases.settings(
      tasks: TrainingCases.tasks(of: TrainingCases.table(missing: true)),
      architecture: TrainingCases.hard(TrainingCases.layers("dense 8", "batch_norm", "relu")),
      weighting: weighting, epochs: 20,
      optimizer: TrainingCases.make(
        Optimizers.all, optimizer, arguments, as: (any Optimizer).self))
    settings.accumulate = accumulate
    return settings
  }

  @Test(
    "a rate that is too large leaves the last good step, whatever remembers",
    arguments: [
      "equal", "pcgrad", "uncertainty", "dwa", "rlw", "famo", "rlw + pcgrad", "uncertainty + moco",
    ], [1, 2])
  func tooFast(weighting: String, accumulate: Int) throws {
    let settings = try Self.settings(
      TrainingResumeTests.weighting(weighting), [(nil, .number(1e6)), ("momentum", .number(0.9))],
      accumulate: accumulate)
    #expect(try Self.compare(settings) > 1)
  }

  @Test(
    "what methods remember, moments and figures are those of the last good step",
    arguments: ["moco", "pcgrad"], [1, 2])
  func afterMethods(method: String, accumulate: Int) throws {
    // The gradient becomes infinite after all methods have been asked.
    let failing = try FailingWeighting.choice([("step", .number(5)), ("weight", .number(1e200))])
    let settings = try Self.settings(
      .combining(failing, TrainingCases.weighting(method)),
      optimizer: method == "moco" ? "adam" : "sgd", [(nil, .number(0.01))],
      accumulate: accumulate)
    #expect(try Self.compare(settings) == 5)
  }

  @Test(
    "an update that makes a loss infinite has not been, nor have its moments", arguments: [1, 2])
  func afterUpdate(accumulate: Int) throws {
    let failing = try FailingWeighting.choice([
      ("step", .number(5)), ("weight", .number(1e25)), ("learns", .truth(true)),
    ])
    let settings = try Self.settings(
      failing, [(nil, .number(0.05)), ("momentum", .number(0.9))], accumulate: accumulate)
    #expect(try Self.compare(settings) == 5)
  }
}

/// Keeps the run of a step that failed.
private final class RunKeeper: TrainingObserver {
  private(set) var run: Run?
  func didStep(_ progress: TrainingProgress) {}
  func didFail(_ run: Run) { self.run = run }
}
