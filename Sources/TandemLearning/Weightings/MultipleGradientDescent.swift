public import TandemCatalog

/// MGDA: the shortest vector in the convex hull of the tasks' gradients.
///
/// `d = Σ wₖ gₖ`, `w = argmin |Σ wₖ gₖ / sₖ|²` over `w ≥ 0, Σ w = 1`, with `sₖ = 1`. A step along −d makes every loss
/// fall, all by the same `|d|²` where wₖ > 0, and at least by that elsewhere: `⟨gₖ, d⟩ ≥ |d|²`. `d = 0` exactly where
/// the parameters are Pareto stationary; then the shared part rests while the heads go on.
///
/// The authors' code knows normalizations: `sₖ = |gₖ|` (l2), the loss `Lₖ` (loss), or `Lₖ |gₖ|` (loss_plus). It
/// uses the weights that are best for the `gₖ / sₖ` for the gₖ themselves, which can make a loss rise; with
/// `combines: normalized` the direction is `Σ wₖ gₖ / sₖ`, as in LibMTL, and none does.
/// Source: Désidéri, Comptes Rendus 2012; Sener & Koltun, NeurIPS 2018. Differs: the minimum is exact
/// (`MinimumNorm`), where MOO, LibMTL and TorchJD stop early and are off by up to 80 % where gradients
/// differ much in size; weights add up to 1 as in the paper, in nash-mtl's code to K. MOO and nash-mtl weigh the
/// losses of the heads too, here each head follows its own. A task with sₖ = 0 is left out, where the codes
/// divide by 0.
public struct MultipleGradientDescent: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "mgda", gives: .weighting, needs: .gramian,
    guarantees: [
      .commonDescent, .stationaryLimit, .permutationEquivariance, .nonnegativeWeights,
    ],
    "the shortest convex combination of the gradients: no loss rises",
    formula: "d = Σ wₖ gₖ,  w = argmin |Σ wₖ gₖ / sₖ|²  over  w ≥ 0, Σ w = 1",
    source: "Désidéri, Comptes Rendus 2012; Sener & Koltun, NeurIPS 2018", paper: "1810.04650",
    differs:
      "solved exactly; MOO, LibMTL and TorchJD stop early and can be far off; MOO and nash-mtl "
      + "weigh the heads' losses too",
    cost: "K² P for the gradients' inner products, and some K⁴ at worst",
    details: [
      "⟨gₖ, d⟩ ≥ |d|² for every task. The smallest gradient leads, since the hull is nearest to 0 "
        + "there; at a Pareto-stationary point d is 0.",
      "normalization divides the gradients by s = 1 (none), their length (l2), their loss (loss) or "
        + "both (loss_plus) while the weights are sought. That no loss rises holds for none, and for "
        + "the others with combines: normalized.",
      "mgda(at: representation) is MGDA-UB of Sener & Koltun: it costs no more than one backward pass "
        + "through the shared part.",
    ],
    examples: ["mgda()", "mgda(normalization: l2)", "dwa() + mgda()"],
    [
      .word(
        "normalization", ["none", "l2", "loss", "loss_plus"], default: "none",
        "by what gradients are divided while the weights are sought"),
      .word(
        "combines", ["original", "normalized"], default: "original",
        "what the weights are for: the gradients (authors' code), or the divided ones (LibMTL)"),
      .gradientSite,
    ])

  public var normalization: String
  public var combines: String
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    normalization = arguments["normalization"]
    combines = arguments["combines"]
    self.arguments = arguments
  }

  /// Losses are looked at where the gradients are divided by them.
  public var needs: SignalNeeds {
    normalization.hasPrefix("loss") ? [.losses, .gramian] : Self.descriptor.needs
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    return .weights(gradients.inOrder { weights(for: $0, &context) })
  }

  private func weights(for gradients: TaskGradients, _ context: inout MethodContext) -> [Double] {
    guard normalization != "none" else {
      return MinimumNorm.weights(gramian: gradients.gramian, count: gradients.taskCount)
    }
    let scales = scales(of: gradients, in: &context)
    let usable = scales.indices.filter { scales[$0] > 0 }
    var weights = scales.map { _ in 0.0 }
    let gramian = usable.flatMap { row in
      usable.map { gradients[row, $0] / scales[row] / scales[$0] }
    }
    for (place, weight) in zip(
      usable, MinimumNorm.weights(gramian: gramian, count: usable.count))
    {
      weights[place] = combines == "normalized" ? weight / scales[place] : weight
    }
    return weights
  }

  /// What each gradient is divided by; 0 for a task that is left out.
  private func scales(of gradients: TaskGradients, in context: inout MethodContext) -> [Double] {
    (0..<gradients.taskCount).map { task in
      let length = max(gradients[task, task], 0).squareRoot()
      let scale =
        switch normalization {
        case "l2": length
        case "loss": gradients.losses[task]
        default: gradients.losses[task] * length
        }
      guard !(scale > 0 && scale.isFinite) else { return scale }
      let name = gradients.signals.tasks[task]
      context.note(
        normalization == "l2" || gradients.losses[task] > 0
          ? .zeroGradient(task: name) : .nonpositiveLoss(task: name), .leftOut)
      return 0
    }
  }
}
