import TandemData
import TandemTensors

/// Where the rows and targets of a batch go before a computation.
struct BatchInput {
  private let inputs: [Tensor]
  private let targets: [TargetInput]

  /// Makes room for batches of given sizes.
  /// - Parameters:
  ///   - preparation: The run's data.
  ///   - sizes: How many rows of each data set there are.
  /// - Throws: `MemoryShortage`, where there is no room.
  init(_ preparation: Preparation, sizes: [Int]) throws {
    inputs = try preparation.groups.map { group in
      try .placeholder(checking: Shape([sizes[group.source]] + group.encoder.rowShape))
    }
    targets = preparation.targets.enumerated().map { task, target in
      TargetInput(target, rowCount: sizes[preparation.source(ofTask: task)])
    }
  }

  /// The losses of the batch, as a computation.
  /// - Parameters:
  ///   - model: The network.
  ///   - settings: The run's settings.
  ///   - preparation: The run's data.
  /// - Returns: The losses, and what can be had of them.
  /// - Throws: `ShapeError`, where a network does not give what its parts promise.
  func graph(
    _ model: BoundModel, _ settings: TrainingSettings, _ preparation: Preparation
  ) throws -> StepGraph {
    try StepGraph(
      model, tasks: settings.tasks, groups: preparation.groups, inputs: inputs, targets: targets,
      seed: settings.generatorSeed)
  }

  /// Fills in rows.
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
}
