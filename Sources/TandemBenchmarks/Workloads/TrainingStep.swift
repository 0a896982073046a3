import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks

/// A step of `train`, as a notebook does it: gather the batch, run the plan, weigh, update, record.
final class TrainingStep: RepeatableStep {
  private let loop: TrainingLoop

  /// Binds and compiles a run of one batch an epoch.
  /// - Parameters:
  ///   - architecture: The network's template.
  ///   - tasks: The tasks, all of one synthetic batch.
  ///   - weighting: The name of the weighting or gradient method.
  ///   - optimizer: How parameters are updated.
  /// - Throws: What does not fit.
  init(
    _ architecture: any Architecture, tasks: [LearningTask], weighting: String,
    optimizer: any Optimizer
  ) throws {
    let settings = TrainingSettings(
      architecture: architecture, tasks: tasks,
      weighting: try Declaration.make(weighting, in: Weightings.all), epochs: 1,
      batchSize: tasks[0].dataset.rowCount, optimizer: optimizer,
      schedule: try Declaration.make("constant", in: Schedules.all), seed: 0)
    loop = try TrainingLoop(settings)
  }

  func run() throws { try loop.step() }

  /// Does a step, and gives each task's loss before it.
  func losses() throws -> [Double] { try loop.step() }

  var parameterCount: Int { loop.parameterCount }
}

extension Declaration {
  /// Adam with the rate of the workloads' table.
  static func adam() throws -> any Optimizer {
    try make("adam", in: Optimizers.all, [WrittenArgument(label: "rate", .number(1e-3))])
  }
}
