import TandemCatalog
import TandemNetworks
import TandemTensors

extension TrainingLoop {
  /// The gradient of a step from the tasks' own gradients, into the gradient buffer.
  ///
  /// In the shared part it is what the gradient method makes of the weighted losses' gradients, or
  /// their sum; each part of a single task takes that task's own, with its loss's weight.
  /// - Parameters:
  ///   - weighed: The losses' weights; where the method weighs gradients, its weights are multiplied
  ///     in, for `run.weights`.
  ///   - matrix: The tasks' gradients in the shared part.
  ///   - gramian: Their inner products.
  ///   - taking: The tasks that take part.
  /// - Throws: `WeightingError`.
  func combineGradients(
    _ weighed: inout StepRecord.Weighed, _ matrix: GradientMatrix, _ gramian: [Double]?,
    of taking: [Int]
  ) throws {
    weighOwnGradients(weighed.factors)
    let shared = model.store.gradients.pointer
    guard var method = settings.weighting.gradientMethod, let gramian else {
      return matrix.combine(weighed.factors, into: shared)
    }
    let taskCount = settings.tasks.count
    let factors = weighed.factors
    let products = taking.flatMap { a in
      taking.map { b in gramian[a * taskCount + b] * factors[a] * factors[b] }
    }
    let needsRows = method.needs.contains(.jacobian)
    let gradients = TaskGradients(
      signals: weighed.signals, gramian: products,
      jacobian: needsRows ? matrix.rows(taking, times: factors).map(Double.init) : [])
    method.memory = state.gradientMethodMemory
    var context = MethodContext(generator: state.generator)
    let combination = try method.combine(gradients, in: &context)
    state.generator = context.generator
    state.gradientMethodMemory = method.memory
    switch combination.direction {
    case .weights(let weights):
      var combined = [Double](repeating: 0, count: taskCount)
      for (task, weight) in zip(taking, weights) {
        combined[task] = weight * factors[task]
        weighed.weights[task] *= weight
      }
      matrix.combine(combined, into: shared)
    case .vector(let direction):
      for (place, number) in direction.enumerated() { shared[place] = Float(number) }
    }
  }

  /// Puts each task's gradient in its own parts, with its loss's weight, into the gradient buffer.
  ///
  /// Not computed in place: a failing step must leave the gradient of the step before, for its report.
  private func weighOwnGradients(_ factors: [Double]) {
    guard let ownGradients else { return }
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

  /// Puts the gradient of the weighting's own parameters after the network's.
  func writeLearnedGradient(_ gradient: [Double]) {
    let start = model.store.gradients.pointer + model.networkCount
    for (place, number) in gradient.prefix(model.store.count - model.networkCount).enumerated() {
      start[place] = Float(number)
    }
  }

  /// Makes sure that each task's gradient in the shared part is made of numbers.
  func checkGradients(_ gramian: [Double]?, _ losses: [Double], of taking: [Int]) throws {
    guard let gramian else { return }
    let taskCount = settings.tasks.count
    if let task = taking.first(where: { !gramian[$0 * taskCount + $0].isFinite }) {
      throw failure(.gradient, ofTask: task, loss: losses[task])
    }
  }

  /// Makes sure that the network's gradient is made of numbers, none of them larger than `clip_value`
  /// allows and all together no longer than `clip` does.
  /// - Parameters:
  ///   - losses: The losses of the step, for the report of a failure.
  ///   - taking: The tasks that take part.
  /// - Throws: `TrainingError.lossNotFinite`; the parameters have not changed then.
  func clipGradient(_ losses: [Double], of taking: [Int]) throws {
    let all = model.store.gradients.pointer
    var norm = GradientMatrix.squaredNorm(all, count: model.networkCount).squareRoot()
    record.lastClipFactor = 1
    guard norm.isFinite else {
      let largest = taking.max { losses[$0] < losses[$1] } ?? 0
      throw failure(.gradient, ofTask: largest, loss: losses[largest])
    }
    if let largest = settings.clipValue.map({ Float($0) }) {
      for i in 0..<model.networkCount { all[i] = max(-largest, min(all[i], largest)) }
      norm = GradientMatrix.squaredNorm(all, count: model.networkCount).squareRoot()
    }
    guard let limit = settings.clip, norm > limit else { return }
    record.lastClipFactor = limit / norm
    let factor = Float(record.lastClipFactor)
    for i in 0..<model.networkCount { all[i] *= factor }
  }

  /// The learning rate of this step.
  var learningRate: Double {
    let moment = TrainingMoment(
      step: state.step, stepsPerEpoch: stepsPerEpoch, epochs: settings.epochs,
      validationLosses: validationLosses)
    return settings.optimizer.rate * settings.schedule.factor(at: moment)
  }

  /// Lets the optimizer change all parameters, the weighting's own among them.
  func update() {
    let count = model.store.count
    let step = OptimizerStep(
      parameters: UnsafeMutableBufferPointer(start: model.store.values.pointer, count: count),
      gradients: UnsafeBufferPointer(start: model.store.gradients.pointer, count: count),
      rate: learningRate, segments: model.segments)
    settings.optimizer.update(step, state: &state.optimizer)
  }
}
