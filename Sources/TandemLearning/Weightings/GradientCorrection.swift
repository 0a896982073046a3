public import TandemCatalog

import Glibc

/// MoCo, stochastic multi-objective gradient correction: the shortest convex combination of tracked gradients.
///
/// The gradient of a batch points elsewhere than the true one, and what `mgda` makes of it is biased. Here a
/// variable tracks each task's gradient, and the weights move slowly: with `βₜ = β / t^σ`, `γₜ = γ / t^σ`,
/// `yₖ ← yₖ − βₜ (yₖ − gₖ)`, `λ ← Π(λ − γₜ (Y Yᵀ + ρ I) λ)`, `d = Yᵀ λ`; Π is the projection on the simplex.
/// With β = 1 and σ = 0 for it nothing is tracked, `yₖ = gₖ`: inner products are enough, and gradients may be taken
/// at the representation, whose rows are others in every step.
/// Source: Fernando, Shen, Liu, Chaudhury, Murugesan, Chen, ICLR 2023. Differs: LibMTL, from the authors'
/// code, scales each gradient to the length of its loss first (`normalization: loss`, with 1e-8 added to the
/// length it had: `epsilon`) and has a softmax for Π (`weights: softmax`), which keeps λ near 1 / K; TorchJD has the
/// softmax alone. The defaults are LibMTL's.
public struct GradientCorrection: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "moco", gives: .weighting, needs: .jacobian, guarantees: .permutationEquivariance,
    "tracks the tasks' gradients over steps, and moves weights toward their shortest combination",
    formula: "yₖ ← yₖ − βₜ (yₖ − gₖ),  λ ← Π(λ − γₜ (Y Yᵀ + ρ I) λ),  d = Yᵀ λ",
    source: "Fernando, Shen, Liu, Chaudhury, Murugesan, Chen, ICLR 2023", paper: "2210.12624",
    differs:
      "LibMTL: normalization: loss, weights: softmax, and 1e-8 added to lengths, here 'epsilon'; TorchJD: "
      + "weights: softmax; the defaults of the rates are theirs",
    cost: "K² P for inner products, and memory for K P numbers where gradients are tracked",
    details: [
      "βₜ = β / t^σ and γₜ = γ / t^σ in step t; Y has the rows yₖ, and Π projects onto the simplex.",
      "The weights move by γ times inner products: where gradients are large, a γ of 0.1 is large too.",
      "The first steps are shorter, since what is tracked starts at 0.",
      "At the representation each step has rows of its own, which cannot be tracked: there beta is 1 and "
        + "beta_sigma 0, and the weights alone have a memory.",
    ],
    examples: [
      "moco()", "moco(normalization: loss, weights: softmax)",
      "moco(beta: 1, beta_sigma: 0, at: representation)",
    ],
    [
      .number("beta", default: 0.5, above: 0, atMost: 1, "how fast gradients are tracked"),
      .number(
        "beta_sigma", default: 0.5, atLeast: 0, "how fast that slows down: β / t^σ in step t"),
      .number("gamma", default: 0.1, atLeast: 0, "how fast the weights move"),
      .number("gamma_sigma", default: 0.5, atLeast: 0, "how fast that slows down"),
      .number("rho", default: 0, atLeast: 0, "how much the weights are held together"),
      .word(
        "weights", ["projection", "softmax"], default: "projection",
        "how weights come to add up to 1"),
      .word(
        "normalization", ["none", "loss"], default: "none",
        "whether gradients are made as long as their losses first"),
      .number("epsilon", default: 0, atLeast: 0, "what is added to the lengths they had"),
      .gradientSite,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    if tracks, site == .representation {
      throw WeightingError.averagesGradients(
        Self.descriptor.name, unless: "beta: 1, beta_sigma: 0")
    }
  }

  private var tracks: Bool {
    arguments["beta"] as Double != 1 || arguments["beta_sigma"] as Double != 0
  }

  /// Losses are looked at where gradients are made as long as they are, these where they are tracked.
  public var needs: SignalNeeds {
    let gradients: SignalNeeds = tracks ? .jacobian : .gramian
    return arguments["normalization"] == "loss" ? gradients.union(.losses) : gradients
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let signals = gradients.signals
    guard signals.runTaskCount > 1 else { return .weights(signals.ones) }
    let scales = scales(of: gradients, in: &context)
    let step = memory.nextStep()
    guard tracks else {
      let weights = move(
        gradients.gramian.enumerated().map { place, product in
          scales[place / scales.count] * scales[place % scales.count] * product
        }, gradients, step)
      return .weights(zip(weights, scales).map { $0 * $1 })
    }
    let tracked = track(
      gradients, scales, rate: arguments["beta"] / pow(step, arguments["beta_sigma"]))
    let width = gradients.columnCount
    let gramian = Rows.gramian(tracked, count: scales.count, width: width, columns: 0..<width)
    let weights = move(gramian, gradients, step)
    let direction = Rows.sum(tracked, weights: weights, width: width)
    let reach = weights.enumerated().reduce(0) {
      $0 + $1.element * gramian[$1.offset * (weights.count + 1)].squareRoot()
    }
    context.noteRest(vectorLength(direction), of: reach)
    return .vector(direction)
  }

  /// λ after its step for the inner products `Y Yᵀ`, which is remembered.
  private mutating func move(_ gramian: [Double], _ gradients: TaskGradients, _ step: Double)
    -> [Double]
  {
    let signals = gradients.signals
    var simplex = SimplexWeights(
      "weights", in: memory, of: signals.indices, count: signals.runTaskCount)
    let rate = arguments["gamma"] / pow(step, arguments["gamma_sigma"])
    let (before, rho) = (simplex.taking, arguments["rho"] as Double)
    // Products of large gradients cancel in the slopes: in an order of the gradients' own.
    let order = gradients.order(signals.losses)
    let moved = before.indices.map { task in
      let slope = order.reduce(rho * before[task]) {
        $0 + gramian[task * before.count + $1] * before[$1]
      }
      return before[task] - rate * slope
    }
    let isSoft = arguments["weights"] == "softmax"
    simplex.taking = isSoft ? normalizedExponentials(moved) : SimplexProjection.nearest(to: moved)
    memory.vectors["weights"] = simplex.stored
    return simplex.taking
  }

  /// By what each gradient is multiplied before it is tracked.
  private func scales(of gradients: TaskGradients, in context: inout MethodContext) -> [Double] {
    let signals = gradients.signals
    guard arguments["normalization"] == "loss" else { return signals.ones }
    return signals.tasks.enumerated().map { task, name in
      let length = max(gradients[task, task], 0).squareRoot()
      guard length > 0 else {
        context.note(.zeroGradient(task: name), .leftOut)
        return 0
      }
      return gradients.losses[task] / (length + arguments["epsilon"])
    }
  }

  /// The tracked gradients of the tasks of this step, `[K, P]`, remembered by the run's tasks.
  private mutating func track(_ gradients: TaskGradients, _ scales: [Double], rate: Double)
    -> [Double]
  {
    let (signals, width) = (gradients.signals, gradients.columnCount)
    var all = memory.take("gradients", count: signals.runTaskCount * width)
    var taking: [Double] = []
    taking.reserveCapacity(signals.taskCount * width)
    for (task, index) in signals.indices.enumerated() {
      for k in 0..<width {
        let new = scales[task] * gradients.jacobian[task * width + k]
        all[index * width + k] -= rate * (all[index * width + k] - new)
      }
      taking += all[index * width..<(index + 1) * width]
    }
    memory.vectors["gradients"] = all
    return taking
  }
}
