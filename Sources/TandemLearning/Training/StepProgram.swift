import TandemCatalog
import TandemData
import TandemTensors

/// The computation of one training step for batches of given sizes, compiled once.
///
/// Stage 0 gives the tasks' losses; where someone looks at gradients, also each task's gradient at
/// their sites (rows of matrices) and, if the step's gradient is made of them, in its own parts. Stage 1
/// gives what layers' statistics become. Stage 2 gives what is left: the gradient of the weighted sum of
/// losses, or what comes of pulling back a gradient by the representation.
final class StepProgram {
  /// How many rows of each data set the step sees.
  let batchSizes: [Int]
  private let batch: BatchInput
  private let taskCount: Int
  private let lossWeights: [Tensor]
  private let cotangents: [Tensor]
  private let plan: Plan
  private let measurement: Plan?
  /// The losses alone; `nil` where stage 0 has nothing else.
  private let forward: Plan?
  /// The tasks' gradients at each site that is looked at, after `computeLosses`.
  let matrices: [GradientSite: GradientMatrix]
  /// Their gradients in the shared part after `measure`, where no step computes them; `nil` where
  /// nothing is shared by two tasks, or where there is no room for them.
  let measured: GradientMatrix?
  /// The gradient of the architecture's own penalty where the step's gradient is made of the tasks',
  /// if it has one.
  let penaltyGradient: FloatBuffer?

  /// What the programs of a run write to.
  struct Memory {
    /// For the rows of the tasks' gradients.
    let rows = GradientMemory()
    /// For those that are measured beside the run.
    let measuredRows = GradientMemory()
    /// The gradients of the tasks' own parts, where they are wanted.
    let own: FloatBuffer?
  }

  /// Builds and compiles the step.
  /// - Parameters:
  ///   - model: The network.
  ///   - settings: The run's settings.
  ///   - preparation: The run's data.
  ///   - batchSizes: How many rows of each data set the step sees.
  ///   - demand: Which gradients are looked at.
  ///   - memory: What it writes to.
  /// - Throws: `ShapeError`, where a network does not give what its parts promise;
  ///   `TrainingError.notEnoughMemory` or `MemoryShortage`.
  init(
    _ model: BoundModel, _ settings: TrainingSettings, _ preparation: Preparation,
    batchSizes: [Int], demand: GradientDemand, memory: Memory
  ) throws {
    self.batchSizes = batchSizes
    taskCount = settings.tasks.count
    batch = try BatchInput(preparation, sizes: batchSizes)
    let graph = try batch.graph(model, settings, preparation)
    let losses = graph.losses.map { Plan.Output($0) }
    let separate = try graph.separate(demand, memory: memory.rows, own: memory.own)
    let hasPenalty = demand.needsOwnGradients && graph.hasPenalty
    penaltyGradient = hasPenalty ? FloatBuffer(count: model.networkCount) : nil
    let stage = losses + separate.outputs + (try graph.penalty(into: penaltyGradient))
    lossWeights = settings.tasks.map { _ in .placeholder([]) }
    cotangents = demand.mode == .pulledBack ? graph.cut.map { .placeholder($0.shape) } : []
    let rest: [Plan.Output] =
      switch demand.mode {
      case .summed: try graph.summed(weights: lossWeights)
      case .separate: []
      case .pulledBack: try graph.pulledBack(cotangents)
      }
    plan = try Plan(checking: [stage, graph.statistics, rest])
    matrices = separate.matrices(demand, of: plan, first: losses.count, taskCount: taskCount)
    forward =
      stage.count > losses.count && settings.learnsAfterwards ? try Plan(checking: [losses]) : nil
    try settings.requireRows(of: matrices, taskCount: taskCount, demand)
    guard taskCount > 1, model.sharedCount > 0, !demand.contains(.shared) else {
      (measurement, measured) = (nil, nil)
      return
    }
    (measurement, measured) = try Self.measurement(graph, memory, taskCount: taskCount)
  }

