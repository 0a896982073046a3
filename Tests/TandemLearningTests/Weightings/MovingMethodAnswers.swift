import TandemCatalog
import TandemTensors

@testable import TandemLearning

extension AggregationAnswer {
  /// Methods with memory, chance or samples: their first call, as the file has it.
  static let moving: [Self] = [
    .firstCall(
      "gradvac", "gradvac",
      ["beta": .number(0.5), "order": .text("ascending"), "epsilon": .number(1e-8)]),
    .dropout("graddrop", leaks: { $0.leak.map { _ in 0 } }),
    .dropout("graddrop_leak", leaks: \.leak),
    .firstCall(
      "moco", "moco",
      [
        "weights": .text("softmax"), "normalization": .text("loss"), "epsilon": .number(1e-8),
      ]),
    .firstCall("db_mtl", "db_mtl", ["norm_epsilon": .number(1e-8)]),
    .sampled("modo_libmtl", ["gamma": .number(1e-3)]),
    .sampled("modo_torchjd", ["gamma": .number(0.1)]),
    .descent("sdmgrad_libmtl", rate: 5),
    .descent("sdmgrad_torchjd", rate: 10),
    .firstCall("crmogm_upgrad", "cr_mogm", [:], inner: ["regularization": .number(1e-4)]),
  ]

  /// A call on the case's gradients with the first losses of its sequence; `inner` are upgrad's arguments.
  private static func firstCall(
    _ name: String, _ method: String, _ arguments: [String: Value], inner: [String: Value]? = nil
  ) -> Self {
    Self(
      name: name,
      answer: { reference in
        var written = arguments
        if let inner { written["method"] = .object(try choice("upgrad", inner)) }
        var signals = reference.signals
        signals.losses = reference.inputs.loss_sequence[0]
        var context = MethodContext(generator: Generator(seed: 1))
        var made = try choice(method, written).gradientMethod
        return try made?.combine(
          TaskGradients(rows: reference.G, signals: signals), in: &context) ?? .weights([])
      },
      hasWeights: inner != nil || method == "gradvac")
  }

  private static func dropout(
    _ name: String, leaks: @escaping @Sendable (AggregationReference.Case.Inputs) -> [Double]
  ) -> Self {
    Self(
      name: name,
      answer: { reference in
        .vector(
          GradientSignDropout.direction(
            reference.gradients, draws: reference.inputs.uniforms, leaks: leaks(reference.inputs)))
      })
  }

  /// MoDo on the three samples of a case; the third is the step's.
  private static func sampled(_ name: String, _ arguments: [String: Value]) -> Self {
    Self(
      name: name,
      answer: { reference in
        let samples = reference.inputs.G_sequence
        var context = MethodContext(
          generator: Generator(seed: 1), probe: ListedProbe(samples: samples))
        var made = try choice("modo", arguments).gradientMethod
        let answer = try made?.combine(TaskGradients(rows: samples[2]), in: &context)
        return .vector(answer?.direction(of: samples[2]) ?? [])
      },
      hasWeights: false)
  }

  /// SDMGrad with one batch in all three places; its weights are compared elsewhere, by code.
  private static func descent(_ name: String, rate: Double) -> Self {
    Self(
      name: name,
      answer: { reference in
        var context = MethodContext(
          generator: Generator(seed: 1), probe: ListedProbe(samples: [reference.G, reference.G]))
        var made = try choice("sdmgrad", ["rate": .number(rate)]).gradientMethod
        return try made?.combine(reference.gradients, in: &context) ?? .weights([])
      },
      hasWeights: false)
  }
}
