public import TandemCatalog

/// A-GEM, averaged GEM: one task's gradient, projected to where the other tasks' mean loss does not rise.
///
/// `d = g − (⟨g, r⟩ / |r|²) r` where `⟨g, r⟩ < 0`, else g; r is the mean of the other tasks' gradients. A single one of
/// their losses may rise.
/// Source: Chaudhry, Ranzato, Rohrbach, Elhoseiny, ICLR 2019. Differs: the tasks of a run are learned at once here: one
/// of them plays the task that is learned, the others those that are remembered; only its loss is followed. In a step
/// without it d is the mean of the others' gradients.
public struct AveragedEpisodicMemory: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "agem", gives: .weighting, needs: .gramian, guarantees: .nonnegativeWeights,
    "one task's gradient, projected to where the others' mean loss does not rise",
    formula: "d = g − (⟨g, r⟩ / |r|²) r  where  ⟨g, r⟩ < 0,  r the mean of the other gradients",
    source: "Chaudhry, Ranzato, Rohrbach, Elhoseiny, ICLR 2019", paper: "1812.00420",
    differs: "the other tasks of the run stand for those that are remembered",
    cost: "K² P for the gradients' inner products",
    details: ["The others' mean loss does not rise; a single one of theirs may."],
    examples: ["agem()", "agem(task: \"digit\")"],
    [
      .taskName("task", "the task that is learned; the run's first if left out"), .gradientSite,
    ])

  private let learned: TaskNames
  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var namedTasks: [String] { learned.names }

  public init(_ arguments: Arguments) {
    learned = TaskNames(arguments[value: "task"])
    self.arguments = arguments.naming("task")
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    return .weights(gradients.inOrder { weights(for: $0, &context) })
  }

  private func weights(for gradients: TaskGradients, _ context: inout MethodContext) -> [Double] {
    let count = gradients.taskCount
    guard let first = gradients.signals.position(of: learned) else {
      context.note(.absent(task: learned.names.first), .tookMean)
      return gradients.signals.ones.map { $0 / Double(count) }
    }
    let others = (0..<count).filter { $0 != first }
    // Of the others' sum r, in place of their mean: the quotient takes the factor out.
    let product = others.reduce(0) { $0 + gradients[$1, first] }
    let square = others.reduce(0) { sum, a in
      others.reduce(sum) { $0 + gradients[a, $1] }
    }
    // A mean that cancels to less than this is 0 as far as inner products can tell.
    let size = others.reduce(0) { $0 + max(gradients[$1, $1], 0).squareRoot() }
    let factor = product < 0 && square > 1e-14 * size * size ? -product / square : 0
    return (0..<count).map { $0 == first ? 1 : factor }
  }
}
