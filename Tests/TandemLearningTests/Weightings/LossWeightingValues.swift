import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Values of the methods that weigh losses against the reference file, by its own comparison.
@Suite struct LossWeightingValues {
  typealias Case = AggregationReference.Case

  /// Checks weights and, where the file has one, the direction that they give.
  private func check(
    _ weights: [Double], _ name: String, in reference: Case,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try #require(reference.methods[name])
    let tolerance = try #require(answer.tolerance)
    expectClose(
      weights, try #require(answer.weights), tolerance: tolerance, "\(reference.name) \(name)",
      at: place)
    guard let direction = answer.direction else { return }
    expectClose(
      reference.direction(weights), direction, tolerance: tolerance,
      scale: 1e-3 * reference.size, "\(reference.name) \(name): direction", at: place)
  }

  private func weights(_ weighting: some Weighting, for step: StepSignals) throws -> LossWeights {
    var (weighting, context) = (weighting, MethodContext(generator: Generator(seed: 1)))
    let weights = try weighting.weights(for: step, in: &context)
    #expect(context.notes.isEmpty)
    return weights
  }

  private func preference(_ reference: Case) -> Value {
    .list(reference.inputs.preference.map(Value.number))
  }

  @Test func `sums of logarithms, geometric means`() throws {
    for reference in try AggregationReference.read() {
      let step = reference.signals
      try check(weights(ScaleInvariantLosses.made(), for: step).weights, "log_ls", in: reference)
      try check(weights(GeometricLossStrategy.made(), for: step).weights, "gls", in: reference)
    }
  }

