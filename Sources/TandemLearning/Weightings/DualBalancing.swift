public import TandemCatalog

import Glibc

/// DB-MTL, dual-balancing: losses are made alike by their logarithms, gradients by their lengths.
///
/// `ĝₖ ← bₜ ĝₖ + (1 − bₜ) ∇ log(Lₖ + ε)`, `bₜ = β / t^σ`, from `ĝₖ = 0`; `d = Σ (maxⱼ |ĝⱼ| / |ĝₖ|) ĝₖ`. What is trained
/// is `Σ log(Lₖ + ε)`, so the tasks' own parts get their gradients times `1 / (Lₖ + ε)`. With β = 0 nothing is
/// averaged: inner products are enough, and gradients may be taken at the representation, whose rows are others
/// in every step.
/// Source: Lin, Jiang, Ye, Zhang, Chen, Chen, Liu, Tsang, Kwok, 2023. Differs: LibMTL, by the first author, adds 1e-8
/// to `|ĝₖ|` too, which `norm_epsilon` brings back; β and σ are its defaults. A loss below −ε has no logarithm, and
/// its task is left out of what is shared.
public struct DualBalancing: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "db_mtl", gives: .weighting, needs: [.losses, .jacobian],
    guarantees: .permutationEquivariance,
    "gradients of the losses' logarithms, averaged over steps, all as long as the longest",
    formula: "ĝₖ ← bₜ ĝₖ + (1 − bₜ) ∇ log(Lₖ + ε),  bₜ = β / t^σ,  d = Σ (maxⱼ |ĝⱼ| / |ĝₖ|) ĝₖ",
    source: "Lin, Jiang, Ye, Zhang, Chen, Chen, Liu, Tsang, Kwok, 2023", paper: "2308.12029",
    differs: "LibMTL adds 1e-8 to the gradients' lengths, here 'norm_epsilon'",
    cost: "3 K P, and memory for K P numbers; with beta: 0 K² P for inner products alone",
    details: [
      "Neither a loss's unit nor its size matters: log(c L) has the gradient of log L.",
      "The gradient of a head is that of log L too: a head learns as fast as its loss is small.",
      "At the representation each step has rows of its own, which are no average's: there beta is 0.",
    ],
    examples: ["db_mtl()", "db_mtl(beta: 0.5, sigma: 0.5)", "db_mtl(beta: 0, at: representation)"],
    [
      .number("beta", default: 0.9, atLeast: 0, below: 1, "how much of the average is kept"),
      .number("sigma", default: 0, atLeast: 0, "how fast that fades: β / t^σ in step t"),
      .number("epsilon", default: 1e-8, atLeast: 0, "what is added to a loss"),
      .number("norm_epsilon", default: 0, atLeast: 0, "what is added to a gradient's length"),
      .gradientSite,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    if isAveraging, site == .representation {
      throw WeightingError.averagesGradients(Self.descriptor.name, unless: "beta: 0")
    }
  }

  private var isAveraging: Bool { arguments["beta"] as Double > 0 }

  /// Without an average the inner products are enough.
  public var needs: SignalNeeds { isAveraging ? Self.descriptor.needs : [.losses, .gramian] }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let signals = gradients.signals
    guard signals.runTaskCount > 1 else { return .weights(signals.ones) }
    let factors = factors(of: gradients, in: &context)
    let own = factors.map { $0 ?? 1 }
    guard isAveraging else {
      let lengths = factors.enumerated().map { task, factor in
        (factor ?? 0) * max(gradients[task, task], 0).squareRoot()
      }
      let weights = weights(lengths, factors, signals, in: &context)
      return .weights(zip(weights, factors).map { $0 * ($1 ?? 0) }, ownFactors: own)
    }
    let averages = averages(gradients, factors)
    let width = gradients.columnCount
    let lengths = Rows.norms(averages, count: factors.count, width: width)
    let weights = weights(lengths, factors, signals, in: &context)
    let direction = Rows.sum(averages, weights: weights, width: width)
    context.noteRest(
      vectorLength(direction), of: zip(weights, lengths).reduce(0) { $0 + $1.0 * $1.1 })
    return .vector(direction, ownFactors: own)
  }

  /// `maxⱼ |ĝⱼ| / |ĝₖ|`; 0 for a gradient that is 0, and for a task without a logarithm, which keeps its
  /// average for later and has no say now.
  private func weights(
    _ lengths: [Double], _ factors: [Double?], _ signals: StepSignals,
    in context: inout MethodContext
  ) -> [Double] {
    let longest = lengths.max() ?? 0
    let epsilon: Double = arguments["norm_epsilon"]
    return lengths.enumerated().map { task, length in
      guard factors[task] != nil else { return 0 }
      if length == 0 { context.note(.zeroGradient(task: signals.tasks[task]), .leftOut) }
      return length == 0 ? 0 : longest / (length + epsilon)
    }
  }

  /// `1 / (L + ε)`, the slope of the logarithm; `nil` where there is none.
  private func factors(of gradients: TaskGradients, in context: inout MethodContext) -> [Double?] {
    let epsilon: Double = arguments["epsilon"]
    return zip(gradients.losses, gradients.signals.tasks).map { loss, task in
      guard loss + epsilon > 0, (1 / (loss + epsilon)).isFinite else {
        context.note(.nonpositiveLoss(task: task), .leftOut)
        return nil
      }
      return 1 / (loss + epsilon)
    }
  }

  /// The averaged gradients of the tasks of this step, `[K, P]`, which are remembered by the run's tasks.
  private mutating func averages(_ gradients: TaskGradients, _ factors: [Double?]) -> [Double] {
    let (signals, width) = (gradients.signals, gradients.columnCount)
    var all = memory.take("gradients", count: signals.runTaskCount * width)
    let kept = arguments["beta"] / pow(memory.nextStep(), arguments["sigma"])
    var taking: [Double] = []
    taking.reserveCapacity(signals.taskCount * width)
    for (task, index) in signals.indices.enumerated() {
      if let factor = factors[task] {
        for k in 0..<width {
          let new = factor * gradients.jacobian[task * width + k]
          all[index * width + k] = new + kept * (all[index * width + k] - new)
        }
      }
      taking += all[index * width..<(index + 1) * width]
    }
    memory.vectors["gradients"] = all
    return taking
  }
}
