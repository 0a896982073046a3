import TandemCatalog
import TandemNetworks
import TandemTensors

extension TrainingLoop {
  /// Prepares the gradient of a step where it is made of the tasks' own gradients.
  ///
  /// In the shared part it is what the gradient method makes of the weighted losses' gradients, or
  /// their sum; each part of a single task takes that task's own, with its loss's weight.
  /// - Parameters:
  ///   - program: The step's program; where the gradient is one by the representation, its last stage
  ///     is told what to pull back.
  ///   - gramians: The inner products of the tasks' gradients at each site.
  ///   - taking: The tasks that take part.
  /// - Throws: `WeightingError`; what the probe throws.
  func combineGradients(
    _ program: StepProgram, _ gramians: [GradientSite: [Double]], of taking: [Int]
  ) throws {
    switch demand.mode {
    case .summed: return
    case .separate:
      try combineGradients(
        program.matrices[.shared], gramians, of: taking, into: model.store.gradients.pointer)
    case .pulledBack:
      guard let matrix = program.matrices[.representation] else { return }
      let combined = FloatBuffer(count: matrix.columnCount)
      try combineGradients(matrix, gramians, of: taking, into: combined.pointer)
      program.setCotangents(combined.pointer)
    }
  }

  /// Combines the tasks' gradients at a site, and puts their own parts' into the gradient buffer.
  /// - Parameters:
  ///   - matrix: The tasks' gradients where the method takes them.
  ///   - gramians: The inner products of the tasks' gradients at each site.
  ///   - taking: The tasks that take part.
  ///   - output: Becomes the combination; room for a row of the matrix.
  /// - Throws: `WeightingError`; nothing is written then.
  func combineGradients(
    _ matrix: GradientMatrix?, _ gramians: [GradientSite: [Double]], of taking: [Int],
    into output: UnsafeMutablePointer<Float>
  ) throws {
    guard let matrix else { return }
    guard let combination = try combination(matrix, gramians, of: taking) else {
      weighOwnGradients(record.weighed.factors)
      return matrix.combine(record.weighed.factors, into: output)
    }
    weigh(combination, of: taking)
    weighOwnGradients(record.combined.ownFactors)
    switch combination.direction {
    case .weights: matrix.combine(record.combined.factors, into: output)
    case .vector(let direction):
      let columnCount = matrix.columnCount
      for place in 0..<columnCount { output[place] = Float(direction[place]) }
      // What is behind the shared part is the tasks' own parts'.
      let own = model.store.gradients.pointer + model.sharedCount
      for place in columnCount..<direction.count {
        own[place - columnCount] = Float(direction[place])
      }
    }
  }

  /// Writes down by what the answer of the gradient method multiplies each task's gradients.
  private func weigh(_ combination: Combination, of taking: [Int]) {
    for task in settings.tasks.indices {
      record.combined.factors[task] = 0
      record.combined.ownFactors[task] = record.weighed.factors[task]
    }
    for (place, task) in taking.enumerated() {
      record.combined.ownFactors[task] *= combination.ownFactors?[place] ?? 1
      guard case .weights(let weights) = combination.direction else { continue }
      record.combined.factors[task] = weights[place] * record.weighed.factors[task]
      record.weighed.weights[task] *= weights[place]
    }
  }

  /// What the gradient method makes of the weighted losses' gradients; `nil` where there is none.
  private func combination(
    _ matrix: GradientMatrix, _ gramians: [GradientSite: [Double]], of taking: [Int]
  ) throws -> Combination? {
    // Its facts are those of the settings' method: a copy of the one that remembers would make it copy
    // what it remembers.
    guard let method = settings.weighting.gradientMethod, let gramian = gramians[method.site]
    else { return nil }
    let factors = record.weighed.factors
    let gradients = gradients(matrix, gramian, of: taking, for: method)
    let needsProbe = method.needs.contains(.probe)
    if needsProbe { probe?.factors = factors }
    var context = MethodContext(generator: state.generator, probe: needsProbe ? probe : nil)
    let combination = try gradientMethod?.combine(gradients, in: &context)
    state.generator = context.generator
    if let combination { context.noteRest(combination, of: gradients) }
    if !context.notes.isEmpty { note(context.notes, by: method) }
    guard let combination, combination.isFinite else { throw notFinite(method) }
    combination.requireFitting(
      taskCount: taking.count, columnCount: matrix.columnCount,
      ownCount: model.trainedCount - model.sharedCount)
    return combination
  }

  /// The gradients as a method sees them.
  private func gradients(
    _ matrix: GradientMatrix, _ gramian: [Double], of taking: [Int], for method: any GradientMethod
  ) -> TaskGradients {
    let factors = record.weighed.factors
    let taskCount = settings.tasks.count
    record.combined.gramian.removeAll(keepingCapacity: true)
    record.combined.losses.removeAll(keepingCapacity: true)
    for a in taking {
      record.combined.losses.append(record.losses[a] * factors[a])
      for b in taking {
        record.combined.gramian.append(gramian[a * taskCount + b] * factors[a] * factors[b])
      }
    }
    let needsRows = method.needs.contains(.jacobian)
    // By the representation there are neither parameters nor layers.
    let isByParameters = needsRows && method.site != .representation
    return TaskGradients(
      signals: record.weighed.signals, losses: record.combined.losses,
      gramian: record.combined.gramian,
      jacobian: needsRows ? matrix.rows(taking, times: factors).map(Double.init) : [],
      segments: isByParameters ? model.sharedSegments : nil,
      layers: isByParameters ? model.sharedLayers : nil)
  }

  /// Puts each task's gradient in its own parts, times a factor, into the gradient buffer.
  ///
  /// Not computed in place: a failing step must leave the gradient of the step before, for its report.
  private func weighOwnGradients(_ factors: [Double]) {
    guard let ownGradients = memory.own else { return }
    for index in model.sharedParameterCount..<model.users.count {
      let place = model.store.gradient(at: index)
      let own = ownGradients.pointer + (place.offset - model.sharedCount)
      let factor = Float(model.users[index].first.map { factors[$0] } ?? 0)
      for i in 0..<place.count { place.pointer[i] = factor * own[i] }
    }
  }

  /// Adds the gradient of the architecture's own penalty, which no weighting touches.
  func addPenalty(_ gradient: FloatBuffer?) {
    guard let gradient else { return }
    let all = model.store.gradients.pointer
    for i in 0..<model.networkCount { all[i] += gradient.pointer[i] }
  }

  /// Makes sure that each task's gradient is made of numbers where it is looked at.
  func checkGradients(
    _ gramians: [GradientSite: [Double]], _ losses: [Double], of taking: [Int]
  ) throws {
    for gramian in gramians.values {
      if let task = taking.first(where: {
        !gramian[$0 * (settings.tasks.count + 1)].isFinite
      }) {
        throw failure(.gradient, ofTask: task, loss: losses[task])
      }
    }
  }
}

extension Combination {
  /// An answer of another size would be a mistake of ours in the method.
  func requireFitting(taskCount: Int, columnCount: Int, ownCount: Int) {
    switch direction {
    case .weights(let weights):
      precondition(weights.count == taskCount, "a weight for each task")
    case .vector(let direction):
      precondition(
        [columnCount, columnCount + ownCount].contains(direction.count),
        "a direction as long as a row, or with the tasks' own parts behind")
    }
    precondition(ownFactors.map { $0.count == taskCount } ?? true, "a factor for each task")
  }
}
