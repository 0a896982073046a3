import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors

/// A network whose numbers lie in one flat buffer: those of shared parts first, then each task's own,
/// then what a weighting learns.
final class BoundModel {
  let network: any Network
  let store: ParameterStore
  let summary: Model
  /// For each parameter of the network, the tasks that use it.
  let users: [[Int]]
  /// How many of the parameters, and of their numbers, several tasks share.
  let sharedParameterCount: Int
  let sharedCount: Int
  /// How many numbers the network has.
  let networkCount: Int
  /// Where each parameter lies, and how fast it is trained.
  let segments: ParameterSegments
  /// Layers' statistics, in the order of the parts.
  let statistics: [Parameter]

  /// Binds an architecture to the tasks of a run.
  /// - Parameters:
  ///   - settings: The run's settings.
  ///   - preparation: The run's data.
  /// - Throws: `ArchitectureError` or `LayerBindingError`, where they do not fit.
  init(_ settings: TrainingSettings, _ preparation: Preparation) throws {
    let tasks = settings.tasks
    let ports = tasks.indices.map { task in
      let encoder = preparation.groups[preparation.groupOfTask[task]].encoder
      return TaskPort(
        name: tasks[task].name, inputShape: Shape(encoder.rowShape),
        outputSize: tasks[task].method.outputSize)
    }
    var generator = Generator(seed: settings.generatorSeed, stream: "parameters")
    network = try settings.architecture.bind(to: ports, using: &generator)
    let parts = network.parts.filter(\.isShared) + network.parts.filter { !$0.isShared }
    let parameters = parts.flatMap(\.layers.parameters)
    users = parts.flatMap { part in part.layers.parameters.map { _ in part.tasks } }
    sharedParameterCount = users.prefix { $0.count > 1 }.count
    let counts = parameters.map(\.shape.count)
    sharedCount = counts.prefix(sharedParameterCount).reduce(0, +)
    networkCount = counts.reduce(0, +)
    let first = settings.weighting.weighting?.initialParameters(taskCount: tasks.count) ?? []
    let learned = first.isEmpty ? [] : [Parameter(Tensor(first.map(Float.init), [first.count]))]
    store = ParameterStore(parameters + learned)
    segments = ParameterSegments(counts: store.parameters.map(\.shape.count))
    statistics = parts.flatMap(\.layers.statistics)
    let names = tasks.map(\.name)
    summary = Model(
      parts: parts.map { Model.Part($0, tasks: names) }, parameterCount: networkCount,
      floatingPointOperations: network.floatingPointOperations,
      sourceText: settings.architecture.sourceText)
  }

  /// The leaves of the network's parameters, shared ones first.
  var variables: ArraySlice<Tensor> { store.tensors.prefix(users.count) }

  /// How many parameters the weighting has of its own.
  var learnedCount: Int { store.count - networkCount }

  /// What an optimizer has made of one of the weighting's own parameters.
  func learned(_ index: Int) -> Double { Double(store.values.pointer[networkCount + index]) }

  /// The parameter with the largest gradient, by the norms of what lies in the gradient buffer.
  func largestGradient() -> LossFailure.GradientNorm? {
    let names = summary.parts.flatMap(\.parameters).map(\.name)
    let norms = names.indices.map { index in
      let slice = store.gradient(at: index)
      return GradientMatrix.squaredNorm(slice.pointer, count: slice.count).squareRoot()
    }
    // One that is no number is the largest.
    let largest =
      norms.firstIndex { !$0.isFinite } ?? norms.indices.max { norms[$0] < norms[$1] }
    return largest.map { LossFailure.GradientNorm(parameter: names[$0], norm: norms[$0]) }
  }

  /// Copies of all parameters and statistics.
  var numbers: (parameters: [Float], statistics: [Float]) {
    (store.values.whole.values, statistics.flatMap(\.value.values))
  }

  /// Makes the network what it was in a state.
  /// - Parameter state: A state of the same network.
  /// - Throws: `TrainingError.unsuitableState`, where the counts differ.
  func restore(_ state: TrainingState) throws {
    let count = statistics.reduce(0) { $0 + $1.shape.count }
    guard state.parameters.count == store.count, state.statistics.count == count,
      state.optimizer.slots.allSatisfy({ $0.count == store.count })
    else {
      throw TrainingError.unsuitableState(expected: store.count, actual: state.parameters.count)
    }
    store.values.whole.assign(state.parameters)
    var offset = 0
    for parameter in statistics {
      let next = offset + parameter.shape.count
      parameter.value.storage?.assign(Array(state.statistics[offset..<next]))
      offset = next
    }
  }
}

extension TrainingSettings {
  /// The seed in the form that generators take; all numbers of the language are seeds.
  var generatorSeed: UInt64 { UInt64(truncatingIfNeeded: seed) }
}
