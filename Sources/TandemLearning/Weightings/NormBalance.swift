public import TandemCatalog

/// Gradients of one length, and if wanted of one sign: the two simplest ways to let no task drown another.
///
/// `d = Σ (N / |gₖ|) gₖ`, with N the mean, the least or the greatest length, or the first task's. With
/// `signs: vote` a number that goes against the sign of this sum is left out of it; with `signs: agreement`
/// a parameter moves only where `|Σ sign gₖ| ≥ τ K`.
/// Source: lengths: Malkiel, Wolf, "MTAdam", EMNLP 2021 (`to: first`); vote: Yadav, Tam, Choshen, Raffel,
/// Bansal, "TIES-merging", NeurIPS 2023, arXiv 2306.01708; agreement: Parascandolo, Neitz, Orvieto, Gresele,
/// Schölkopf, "AND-mask", ICLR 2021, arXiv 2009.00329. Differs: MTAdam balances each layer by lengths averaged over
/// steps, inside Adam; TIES elects the signs of whole task vectors; the AND-mask leaves lengths as they are.
public struct NormBalance: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "norm_balance", gives: .weighting, needs: .gramian,
    guarantees: [.scaleInvariance, .permutationEquivariance, .nonnegativeWeights],
    "all gradients of one length, and if wanted of one sign",
    formula: "d = Σ (N / |gₖ|) gₖ,  N = mean |gⱼ|, min, max or |g₁|",
    source:
      "Malkiel, Wolf, EMNLP 2021; Parascandolo, Neitz, Orvieto, Gresele, Schölkopf, ICLR 2021",
    paper: "2006.14683",
    differs: "MTAdam balances layer by layer, by averaged lengths, inside Adam",
    cost: "K P for the lengths; with signs 2 K P",
    details: [
      "signs: vote leaves out what goes against the sign of the sum, parameter by parameter (TIES, arXiv "
        + "2306.01708); signs: agreement moves a parameter only where enough tasks agree (AND-mask, "
        + "arXiv 2009.00329).",
      "A gradient of 0 has no direction and is left out. Where that of the run's first task is 0, or the "
        + "task is not in the step, to: first takes the mean length.",
    ],
    examples: ["norm_balance()", "norm_balance(to: min, signs: agreement)"],
    [
      .word("to", ["mean", "min", "max", "first"], default: "mean", "which length they all get"),
      .word(
        "signs", ["none", "vote", "agreement"], default: "none",
        "what becomes of numbers whose signs differ"),
      .number(
        "threshold", default: 1, above: 0, atMost: 1,
        "τ, for signs: agreement: of how many tasks the signs must have their way"),
      .gradientSite,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  private var signs: String { arguments["signs"] }

  /// Lengths are in the inner products; signs are not.
  public var needs: SignalNeeds { signs == "none" ? .gramian : .jacobian }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let signals = gradients.signals
    guard signals.taskCount > 1 else { return .weights(signals.ones) }
    let lengths = signals.tasks.indices.map { max(gradients[$0, $0], 0).squareRoot() }
    for (task, length) in zip(signals.tasks, lengths) where length == 0 {
      context.note(.zeroGradient(task: task), .leftOut)
    }
    let first = signals.indices.firstIndex(of: 0).map { lengths[$0] } ?? 0
    let wanted = wanted(lengths.filter { $0 > 0 }, first: first)
    let weights = lengths.map { $0 > 0 ? wanted / $0 : 0 }
    if signs == "none" { return .weights(weights) }
    return .vector(masked(gradients, weights))
  }

  /// N, of the lengths that are not 0.
  private func wanted(_ lengths: [Double], first: Double) -> Double {
    switch arguments["to"] as String {
    case "min": lengths.min() ?? 0
    case "max": lengths.max() ?? 0
    case "first" where first > 0: first
    default: lengths.reduce(0, +) / Double(max(lengths.count, 1))
    }
  }

  private func masked(_ gradients: TaskGradients, _ weights: [Double]) -> [Double] {
    let (jacobian, width) = (gradients.jacobian, gradients.columnCount)
    let isVote = signs == "vote"
    let votes = arguments["threshold"] * Double(weights.count { $0 > 0 })
    return (0..<width).map { column in
      var (rising, falling, balance) = (0.0, 0.0, 0.0)
      for (task, weight) in weights.enumerated() {
        let number = weight * jacobian[task * width + column]
        if number > 0 { rising += number } else { falling += number }
        balance += number > 0 ? 1 : number < 0 ? -1 : 0
      }
      let sum = rising + falling
      if isVote { return sum > 0 ? rising : sum < 0 ? falling : 0 }
      return balance.magnitude >= votes ? sum : 0
    }
  }
}
