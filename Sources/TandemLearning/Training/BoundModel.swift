import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors

/// A network whose numbers lie in one flat buffer: those of shared parts first, then each task's own,
/// then those of frozen parts, then what a weighting learns.
final class BoundModel {
  let network: any Network
  let store: ParameterStore
  let summary: Model
  /// For each parameter that is trained, the tasks that use it.
  let users: [[Int]]
  /// How many of the parameters that are trained, and of their numbers, several tasks share.
  let sharedParameterCount: Int
  let sharedCount: Int
  /// How many numbers are trained; those that are shared lie first.
  let trainedCount: Int
  /// The shared parameters, by number, of the last layer of the shared part that has any; of several
  /// such layers, as those of experts, all.
  let lastSharedLayer: [Int]
  /// Where the numbers of each shared parameter lie, and those of each shared layer.
  let sharedSegments: [Range<Int>]
  let sharedLayers: [Range<Int>]
  /// How many numbers the network has.
  let networkCount: Int
  /// Where each parameter lies, and how fast it is trained.
  let segments: ParameterSegments
  /// Names of the settings' rates that no part has, each with its argument.
  let unknownParts: [(name: String, argument: String)]
  /// Layers' statistics, in the order of the parts.
  let statistics: [Parameter]
  /// The statistics as they were when `keepStatistics` was called.
  private let keptStatistics: FloatBuffer

  /// Binds an architecture to the tasks of a run.
  /// - Parameters:
  ///   - settings: The run's settings.
  ///   - preparation: The run's data.
  /// - Throws: `ArchitectureError` or `LayerBindingError`, where they do not fit; `MemoryShortage`.
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
    let rates = network.parts.map { settings.rates.factor(of: $0.name) }
    let trained = zip(network.parts, rates).filter { $1 > 0 }.map(\.0)
    let frozen = zip(network.parts, rates).filter { !($1 > 0) }.map(\.0)
    let parts = trained.filter(\.isShared) + trained.filter { !$0.isShared } + frozen
    let parameters = parts.flatMap(\.layers.parameters)
    users =
      trained.filter(\.isShared).parameterTasks + trained.filter { !$0.isShared }.parameterTasks
    sharedParameterCount = users.prefix { $0.count > 1 }.count
    let counts = parameters.map(\.shape.count)
    sharedCount = counts.prefix(sharedParameterCount).reduce(0, +)
    trainedCount = counts.prefix(users.count).reduce(0, +)
    let shared = trained.filter(\.isShared)
    lastSharedLayer = shared.lastLayerParameters
    sharedSegments = Self.ranges(of: Array(counts.prefix(sharedParameterCount)))
    sharedLayers = Self.ranges(
      of: shared.flatMap { part in
        part.layers.layers.map { $0.layer.parameters.reduce(0) { $0 + $1.shape.count } }
      })
    networkCount = counts.reduce(0, +)
    let first = settings.weighting.weighting?.initialParameters(taskCount: tasks.count) ?? []
    let learned = first.isEmpty ? [] : [Parameter(Tensor(first.map(Float.init), [first.count]))]
    // Weights are moved together; then come their gradients and what the optimizer keeps.
    try FreeMemory.require(
      numbers: networkCount,
      of: MemoryLayout<Float>.stride * max(2, 1 + settings.optimizer.slotCount))
    store = ParameterStore(parameters + learned)
    let factors = parts.flatMap { part in
      part.layers.parameters.map { _ in settings.rates.factor(of: part.name) }
    }
    segments = ParameterSegments(
      counts: store.parameters.map(\.shape.count), factors: factors + learned.map { _ in 1 })
    unknownParts = settings.rates.unknownNames(among: parts.map(\.name))
    statistics = parts.flatMap(\.layers.statistics)
    keptStatistics = FloatBuffer(count: statistics.reduce(0) { $0 + $1.shape.count })
    let names = tasks.map(\.name)
    summary = Model(
      parts: parts.map { Model.Part($0, tasks: names) }, parameterCount: networkCount,
      floatingPointOperations: network.floatingPointOperations,
      sourceText: settings.architecture.sourceText)
  }

  /// Stretches of given lengths one after the other, those of none left out.
  private static func ranges(of counts: [Int]) -> [Range<Int>] {
    var end = 0
    return counts.filter { $0 > 0 }.map { count in
      defer { end += count }
      return end..<end + count
    }
  }

  /// The leaves of the network's parameters that are trained, shared ones first.
  var variables: ArraySlice<Tensor> { store.tensors.prefix(users.count) }

  /// Where the parameters of the last shared layer lie among themselves.
  var lastLayerPlaces: [Int: Range<Int>] {
    var start = 0
    var places: [Int: Range<Int>] = [:]
    for index in lastSharedLayer {
      let end = start + store.gradient(at: index).count
      places[index] = start..<end
      start = end
    }
    return places
  }

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
    (store.values.whole.values, statisticNumbers)
  }

  /// The numbers of layers' statistics, flat.
  var statisticNumbers: [Float] {
    get { statistics.flatMap(\.value.values) }
    set {
      var offset = 0
      for parameter in statistics {
        let next = offset + parameter.shape.count
        parameter.value.storage?.assign(Array(newValue[offset..<next]))
        offset = next
      }
    }
  }

  /// Keeps layers' statistics, for `restoreStatistics`.
  func keepStatistics() {
    var place = keptStatistics.pointer
    for parameter in statistics {
      guard let own = parameter.value.storage else { continue }
      place.update(from: own.pointer, count: own.count)
      place += own.count
    }
  }

  /// Puts layers' statistics back as they were kept.
  func restoreStatistics() {
    var place = keptStatistics.pointer
    for parameter in statistics {
      guard let own = parameter.value.storage else { continue }
      own.pointer.update(from: place, count: own.count)
      place += own.count
    }
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
    statisticNumbers = state.statistics
  }
}

extension [NetworkPart] {
  /// For each parameter, the tasks that use it.
  fileprivate var parameterTasks: [[Int]] {
    flatMap { part in part.layers.parameters.map { _ in part.tasks } }
  }

  /// The parameters, by number, of the last layer that has any of each part that no other part takes
  /// its input from.
  fileprivate var lastLayerParameters: [Int] {
    let own = filter { !$0.layers.parameters.isEmpty }
    var found: [Int] = []
    var start = 0
    for part in own {
      let counts = part.layers.layers.map(\.layer.parameters.count)
      let end = start + counts.reduce(0, +)
      let last = counts.last { $0 > 0 } ?? 0
      if !own.contains(where: { $0.inputs.contains(part.name) }) { found += end - last..<end }
      start = end
    }
    return found
  }
}

extension TrainingSettings {
  /// The seed in the form that generators take; all numbers of the language are seeds.
  var generatorSeed: UInt64 { UInt64(truncatingIfNeeded: seed) }
}
