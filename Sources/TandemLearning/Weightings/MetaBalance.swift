public import TandemCatalog

/// MetaBalance: auxiliary gradients are brought to the size of the target task's, in each parameter tensor.
///
/// In each tensor the gradients' lengths are averaged over steps, `mₖ ← β mₖ + (1 − β) |gₖ|`, and
/// `d = Σ (r m₀ / mₖ + 1 − r) gₖ` with the target task's `m₀`: r = 0 leaves the gradients, r = 1 makes them all as long as
/// the target's. The target's own gradient is never changed.
/// Source: He, Feng, Cheng, Ji, Guo, Caverlee, WWW 2022; r and β are those of the authors' code. Differs: nothing; the
/// paper's strategy C, which the code has, is `change: both`, A is `shrink` and B is `enlarge`.
public struct MetaBalance: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "metabalance", gives: .weighting, needs: .jacobian,
    "brings the other gradients near to the size of the target task's, tensor by tensor",
    formula: "mₖ ← β mₖ + (1 − β) |gₖ|,  d = Σ (r m₀ / mₖ + 1 − r) gₖ  in each parameter tensor",
    source: "He, Feng, Cheng, Ji, Guo, Caverlee, WWW 2022", paper: "2203.06801",
    differs: "nothing: change: both is what the authors' code does, the others are in the paper",
    cost: "2 K P",
    details: [
      "m₀ is the average length of the target's gradient; its own is left as it is.",
      "The target is the first task of the run unless 'target' names another. Where its gradient is 0, "
        + "the others keep 1 − r of theirs.",
    ],
    examples: ["metabalance()", "metabalance(relax: 0.5, change: shrink)"],
    [
      .taskName("target", "the task whose gradient sets the size; the first if left out"),
      .number("relax", default: 0.7, atLeast: 0, atMost: 1, "r: how near the sizes come"),
      .number("beta", default: 0.9, atLeast: 0, below: 1, "how slowly the lengths are averaged"),
      .word(
        "change", ["both", "shrink", "enlarge"], default: "both",
        "which gradients change: all, those longer than the target's, or those shorter"),
      .gradientSite,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) { self.arguments = arguments.naming("target") }

  public var namedTasks: [String] { TaskNames(arguments[value: "target"]).names }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let signals = gradients.signals
    guard signals.runTaskCount > 1 else { return .weights(signals.ones) }
    let (width, segments) = (gradients.columnCount, gradients.segments)
    let target = signals.tasks.indices.first { isTarget($0, in: signals) }
    var lengths = memory.vector(
      "lengths", count: segments.count * signals.runTaskCount, initially: 0)
    // An absent target's lengths stand apart: where its name is absent too, so is its index.
    var wanted = memory.vector("target lengths", count: segments.count, initially: 0)
    let beta: Double = arguments["beta"]
    var direction = Array(repeating: 0.0, count: width)
    for (segment, columns) in segments.enumerated() {
      let start = segment * signals.runTaskCount
      let squares = Rows.squares(
        gradients.jacobian, count: signals.taskCount, width: width, columns: columns)
      for (task, index) in signals.indices.enumerated() {
        lengths[start + index] *= beta
        lengths[start + index] += (1 - beta) * squares[task].squareRoot()
        if task == target { wanted[segment] = lengths[start + index] }
      }
      for (task, index) in signals.indices.enumerated() {
        let isKnown = target != nil || wanted[segment] > 0
        let factor =
          task == target || !isKnown
          ? 1 : factor(of: lengths[start + index], wanted: wanted[segment])
        for k in columns { direction[k] += factor * gradients.jacobian[task * width + k] }
      }
    }
    memory.vectors["lengths"] = lengths
    memory.vectors["target lengths"] = wanted
    return .vector(direction)
  }

  private func isTarget(_ task: Int, in signals: StepSignals) -> Bool {
    namedTasks.isEmpty ? signals.indices[task] == 0 : namedTasks.contains(signals.tasks[task])
  }

  /// By what a gradient is multiplied whose averaged length is this.
  private func factor(of length: Double, wanted: Double) -> Double {
    let relax: Double = arguments["relax"]
    let mayChange =
      switch arguments["change"] as String {
      case "shrink": length > wanted
      case "enlarge": length < wanted
      default: true
      }
    // Of a gradient that is 0 any multiple is as good.
    guard mayChange, length > 0, (wanted / length).isFinite else { return 1 }
    return relax * wanted / length + 1 - relax
  }
}