  @Test func `imtl_l weighs by e^s and learns s`() throws {
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods["imtl_l"])
      var step = reference.signals
      step.learned = reference.inputs.scale_params
      let result = try weights(IMTLLosses.made(), for: step)
      try check(result.weights, "imtl_l", in: reference)
      expectClose(
        result.parameterGradient, try #require(answer.grad_wrt_log_scales),
        tolerance: try #require(answer.tolerance))
    }
  }

  @Test func `smooth Tchebycheff, plain and in its authors' form of logarithms`() throws {
    for reference in try AggregationReference.read() {
      var step = reference.signals
      for (name, mu) in [("stch_mu1.0", 1), ("stch_mu0.1", 0.1)] {
        let method = try SmoothTchebycheff.made(with: ["mu": .number(mu)])
        try check(weights(method, for: step).weights, name, in: reference)
      }
      let halves = zip(step.tasks, step.losses).map { Record.Entry($0, .number($1 / 2)) }
      let preferring = try SmoothTchebycheff.made(with: [
        "mu": .number(0.5), "preference": preference(reference),
        "reference": .record(Record(halves)),
      ])
      try check(weights(preferring, for: step).weights, "stch_pref", in: reference)
      let log = try SmoothTchebycheff.made(with: [
        "mu": .number(1), "form": .text("log"), "warmup": .number(0),
      ])
      step.epochLosses = reference.inputs.initial_losses.map { [$0] }
      try check(weights(log, for: step).weights, "stch_libmtl", in: reference)
      step.epochLosses = step.tasks.map { _ in [] }
      try check(weights(log, for: step).weights, "log_ls", in: reference)
    }
  }

  @Test func `cosmos and pbi`() throws {
    for reference in try AggregationReference.read() {
      let preferring = ["preference": preference(reference)] as KeyValuePairs
      let cosmos = try CosmosScalarization.made(with: [
        "lambda": .number(1), "preference": preference(reference),
      ])
      try check(weights(cosmos, for: reference.signals).weights, "cosmos", in: reference)
      try check(
        weights(PenaltyBoundaryIntersection.made(with: preferring), for: reference.signals).weights,
        "pbi", in: reference)
    }
  }

  /// The paper's update from the file's weights, at its learning rate, and LibMTL's logits.
  @Test func `gradnorm moves its weights as the paper says, or its logits as LibMTL`() throws {
    var count = 0
    for reference in try AggregationReference.read() {
      guard let paper = reference.methods["gradnorm_paper"],
        let libmtl = reference.methods["gradnorm"]
      else { continue }
      count += 1
      var step = reference.signals
      step.initialLosses = reference.inputs.initial_losses
      step.gradientNorms = reference.G.map(vectorLength)
      let start = RandomLossWeighting.weights(from: reference.inputs.scale_params)
      var method = try GradientNormalization.made(
        with: ["rate": .number(try #require(paper.params.lr))])
      #expect(method.site == .lastLayer)
      method.memory.vectors["weights"] = start
      var context = MethodContext(generator: Generator(seed: 1))
      expectClose(method.weights(for: step, in: &context).weights, start, tolerance: 1e-15)
      try check(method.weights(for: step, in: &context).weights, "gradnorm_paper", in: reference)

      step.learned = reference.inputs.scale_params
      let logits = try weights(
        GradientNormalization.made(with: ["form": .text("logits")]), for: step)
      try check(logits.weights, "gradnorm", in: reference)
      expectClose(
        logits.parameterGradient, try #require(libmtl.grad_wrt_logits),
        tolerance: try #require(libmtl.tolerance))
    }
    #expect(count == 11)
  }

  static let famoForms: [(name: String, decay: Double, hasFloor: Bool)] = [
    ("famo_wd0.001", 0.001, false), ("famo_wd0.01", 0.01, false), ("famo_floor", 0.001, true),
  ]

  @Test(arguments: famoForms)
  func `famo learns from the losses after each step`(
    name: String, decay: Double, hasFloor: Bool
  ) throws {
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods[name])
      let tolerance = try #require(answer.tolerance)
      let losses = reference.inputs.loss_sequence
      var step = reference.signals
      let floors = zip(step.tasks, answer.params.min_losses?.numbers ?? [])
        .map { Record.Entry($0, .number($1)) }
      #expect(floors.isEmpty == !hasFloor)
      var method = try FastAdaptiveMultitaskOptimization.made(with: [
        "decay": .number(decay), "floor": floors.isEmpty ? .number(0) : .record(Record(floors)),
      ])
      var context = MethodContext(generator: Generator(seed: 1))
      for (call, wanted) in try #require(answer.sequence).enumerated() {
        step.losses = losses[call]
        let weights = method.weights(for: step, in: &context).weights
        expectClose(weights, try #require(wanted.weights), tolerance: tolerance)
        if call == 0 { try check(weights, name, in: reference) }
        method.learn(from: losses[call + 1], after: step)
        expectClose(
          method.memory.vectors["logits"] ?? [], try #require(wanted.logits_after_update),
          tolerance: tolerance, "\(reference.name) \(name), call \(call)")
      }
      #expect(context.notes.isEmpty)
    }
  }

  @Test func `excess risks, in the conventions of LibMTL and of TorchJD`() throws {
    for reference in try AggregationReference.read() {
      let ours = try ExcessRiskWeighting.made()
      if reference.methods["excess_mtl_libmtl"] != nil {
        try checkSequence(ours, "excess_mtl_libmtl", in: reference)
      }
      let raw = try ExcessRiskWeighting.made(with: [
        "rate": .number(1), "warmup": .number(0), "damping": .number(1e-7),
      ])
      // TorchJD's weights add up to 1, ours to K.
      let share = 1 / Double(reference.G.count)
      try checkSequence(raw, "excess_mtl_torchjd", in: reference, factor: share)
    }
  }

  private func checkSequence(
    _ weighting: ExcessRiskWeighting, _ name: String, in reference: Case, factor: Double = 1
  ) throws {
    let answer = try #require(reference.methods[name])
    let sequence = try #require(answer.sequence)
    var (weighting, step) = (weighting, reference.signals)
    var context = MethodContext(generator: Generator(seed: 1))
    for (call, (rows, wanted)) in zip(reference.inputs.G_sequence, sequence).enumerated() {
      step.jacobian = Array(rows.joined())
      let weights = weighting.weights(for: step, in: &context).weights.map { $0 * factor }
      if call == 0 { try check(weights, name, in: reference) }
      let tolerance = try #require(answer.tolerance)
      expectClose(
        weights, try #require(wanted.weights), tolerance: tolerance, "\(reference.name) \(name)")
      expectClose(
        combined(rows, weights), try #require(wanted.direction), tolerance: tolerance,
        scale: 1e-3 * vectorLength(step.jacobian), "\(reference.name) \(name): direction")
    }
  }
}
