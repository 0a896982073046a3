import TandemData
import TandemTensors

/// Gradients on other rows or at other parameters, from the network and the data of a run.
///
/// Nothing of the run changes: parameters are put back bit for bit, layers' statistics are not touched,
/// and rows and dropout masks are drawn by seed, step and number alone, so that a run which goes on
/// draws the same.
final class LoopProbe: GradientProbe {
  // The loop owns its probe.
  private unowned let loop: TrainingLoop
  /// What each task's loss and gradient are multiplied by: what those count that the method is given.
  var factors: [Double]
  private var programs: [ProgramKey: ProbeProgram] = [:]
  private var samplers: [Int: [EpochSampler]] = [:]
  private var validationSamplers: [EpochSampler?]?
  /// The run's data with the gaps among the targets of validation rows, which no step has to mind.
  private var validationPreparation: Preparation?

  private struct ProgramKey: Hashable {
    var sizes: [Int]
    var includesOwn: Bool
    var isOfValidation: Bool
  }

  /// Rows that are computed together, and what they count for each task of the run.
  private struct Part {
    var rows: [[Int]]
    var context: RunContext
    var shares: [Double]
    var isOfValidation = false
  }

  init(_ loop: TrainingLoop) {
    self.loop = loop
    factors = loop.settings.tasks.map(\.weight)
  }

  var sharedCount: Int { loop.model.sharedCount }
  var trainedCount: Int { loop.model.trainedCount }

  func gradients(_ request: ProbeRequest) throws -> ProbedGradients {
    let (values, count) = (loop.model.store.values, trainedCount)
    let kept = FloatBuffer(count: count)
    kept.pointer.update(from: values.pointer, count: count)
    defer { values.pointer.update(from: kept.pointer, count: count) }
    if let displacement = request.displacement {
      precondition(displacement.count == count, "a displacement of all trained parameters")
      for i in 0..<count { values.pointer[i] = Float(Double(kept.pointer[i]) + displacement[i]) }
    }
    let found = try sum(of: parts(of: request.rows), includesOwn: request.includesOwn)
    try check(found)
    return found
  }

  /// The losses and gradients of some parts together.
  private func sum(of parts: [Part], includesOwn: Bool) throws -> ProbedGradients {
    let taking = loop.record.taking
    let width = includesOwn ? trainedCount : sharedCount
    var losses = [Double](repeating: 0, count: taking.count)
    var jacobian = [Double](repeating: 0, count: taking.count * width)
    for part in parts {
      let preparation = part.isOfValidation ? try withValidation() : loop.preparation
      let program = try program(for: part, of: preparation, includesOwn: includesOwn)
      let labelled = program.run(part.rows, of: preparation, in: part.context)
      for (place, task) in taking.enumerated()
      where labelled.contains(task) && part.shares[task] > 0 {
        let factor = part.shares[task] * factors[task]
        losses[place] += factor * program.loss(ofTask: task)
        jacobian.withUnsafeMutableBufferPointer { numbers in
          guard let start = numbers.baseAddress else { return }
          program.addGradient(ofTask: task, times: factor, to: start + place * width)
        }
      }
    }
    return ProbedGradients(losses: losses, jacobian: jacobian)
  }

  /// Makes sure that a method gets numbers only.
  private func check(_ found: ProbedGradients) throws {
    let taking = loop.record.taking
    for (place, task) in taking.enumerated() where !found.losses[place].isFinite {
      throw loop.failure(.loss, ofTask: task, loss: found.losses[place])
    }
    if found.jacobian.allSatisfy(\.isFinite) { return }
    let width = found.jacobian.count / max(taking.count, 1)
    let first = found.jacobian.firstIndex { !$0.isFinite } ?? 0
    let place = first / max(width, 1)
    throw loop.failure(.gradient, ofTask: taking[place], loss: found.losses[place])
  }

