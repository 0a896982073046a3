import TandemCatalog
import TandemTensors

@testable import TandemLearning

/// The entries of methods that weigh losses; what they make of several steps is in `LossWeightingValues`.
extension AggregationAnswer {
  /// A weighting on a case's losses: its arguments, and what it is shown beside the losses.
  private static func losses(
    _ name: String, _ method: String, addsUpToOne: Bool = false,
    _ arguments: @escaping @Sendable (Case) -> [String: Value] = { _ in [:] },
    seeing describe: @escaping @Sendable (Case, inout StepSignals) -> Void = { _, _ in }
  ) -> Self {
    Self(
      name: name,
      answer: { reference in
        var context = MethodContext(generator: Generator(seed: 1))
        var step = reference.signals
        describe(reference, &step)
        var made = try choice(method, arguments(reference)).weighting
        let weights = try made?.weights(for: step, in: &context).weights ?? []
        // The code's add up to 1, ours to K.
        return .weights(weights.map { addsUpToOne ? $0 / Double(weights.count) : $0 })
      })
  }

  private static let preferring: @Sendable (Case) -> [String: Value] = {
    ["preference": .list($0.inputs.preference.map(Value.number))]
  }

  private static let seesHistory: @Sendable (Case, inout StepSignals) -> Void = {
    for task in $1.losses.indices {
      $1.epochLosses[task] = $0.inputs.loss_history.map { $0[task] }
    }
  }

  private static let seesGradients: @Sendable (Case, inout StepSignals) -> Void = {
    $1.jacobian = Array($0.G.joined())
    $1.gradientNorms = $0.G.map(vectorLength)
    $1.learned = $0.inputs.scale_params
    $1.initialLosses = $0.inputs.initial_losses
  }

  private static func record(_ numbers: [Double]) -> Value {
    .record(Record(numbers.enumerated().map { .init("t\($0.offset)", .number($0.element)) }))
  }

  /// The paper's update moves the weights of the next step, from the file's weights at its rate.
  private static let gradnormOfThePaper = Self(
    name: "gradnorm_paper",
    answer: { reference in
      var context = MethodContext(generator: Generator(seed: 1))
      var step = reference.signals
      seesGradients(reference, &step)
      let rate = reference.methods["gradnorm_paper"]?.params.lr ?? 0
      var method = try GradientNormalization.made(with: ["rate": .number(rate)])
      method.memory.vectors["weights"] = RandomLossWeighting.weights(
        from: reference.inputs.scale_params)
      _ = method.weights(for: step, in: &context)
      return .weights(method.weights(for: step, in: &context).weights)
    })

  /// Its floors are the numbers of the file; the other entries have the number 0 for all.
  private static func famo(_ name: String, decay: Double) -> Self {
    losses(name, "famo") { reference in
      let floors = reference.methods[name]?.params.min_losses?.numbers ?? []
      return [
        "decay": .number(decay), "floor": floors.isEmpty ? .number(0) : record(floors),
      ]
    } seeing: {
      $1.losses = $0.inputs.loss_sequence[0]
    }
  }

  static let losses: [Self] =
    [
      .losses("sum", "equal"), .losses("mean", "equal", addsUpToOne: true),
      Self(
        name: "rlw",
        answer: { reference in
          let weights = RandomLossWeighting.weights(from: reference.inputs.normals)
          return .weights(weights.map { $0 / Double(weights.count) })
        }),
      .losses("dwa_T2.0", "dwa", seeing: seesHistory),
      .losses("dwa_T0.5", "dwa", { _ in ["temperature": .number(0.5)] }, seeing: seesHistory),
      .losses("uw", "uncertainty", { _ in ["form": .text("regression")] }) {
        $1.learned = $0.inputs.log_vars
      },
      .losses("imtl_l", "imtl_l", seeing: seesGradients),
      .losses("gradnorm", "gradnorm", { _ in ["form": .text("logits")] }, seeing: seesGradients),
      gradnormOfThePaper, famo("famo_wd0.001", decay: 0.001), famo("famo_wd0.01", decay: 0.01),
      famo("famo_floor", decay: 0.001),
      .losses("excess_mtl_libmtl", "excess_mtl", seeing: seesGradients),
      .losses(
        "excess_mtl_torchjd", "excess_mtl", addsUpToOne: true,
        { _ in ["rate": .number(1), "warmup": .number(0), "damping": .number(1e-7)] },
        seeing: seesGradients),
    ] + scalarizations

  private static let scalarizations: [Self] = [
    .losses("gls", "gls"),
    .losses("log_ls", "si"),
    .losses("stch_mu1.0", "stch", { _ in ["mu": .number(1)] }),
    .losses("stch_mu0.1", "stch", { _ in ["mu": .number(0.1)] }),
    .losses(
      "stch_pref", "stch",
      { reference in
        preferring(reference).merging([
          "mu": .number(0.5), "reference": record(reference.inputs.losses.map { $0 / 2 }),
        ]) { $1 }
      }),
    .losses(
      "stch_libmtl", "stch",
      { _ in ["mu": .number(1), "form": .text("log"), "warmup": .number(0)] },
      seeing: { $1.epochLosses = $0.inputs.initial_losses.map { [$0] } }),
    .losses("cosmos", "cosmos", { preferring($0).merging(["lambda": .number(1)]) { $1 } }),
    .losses("pbi", "pbi", preferring),
  ]
}
