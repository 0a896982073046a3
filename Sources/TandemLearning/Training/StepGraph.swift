import TandemNetworks
import TandemTensors

/// The losses of a step as a computation, and the gradients that can be had of it.
struct StepGraph {
  let model: BoundModel
  /// The mean loss of each task.
  private(set) var losses: [Tensor] = []
  /// What the architecture adds to the sum, whatever the weighting.
  private var penalty: Tensor?
  /// The shared representation of each group, as far as parameters that are trained act through it.
  private(set) var cut: [Tensor] = []
  private(set) var statistics: [Plan.Output] = []

  /// Applies the network to a batch of each data set.
  /// - Parameters:
  ///   - model: The network.
  ///   - tasks: The tasks of the run.
  ///   - groups: Which tasks see the same inputs.
  ///   - inputs: A batch for each group.
  ///   - targets: The targets of each task.
  ///   - seed: What random layers draw from.
  /// - Throws: `ShapeError`, where a network does not give what its parts promise.
  init(
    _ model: BoundModel, tasks: [LearningTask], groups: [TaskGroup], inputs: [Tensor],
    targets: [TargetInput], seed: UInt64
  ) throws {
    self.model = model
    var context = ForwardContext(isTraining: true, seed: seed)
    var losses = [Tensor?](repeating: nil, count: tasks.count)
    for (group, input) in zip(groups, inputs) {
      context.mask = nil
      let result = try model.network.outputs(for: group.tasks, of: input, in: &context)
      if let count = context.idCount(of: input) { try group.requireIDs(below: count) }
      for (task, output) in zip(group.tasks, result.outputs) {
        losses[task] = try targets[task].loss(tasks[task].loss, of: output)
      }
      cut += result.cut
      if let added = result.penalty { penalty = penalty.map { $0 + added } ?? added }
    }
    self.losses = losses.compactMap { $0 }
    statistics = Self.statistics(context.statisticsUpdates)
    let shared = Set(sharedVariables.map(ObjectIdentifier.init))
    cut = cut.filter { tensor in
      Tensor.inOrder([tensor]).contains { shared.contains(ObjectIdentifier($0)) }
    }
  }

  private var sharedVariables: ArraySlice<Tensor> {
    model.variables.prefix(model.sharedParameterCount)
  }

  /// What layers' statistics become.
  ///
  /// A shared layer that a step applies to several data sets takes the mean of what each would make of
  /// them: the order of the data sets does not matter.
  private static func statistics(
    _ updates: [(parameter: Parameter, value: Tensor)]
  ) -> [Plan.Output] {
    var collected: [(parameter: Parameter, values: [Tensor])] = []
    for (parameter, value) in updates {
      if let index = collected.firstIndex(where: { $0.parameter === parameter }) {
        collected[index].values.append(value)
      } else {
        collected.append((parameter, [value]))
      }
    }
    return collected.map { parameter, values in
      let sum = values.dropFirst().reduce(values[0]) { $0 + $1 }
      let mean = values.count == 1 ? sum : sum / Float(values.count)
      return Plan.Output(mean, to: parameter.value.storage)
    }
  }

  /// The gradient of the weighted sum of losses by all parameters, into the gradient buffer.
  func summed(weights: [Tensor]) throws -> [Plan.Output] {
    let outputs = losses + (penalty.map { [$0] } ?? [])
    let upstream = weights + (penalty.map { [.ones($0.shape)] } ?? [])
    let gradients = try gradients(
      of: outputs, upstream: upstream, withRespectTo: Array(model.variables))
    return gradients.enumerated().map { .init($1, to: model.store.gradient(at: $0)) }
  }

  /// Each loss's gradient at some sites, and by the task's own parameters into `own`, in one sweep.
  /// - Parameters:
  ///   - demand: At which sites, and where the gradients themselves are looked at.
  ///   - memory: Where rows of gradients go.
  ///   - own: Where the own parameters' gradients go; `nil` if they are not wanted.
  /// - Returns: What a plan has to compute.
  /// - Throws: `ShapeError`, as the operations' pullbacks; `MemoryShortage`.
  func separate(
    _ demand: GradientDemand, memory: GradientMemory, own: FloatBuffer?
  ) throws -> SeparateGradients {
    let last = demand.contains(.lastLayer) ? model.lastSharedLayer : []
    let wanted = model.users.indices.filter { index in
      index < model.sharedParameterCount
        ? demand.contains(.shared) || last.contains(index) : own != nil
    }
    let cut = demand.contains(.representation) ? cut : []
    let found = try stackedGradients(
      of: losses, withRespectTo: wanted.map { model.store.tensors[$0] } + cut)
    var separate = SeparateGradients(model, memory)
    for (index, gradient) in zip(wanted, found) {
      if index < model.sharedParameterCount {
        let keepsRows =
          demand.keepsRows(at: .shared)
          || last.contains(index) && demand.keepsRows(at: .lastLayer)
        try separate.add(gradient, ofShared: index, keepsRows: keepsRows)
      } else {
        separate.add(gradient, ofOwn: index, to: own)
      }
    }
    for (tensor, gradient) in zip(cut, found.dropFirst(wanted.count)) {
      try separate.add(gradient, ofCut: tensor)
    }
    return separate
  }

  /// The shared part's gradient from one by its representation, into the gradient buffer.
  /// - Parameter cotangents: The gradient by each tensor of the cut.
  /// - Returns: What a plan has to compute.
  /// - Throws: `ShapeError`, as the operations' pullbacks.
  func pulledBack(_ cotangents: [Tensor]) throws -> [Plan.Output] {
    let found = try gradients(
      of: cut, upstream: cotangents, withRespectTo: Array(sharedVariables))
    return found.enumerated().map { .init($1, to: model.store.gradient(at: $0)) }
  }

  /// The penalty's gradient by all parameters into `slice`, which is as long as the network.
  func penalty(into buffer: FloatBuffer?) throws -> [Plan.Output] {
    guard let penalty, let buffer else { return [] }
    let found = try gradients(of: [penalty], withRespectTo: Array(model.variables))
    return found.enumerated().map { index, gradient in
      let own = model.store.gradient(at: index)
      return .init(gradient, to: BufferSlice(buffer, offset: own.offset, count: own.count))
    }
  }

  var hasPenalty: Bool { penalty != nil }
}