  /// What is measured beside the run; nothing where there is no room for it, for a run that fits is not
  /// refused for the sake of a curve.
  private static func measurement(
    _ graph: StepGraph, _ memory: Memory, taskCount: Int
  ) throws -> (Plan?, GradientMatrix?) {
    do {
      let beside = try graph.separate(.measured, memory: memory.measuredRows, own: nil)
      let plan = try Plan(checking: [beside.outputs])
      let matrices = beside.matrices(.measured, of: plan, first: 0, taskCount: taskCount)
      return (plan, matrices[.shared])
    } catch is MemoryShortage {
      return (nil, nil)
    } catch TrainingError.notEnoughMemory {
      return (nil, nil)
    }
  }

  /// Fills in a step's rows.
  /// - Parameters:
  ///   - batches: The rows of each data set.
  ///   - preparation: The run's data.
  ///   - taking: Becomes the tasks that take part: those with a label among the rows.
  func fill(_ batches: [[Int]], from preparation: Preparation, taking: inout [Int]) {
    batch.fill(batches, from: preparation, taking: &taking)
  }

  /// Runs stage 0.
  /// - Parameters:
  ///   - losses: Become the loss of each task, 0 for one that takes no part.
  ///   - context: The step.
  func computeLosses(_ losses: inout [Double], in context: RunContext) {
    plan.run(stage: 0, in: context)
    for task in 0..<taskCount {
      losses[task] = Double(plan.result(stage: 0, task).pointer[0])
    }
  }

  /// Computes the losses of the rows that are filled in once more, at the parameters as they are now;
  /// everything else that stage 0 gave may be overwritten.
  func computeLossesAlone(_ losses: inout [Double], in context: RunContext) {
    guard let forward else { return computeLosses(&losses, in: context) }
    forward.run(in: context)
    for task in 0..<taskCount { losses[task] = Double(forward.result(task).pointer[0]) }
  }

  /// Runs stage 1: layers' statistics follow the rows of stage 0.
  func updateStatistics(in context: RunContext) { plan.run(stage: 1, in: context) }

  /// Runs stage 2.
  /// - Parameters:
  ///   - weights: What each loss counts in the sum, where the step's gradient is that of a sum.
  ///   - context: The step.
  func finish(weights: [Double], in context: RunContext) {
    for (tensor, weight) in zip(lossWeights, weights) {
      tensor.storage?.pointer[0] = Float(weight)
    }
    plan.run(stage: 2, in: context)
  }

  /// Says what stage 2 pulls back: a gradient by the representation.
  func setCotangents(_ numbers: UnsafePointer<Float>) {
    var start = numbers
    for tensor in cotangents {
      tensor.storage?.pointer.update(from: start, count: tensor.shape.count)
      start += tensor.shape.count
    }
  }

  /// Writes the tasks' gradients in the shared part to `measured`; changes nothing.
  func measure(in context: RunContext) {
    measurement?.run(stage: 0, in: context)
  }
}

extension TrainingSettings {
  /// Makes sure that there is room for the tasks' gradients, where a method looks at all their numbers.
  ///
  /// They are copied from the plan's memory as they are, and as the doubles that methods see.
  fileprivate func requireRows(
    of matrices: [GradientSite: GradientMatrix], taskCount: Int, _ demand: GradientDemand
  ) throws {
    let methods: [(any CatalogMethod, GradientSite, SignalNeeds)?] = [
      weighting.weighting.map { ($0, $0.site, $0.needs) },
      weighting.gradientMethod.map { ($0, $0.site, $0.needs) },
    ]
    for case (let method, let site, let needs)? in methods where needs.contains(.jacobian) {
      guard let columnCount = matrices[site]?.columnCount else { continue }
      let use = MemoryUse.gradients(
        method: type(of: method).descriptor.name, taskCount: taskCount, columnCount: columnCount)
      try TrainingError.needing(use) {
        try FreeMemory.require(
          numbers: taskCount * columnCount,
          of: MemoryLayout<Float>.stride + MemoryLayout<Double>.stride)
      }
    }
  }

  /// Whether the weighting looks at the losses once more after each step's update.
  var learnsAfterwards: Bool {
    weighting.weighting?.needs.contains(.updatedLosses) ?? false
  }
}
