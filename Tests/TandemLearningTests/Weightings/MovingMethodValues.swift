import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Gradient methods with state, chance or samples, against the reference, by its own comparison.
@Suite struct MovingMethodValues {
  /// Checks the calls of a method, by arguments that bring the reference's code back.
  private func check(
    _ name: String, _ written: String, _ arguments: [(String, Value)], remembered: String? = nil
  ) throws {
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods[name])
      let steps = try #require(answer.sequence)
      let tolerance = try #require(answer.tolerance)
      var method = try makeGradientMethod(written, arguments)
      for (call, step) in steps.enumerated() {
        let rows = reference.inputs.G_sequence[call]
        var signals = reference.signals
        signals.losses = reference.inputs.loss_sequence[call]
        var context = MethodContext(generator: Generator(seed: 1))
        let got = try method.combine(TaskGradients(rows: rows, signals: signals), in: &context)
        let place: Comment = "\(reference.name) \(name), call \(call + 1)"
        if let weights = step.weights {
          let ours = remembered.flatMap { method.memory.vectors[$0] } ?? got.weights
          expectClose(ours, weights, tolerance: tolerance, place)
        }
        expectClose(
          got.direction(of: rows), try #require(step.direction), tolerance: tolerance,
          scale: 1e-3 * Jacobians.size(rows), place)
      }
    }
  }

  @Test func `gradvac follows three calls`() throws {
    try check(
      "gradvac", "gradvac",
      [("beta", .number(0.5)), ("order", .text("ascending")), ("epsilon", .number(1e-8))])
  }

  @Test func `moco follows three calls of LibMTL's form`() throws {
    // Our answer is a direction: its weights are what is remembered of λ.
    try check(
      "moco", "moco",
      [
        ("weights", .text("softmax")), ("normalization", .text("loss")), ("epsilon", .number(1e-8)),
      ],
      remembered: "weights")
  }

  @Test func `db_mtl follows three calls`() throws {
    try check("db_mtl", "db_mtl", [("norm_epsilon", .number(1e-8))])
  }

  @Test func `cr_mogm around upgrad follows three calls`() throws {
    let upgrad = try WeightingChoiceTests.choice("upgrad", [("regularization", .number(1e-4))])
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods["crmogm_upgrad"])
      var method = try makeGradientMethod("cr_mogm", [("method", .object(upgrad))])
      for (call, step) in try #require(answer.sequence).enumerated() {
        var context = MethodContext(generator: Generator(seed: 1))
        let got = try method.combine(
          TaskGradients(rows: reference.inputs.G_sequence[call]), in: &context)
        expectClose(
          got.weights, try #require(step.weights), tolerance: try #require(answer.tolerance),
          "\(reference.name) call \(call + 1)")
      }
    }
  }

  @Test(arguments: [("modo_libmtl", 1e-3), ("modo_torchjd", 0.1)])
  func `modo follows three calls with the same samples`(name: String, gamma: Double) throws {
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods[name])
      let samples = reference.inputs.G_sequence
      let tolerance = try #require(answer.tolerance)
      var method = try makeGradientMethod(
        "modo", [("gamma", .number(gamma)), ("rho", .number(0.1))])
      for step in try #require(answer.sequence) {
        var context = MethodContext(
          generator: Generator(seed: 1), probe: ListedProbe(samples: samples))
        let got = try method.combine(TaskGradients(rows: samples[2]), in: &context)
        expectClose(
          got.weights, try #require(step.weights), tolerance: tolerance, "\(reference.name) \(name)"
        )
        guard let direction = step.direction else { continue }
        expectClose(
          got.direction(of: samples[2]), direction, tolerance: tolerance,
          scale: 1e-3 * Jacobians.size(samples[2]), "\(reference.name) \(name)")
      }
    }
  }

  @Test(arguments: [("sdmgrad_libmtl", 5.0), ("sdmgrad_torchjd", 10)])
  func `sdmgrad descends as the reference does`(name: String, rate: Double) throws {
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods[name])
      let tolerance = try #require(answer.tolerance)
      var method = try makeGradientMethod("sdmgrad", [("rate", .number(rate))])
      var context = MethodContext(
        generator: Generator(seed: 1), probe: ListedProbe(samples: [reference.G, reference.G]))
      let got = try method.combine(reference.gradients, in: &context)
      let wanted = try #require(answer.weights)
      // LibMTL's weights are w, before the mean is leaned to; TorchJD's and ours are after it.
      let weights =
        name == "sdmgrad_libmtl"
        ? wanted.map { ($0 + 0.3 / Double(wanted.count)) / 1.3 } : wanted
      expectClose(got.weights, weights, tolerance: tolerance, "\(reference.name) \(name)")
      expectClose(
        got.direction(of: reference.G), try #require(answer.direction), tolerance: tolerance,
        scale: 1e-3 * reference.size, "\(reference.name) \(name)")
    }
  }
}

/// A gradient method of the registry, with arguments by name.
func makeGradientMethod(_ name: String, _ arguments: [(String, Value)] = []) throws
  -> any GradientMethod
{
  let entry = try #require(Weightings.all.first { $0.descriptor.name == name })
  let written = arguments.map { WrittenArgument(label: $0.0, $0.1) }
  guard case .object(let object) = try entry.make(try entry.descriptor.bind(written)),
    let method = (object as? WeightingChoice)?.gradientMethod
  else { throw WeightingLaws.MissingChoice() }
  return method
}

/// A probe with a list of samples, and losses of 1.
final class ListedProbe: GradientProbe {
  private let samples: [[[Double]]]
  var sharedCount: Int { samples[0][0].count }
  var trainedCount: Int { sharedCount }

  init(samples: [[[Double]]]) { self.samples = samples }

  func gradients(_ request: ProbeRequest) throws -> ProbedGradients {
    guard case .sample(let number) = request.rows, request.displacement == nil else {
      throw WeightingLaws.MissingChoice()
    }
    return ProbedGradients(
      losses: samples[number].map { _ in 1 }, jacobian: Array(samples[number].joined()))
  }
}
