import TandemCatalog
import TandemData
import TandemTensors

/// The computation of one training step for batches of given sizes, compiled once.
///
/// Stage 0 gives the tasks' losses; where someone looks at gradients, also each task's gradient in the
/// shared part (a row of the matrix) and in its own. Stage 1 gives the gradient of the weighted sum of
/// losses, unless stage 0 had the gradients, and what layers' statistics become.
final class StepProgram {
  /// How many rows of each data set the step sees.
  let batchSizes: [Int]
  private let inputs: [Tensor]
  private let targets: [TargetInput]
  private let lossWeights: [Tensor]
  private let plan: Plan
  private let measurement: Plan?
  /// The tasks' gradients in the shared part, after `computeLosses` or `measure`; `nil` where nothing
  /// is shared by two tasks.
  let matrix: GradientMatrix?
  /// The gradient of the architecture's own penalty in `separate` mode, if it has one.
  let penaltyGradient: FloatBuffer?

  /// How a step's gradients are found.
  enum Mode {
    /// One gradient, of the weighted sum of the losses.
    case summed
    /// One a task, for the weighting to look at.
    case separate
  }

  /// Builds and compiles the step.
  /// - Parameters:
  ///   - model: The network.
  ///   - settings: The run's settings.
  ///   - preparation: The run's data.
  ///   - batchSizes: How many rows of each data set the step sees.
  ///   - mode: How gradients are found.
  ///   - memory: Where rows of the tasks' gradients in the shared part go; `nil` if nothing is shared.
  ///   - own: Where the gradients of the tasks' own parts go in `separate` mode.
  /// - Throws: `ShapeError`, where a network does not give what its parts promise.
  init(
    _ model: BoundModel, _ settings: TrainingSettings, _ preparation: Preparation,
    batchSizes: [Int], mode: Mode, memory: GradientMemory?, own: FloatBuffer?
  ) throws {
    self.batchSizes = batchSizes
    inputs = preparation.groups.map { group in
      .placeholder(Shape([batchSizes[group.source]] + group.encoder.rowShape))
    }
    targets = preparation.targets.enumerated().map { task, target in
      TargetInput(target, rowCount: batchSizes[preparation.source(ofTask: task)])
    }
    lossWeights = settings.tasks.map { _ in .placeholder([]) }
    let graph = try StepGraph(
      model, tasks: settings.tasks, groups: preparation.groups, inputs: inputs, targets: targets,
      seed: settings.generatorSeed)
    let losses = graph.losses.map { Plan.Output($0) }
    let taskCount = settings.tasks.count
    switch mode {
    case .summed:
      penaltyGradient = nil
      plan = Plan(stages: [losses, try graph.summed(weights: lossWeights) + graph.statistics])
      let separate = try memory.map { try graph.separate(memory: $0, keepsRows: false, own: nil) }
      measurement = separate.map { Plan(stages: [$0.outputs]) }
      matrix = measurement.flatMap { separate?.matrix(of: $0, first: 0, taskCount: taskCount) }
    case .separate:
      penaltyGradient = graph.hasPenalty ? FloatBuffer(count: model.networkCount) : nil
      let keepsRows = settings.weighting.needs.contains(.jacobian)
      let separate = try graph.separate(memory: memory, keepsRows: keepsRows, own: own)
      let stage = losses + separate.outputs + (try graph.penalty(into: penaltyGradient))
      plan = Plan(stages: [stage, graph.statistics])
      matrix = separate.matrix(of: plan, first: losses.count, taskCount: taskCount)
      measurement = nil
    }
  }

  /// Fills in a step's rows.
  /// - Parameters:
  ///   - batches: The rows of each data set.
  ///   - preparation: The run's data.
  ///   - taking: Becomes the tasks that take part: those with a label among the rows.
  func fill(_ batches: [[Int]], from preparation: Preparation, taking: inout [Int]) {
    for (group, input) in zip(preparation.groups, inputs) {
      guard let start = input.storage?.pointer else { continue }
      group.copyRows(batches[group.source], to: start)
    }
    taking.removeAll(keepingCapacity: true)
    for task in targets.indices {
      let rows = batches[preparation.source(ofTask: task)]
      if targets[task].fill(rows, of: preparation.targets[task]) { taking.append(task) }
    }
  }

  /// Runs stage 0.
  /// - Parameters:
  ///   - losses: Become the loss of each task, 0 for one that takes no part.
  ///   - context: The step.
  func computeLosses(_ losses: inout [Double], in context: RunContext) {
    plan.run(stage: 0, in: context)
    for task in targets.indices {
      losses[task] = Double(plan.result(stage: 0, task).pointer[0])
    }
  }

  /// Runs stage 1.
  /// - Parameters:
  ///   - weights: What each loss counts in the sum; not looked at in `separate` mode.
  ///   - context: The step.
  func finish(weights: [Double], in context: RunContext) {
    for (tensor, weight) in zip(lossWeights, weights) {
      tensor.storage?.pointer[0] = Float(weight)
    }
    plan.run(stage: 1, in: context)
  }

  /// Writes the tasks' gradients in the shared part to the matrix, in `summed` mode; changes nothing.
  func measure(in context: RunContext) {
    measurement?.run(stage: 0, in: context)
  }
}
