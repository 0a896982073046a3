import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Values of the published methods against the exact reference, by the reference's own comparison.
@Suite struct WeightingValues {
  /// Checks weights and direction of one answer.
  private func check(
    _ weights: [Double], _ name: String, in reference: AggregationReference.Case,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try #require(reference.methods[name])
    let tolerance = try #require(answer.tolerance)
    expectClose(
      weights, try #require(answer.weights), tolerance: tolerance,
      "\(reference.name) \(name): weights", at: place)
    expectClose(
      reference.direction(weights), try #require(answer.direction), tolerance: tolerance,
      scale: 1e-3 * reference.size, "\(reference.name) \(name): direction", at: place)
  }

  @Test func `equal weights sum the gradients`() throws {
    var context = MethodContext(generator: Generator(seed: 1))
    for reference in try AggregationReference.read() {
      var method = EqualWeighting(Arguments())
      let weights = method.weights(for: reference.signals, in: &context)
      try check(weights.weights, "sum", in: reference)
    }
  }

  @Test func `mgda finds the shortest vector, badly scaled and stationary rows included`() throws {
    var context = MethodContext(generator: Generator(seed: 1))
    for reference in try AggregationReference.read() {
      var method = try MultipleGradientDescent.byDefault()
      let weights = method.combine(reference.gradients, in: &context).weights
      try check(weights, "mgda", in: reference)
      // Far inside the file's tolerance of 1e-6, which the public codes miss by up to 0.8.
      let wanted = try #require(reference.methods["mgda"]?.direction)
      expectClose(
        reference.direction(weights), wanted, tolerance: 1e-11,
        scale: 1e-3 * reference.size, "\(reference.name)")
    }
  }

  @Test func `pcgrad projects in the given order`() throws {
    for reference in try AggregationReference.read() {
      let up = GradientSurgery.weights(for: reference.gradients) { _ in }
      try check(up, "pcgrad", in: reference)
      let other = GradientSurgery.weights(for: reference.gradients) { $0.reverse() }
      try check(other, "pcgrad_reverse", in: reference)
    }
  }

  @Test func `pcgrad's order is random unless it is asked to be ascending`() throws {
    let reference = try #require(try AggregationReference.read().first { $0.name == "k7_random" })
    var context = MethodContext(generator: Generator(seed: 3))
    var random = try GradientSurgery.byDefault()
    var answers: [[Double]] = []
    for _ in 0..<4 {
      answers.append(random.combine(reference.gradients, in: &context).weights)
    }
    #expect(answers[0] != answers[1] || answers[1] != answers[2] || answers[2] != answers[3])
    var ascending = GradientSurgery(Arguments(["order": .text("ascending")]))
    let weights = ascending.combine(reference.gradients, in: &context).weights
    try check(weights, "pcgrad", in: reference)
  }

  @Test func `uncertainty weighs by e^-s and learns s`() throws {
    var context = MethodContext(generator: Generator(seed: 1))
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods["uw"])
      var method = try UncertaintyWeighting.made(with: ["form": .text("regression")])
      var signals = reference.signals
      signals.learned = reference.inputs.log_vars
      let result = method.weights(for: signals, in: &context)
      try check(result.weights, "uw", in: reference)
      expectClose(
        result.parameterGradient, try #require(answer.grad_wrt_log_vars),
        tolerance: try #require(answer.tolerance))
    }
  }

  @Test(arguments: [("dwa_T2.0", 2.0), ("dwa_T0.5", 0.5)])
  func `dwa follows the epochs' mean losses`(name: String, temperature: Double) throws {
    var context = MethodContext(generator: Generator(seed: 1))
    for reference in try AggregationReference.read() {
      let epochs = try #require(reference.methods[name]?.weights_by_epoch)
      var method = try DynamicWeightAverage.made(with: ["temperature": .number(temperature)])
      var last: [Double] = []
      for (epoch, wanted) in epochs.enumerated() {
        var signals = reference.signals
        let seen = reference.inputs.loss_history.prefix(epoch)
        signals.epochLosses = signals.indices.map { task in seen.map { $0[task] } }
        last = method.weights(for: signals, in: &context).weights
        expectClose(last, wanted, tolerance: 1e-10, "\(reference.name), epoch \(epoch)")
      }
      try check(last, name, in: reference)
    }
  }

  @Test func `dwa with the smallest temperature gives all to the slowest`() throws {
    var context = MethodContext(generator: Generator(seed: 1))
    var signals = try #require(AggregationReference.read().first).signals
    signals.epochLosses = signals.indices.map { $0 == 0 ? [1, 1] : [1, 0.5] }
    var method = try DynamicWeightAverage.made(
      with: ["temperature": .number(.leastNonzeroMagnitude)])
    let weights = method.weights(for: signals, in: &context).weights
    #expect(weights == signals.indices.map { $0 == 0 ? Double(signals.taskCount) : 0 })
  }

  @Test func `rlw's weights are K times the paper's softmax of normal draws`() throws {
    for reference in try AggregationReference.read() {
      let weights = RandomLossWeighting.weights(from: reference.inputs.normals)
      let count = Double(weights.count)
      try check(weights.map { $0 / count }, "rlw", in: reference)
    }
  }

  @Test func `rlw's draws are normal and new at every step`() throws {
    // With two tasks, log(w₁/w₂) = z₁ − z₂ ~ N(0, 2).
    var context = MethodContext(generator: Generator(seed: 11))
    var method = try RandomLossWeighting.made()
    let step = StepSignals(tasks: ["a", "b"], losses: [1, 2])
    let count = 20_000
    let differences = (0..<count).map { _ in
      let weights = method.weights(for: step, in: &context).weights
      return logarithm(weights[0]) - logarithm(weights[1])
    }
    let mean = differences.reduce(0, +) / Double(count)
    let variance = differences.reduce(0) { $0 + $1 * $1 } / Double(count)
    let within = differences.count { $0.magnitude < 1.4142135623730951 }
    #expect(mean.magnitude < 0.04)
    #expect((variance - 2).magnitude < 0.08)
    #expect((Double(within) / Double(count) - 0.6827).magnitude < 0.015)
  }
}
