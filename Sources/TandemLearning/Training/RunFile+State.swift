import TandemNetworks

extension RunArchive.Numbers {
  /// What a run has beside its methods and tasks.
  init(_ run: Run) {
    epochs = run.settings.epochs
    epochsAsked = run.epochsAsked
    batchSize = run.settings.batchSize
    accumulate = run.settings.accumulate == 1 ? nil : run.settings.accumulate
    clip = run.settings.clip
    clipValue = run.settings.clipValue
    rates = run.settings.rates == PartRates() ? nil : run.settings.rates
    seed = run.settings.seed
    excludedInputs = run.settings.excludedInputs
    state = run.state
    encoders = run.encoders
    encoderOfTask = run.encoderOfTask
    validation = run.validation
    test = run.test
    time = run.time
    ending = run.ending
    stepsPerEpoch = run.stepsPerEpoch
    model = run.model
    sourceText = run.sourceText
  }

  /// Whether the numbers belong together; a file may have been changed by hand.
  func areWhole(taskCount: Int) -> Bool {
    let history = state.history
    let curves = [
      history.losses, history.validationLosses, history.validationMetrics, history.weights,
    ]
    let pairCount = taskCount * max(taskCount - 1, 0) / 2
    let pairs = TrainingHistory(taskCount: taskCount).pairs
    return taskCount > 0 && batchSize > 0 && accumulate ?? 1 > 0 && epochs >= 0
      && epochsAsked >= state.epoch
      && state.epoch >= 0 && state.step >= 0 && stepsPerEpoch > 0
      && (0...stepsPerEpoch).contains(state.stepInEpoch)
      && (0...state.epoch).contains(state.stopRuleStart)
      && state.initialLosses.count == taskCount && state.tally.losses.count == taskCount
      && state.tally.weights.count == taskCount && state.tally.gradientNorms.count == taskCount
      && state.tally.cosines.count == pairCount && history.pairs == pairs
      && curves.allSatisfy { curve in
        curve.count == taskCount && curve.allSatisfy { $0.count == state.epoch }
      }
      && history.gradientNorms.count == taskCount && history.cosines.count == pairCount
      && (history.gradientNorms + history.cosines).allSatisfy { $0.count <= state.epoch }
      && encoderOfTask.count == taskCount && encoderOfTask.allSatisfy(encoders.indices.contains)
      && validation.count == taskCount && test.count == taskCount
      && areCountsWhole && time >= .zero && time < .seconds(1e11)
  }

  /// Whether what was counted fits the steps done: what goes on counting must not overflow.
  private var areCountsWhole: Bool {
    let (epochSteps, overflows) = state.epoch.multipliedReportingOverflow(by: stepsPerEpoch)
    let tally = state.tally
    let means = tally.losses + tally.weights + tally.gradientNorms + tally.cosines
    return !overflows && state.step >= epochSteps && state.step - epochSteps == state.stepInEpoch
      && (0...state.step).contains(state.optimizer.updateCount)
      && means.allSatisfy { (0...state.stepInEpoch).contains($0.count) }
  }
}

extension TrainingState {
  private static let learnedName = "weighting.learned"
  private static let statisticsName = "statistics"
  private static let weightingMemoryName = "weighting.memory"
  private static let gradientMethodMemoryName = "gradients.memory"

  /// Moves the long arrays to a file's own, each parameter under its name.
  mutating func moveArrays(to file: inout Safetensors, model: Model) {
    var offset = 0
    for parameter in model.parts.flatMap(\.parameters) {
      let next = offset + parameter.shape.reduce(1, *)
      file.add(
        "model.\(parameter.name)", .floats(Array(parameters[offset..<next])),
        shape: parameter.shape)
      offset = next
    }
    file.add(Self.learnedName, .floats(Array(parameters[offset...])))
    file.add(Self.statisticsName, .floats(statistics))
    for (index, slot) in optimizer.slots.enumerated() {
      file.add("optimizer.\(index)", .floats(slot))
      optimizer.slots[index] = []
    }
    parameters = []
    statistics = []
    weightingMemory.moveVectors(to: &file, as: Self.weightingMemoryName)
    gradientMethodMemory.moveVectors(to: &file, as: Self.gradientMethodMemoryName)
  }

  /// Takes the long arrays back.
  /// - Parameters:
  ///   - file: The file.
  ///   - model: The model that it describes.
  /// - Throws: `DamagedRun`, where one is missing or of another shape than the model says.
  mutating func takeArrays(from file: Safetensors, model: Model) throws(DamagedRun) {
    for parameter in model.parts.flatMap(\.parameters) {
      let name = "model.\(parameter.name)"
      let numbers = try file.floats(name)
      // The description is multiplied out wherever the model is shown; the array's own shape is safe.
      guard file.arrays[name]?.shape == parameter.shape else { throw .missing(name) }
      parameters += numbers
    }
    parameters += try file.floats(Self.learnedName)
    statistics = try file.floats(Self.statisticsName)
    for index in optimizer.slots.indices {
      optimizer.slots[index] = try file.floats("optimizer.\(index)")
    }
    weightingMemory.takeVectors(from: file, as: Self.weightingMemoryName)
    gradientMethodMemory.takeVectors(from: file, as: Self.gradientMethodMemoryName)
  }
}

extension MethodMemory {
  /// Moves what is remembered to arrays of a file; the names stay.
  fileprivate mutating func moveVectors(to file: inout Safetensors, as name: String) {
    for (key, vector) in vectors.sorted(by: { $0.key < $1.key }) {
      file.add("\(name).\(key)", .doubles(vector))
      vectors[key] = []
    }
  }

  /// Takes it back; older files have the numbers beside the names.
  fileprivate mutating func takeVectors(from file: Safetensors, as name: String) {
    for key in vectors.keys {
      if case .doubles(let vector)? = file.arrays["\(name).\(key)"]?.numbers {
        vectors[key] = vector
      }
    }
  }
}

/// Why a safetensors file is no run.
struct DamagedRun: Error {
  var reason: String

  static func missing(_ name: String) -> Self {
    Self(reason: "it has no '\(name)', or not in the form that a run has")
  }
}

extension Safetensors {
  /// An array of floats.
  func floats(_ name: String) throws(DamagedRun) -> [Float] {
    guard case .floats(let numbers)? = arrays[name]?.numbers else { throw .missing(name) }
    return numbers
  }

  /// An array of doubles.
  func doubles(_ name: String) throws(DamagedRun) -> [Double] {
    guard case .doubles(let numbers)? = arrays[name]?.numbers else { throw .missing(name) }
    return numbers
  }

  /// An array of whole numbers.
  func integers(_ name: String) throws(DamagedRun) -> [Int] {
    guard case .integers(let numbers)? = arrays[name]?.numbers else { throw .missing(name) }
    return numbers.map(Int.init)
  }

  /// A text of the metadata.
  func text(_ name: String) throws(DamagedRun) -> String {
    guard let text = metadata[name] else { throw .missing(name) }
    return text
  }
}