  private func program(
    for part: Part, of preparation: Preparation, includesOwn: Bool
  ) throws -> ProbeProgram {
    let sizes = part.rows.map(\.count)
    let key = ProgramKey(
      sizes: sizes, includesOwn: includesOwn, isOfValidation: part.isOfValidation)
    if let known = programs[key] { return known }
    let made = try TrainingError.needing(.step(rowCount: sizes.reduce(0, +))) {
      try ProbeProgram(
        loop.model, loop.settings, preparation, sizes: sizes, includesOwn: includesOwn)
    }
    programs[key] = made
    return made
  }

  private func parts(of rows: ProbeRequest.Rows) throws -> [Part] {
    switch rows {
    case .batch: try stepParts()
    case .sample(let number): [sample(number)]
    case .validation: [try validation()]
    }
  }

  private var ones: [Double] { loop.settings.tasks.map { _ in 1 } }

  /// The step's own batches, with the dropout masks of the step.
  private func stepParts() throws -> [Part] {
    let batches = loop.batches(ofStep: loop.state.step)
    let shares = batches.count == 1 ? [ones] : try loop.shares(of: batches)
    return zip(batches, shares).map { batch, shares in
      loop.gatherRows(ofBatch: batch)
      return Part(
        rows: loop.record.batches, context: loop.context(ofBatch: batch), shares: shares)
    }
  }

  /// A batch of each data set's training rows: each number goes through them in an order of its own.
  private func sample(_ number: Int) -> Part {
    let (loop, step) = (loop, loop.state.step)
    var own =
      samplers[number]
      ?? loop.preparation.sources.indices.map { source in
        EpochSampler(
          rowCount: loop.preparation.sources[source].trainingRows.count,
          batchSize: loop.settings.batchSize, seed: loop.settings.seed,
          stream: "sample \(number) \(source)")
      }
    let rows = own.indices.map { source in
      own[source].batch(step: step).map { loop.preparation.sources[source].trainingRows[$0] }
    }
    samplers[number] = own
    return Part(rows: rows, context: context("sample \(number)"), shares: ones)
  }

  /// A batch of each data set's validation rows; none count of a data set that has no labelled one.
  private func validation() throws -> Part {
    let sources = loop.preparation.sources
    var own = validationSamplers ?? sources.indices.map(validationSampler)
    var shares = ones
    if own.allSatisfy({ $0 == nil }) {
      throw TrainingError.noValidationRows(argument: "weighting")
    }
    let rows = own.indices.map { source -> [Int] in
      guard let places = own[source]?.batch(step: loop.state.step) else {
        for task in sources[source].tasks { shares[task] = 0 }
        return [sources[source].trainingRows[0]]
      }
      let labelled = loop.preparation.validationRows(ofSource: source)
      return places.map { labelled[$0] }
    }
    validationSamplers = own
    return Part(
      rows: rows, context: context("validation"), shares: shares, isOfValidation: true)
  }

  private func withValidation() throws -> Preparation {
    if let validationPreparation { return validationPreparation }
    let made = try loop.preparation.coveringValidation()
    validationPreparation = made
    return made
  }

  private func validationSampler(ofSource source: Int) -> EpochSampler? {
    let count = loop.preparation.validationRows(ofSource: source).count
    if count == 0 { return nil }
    return EpochSampler(
      rowCount: count, batchSize: loop.settings.batchSize, seed: loop.settings.seed,
      stream: "validation \(source)")
  }

  /// What random layers depend on where the rows are not the step's.
  private func context(_ stream: String) -> RunContext {
    var generator = Generator(seed: loop.settings.generatorSeed, stream: stream)
    return RunContext(seed: generator.next(), step: UInt64(loop.state.step))
  }
}

extension Preparation {
  /// Rows of the validation split with a label for at least one of the data set's tasks.
  func validationRows(ofSource index: Int) -> [Int] {
    let own = sources[index].tasks.map { targets[$0] }
    return sources[index].split.validation.filter { row in own.contains { $0.isLabelled(row) } }
  }
}
