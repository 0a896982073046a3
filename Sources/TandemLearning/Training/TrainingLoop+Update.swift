import TandemCatalog
import TandemNetworks
import TandemTensors

extension TrainingLoop {
  /// Puts the gradient of the weighting's own parameters after the network's.
  func writeLearnedGradient(_ gradient: [Double]) {
    let start = model.store.gradients.pointer + model.networkCount
    for (place, number) in gradient.prefix(model.store.count - model.networkCount).enumerated() {
      start[place] = Float(number)
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
