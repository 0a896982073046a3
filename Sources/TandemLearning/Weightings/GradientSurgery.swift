public import TandemCatalog
import TandemTensors

/// PCGrad, gradient surgery: what two tasks' gradients do against each other is cut away.
///
/// For each task i, `gᵢ′ = gᵢ`; then for every other j in random order, with the *original* gⱼ,
/// `gᵢ′ −= (⟨gᵢ′, gⱼ⟩ / |gⱼ|²) gⱼ` if `⟨gᵢ′, gⱼ⟩ < 0`. The direction is the sum of the `gᵢ′`. All of it happens in
/// the span of the gradients, so the Gramian is enough: `gᵢ′` is kept as coefficients, O(K³) a step whatever
/// the number of parameters. With more than two tasks a later projection can bring an earlier conflict
/// back: the paper promises no conflict for two tasks only.
/// Source: Yu, Kumar, Gupta, Levine, Hausman, Finn, NeurIPS 2020. Differs: LibMTL adds 1e-8 to |gⱼ|², which
/// errs by 4e-4 for gradients of 1e-3; we do not, and pass over a zero gradient. CAGrad's toy averages
/// where the paper and we sum.
public struct GradientSurgery: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "pcgrad", gives: .weighting, needs: .gramian,
    "projects conflicting gradients onto each other's normal plane",
    formula: "gᵢ′ ← gᵢ′ − (⟨gᵢ′, gⱼ⟩ / |gⱼ|²) gⱼ  where ⟨gᵢ′, gⱼ⟩ < 0,  d = Σ gᵢ′",
    source: "Yu, Kumar, Gupta, Levine, Hausman, Finn, NeurIPS 2020", paper: "2001.06782",
    differs: "no 1e-8 under the fraction, as LibMTL has: exact for small gradients too",
    cost: "K² P for the gradients' inner products, and K³",
    details: [
      "Each task goes through the others in an order of its own, new at every step.",
      "Where no two gradients conflict, it is the plain sum. Scaling one task's loss changes the "
        + "direction: the method cuts conflicts, it does not balance sizes.",
    ],
    examples: ["pcgrad()", "uncertainty() + pcgrad()"],
    [
      .word(
        "order", ["random", "ascending"], default: "random",
        "how a task goes through the others: at random, or in the order of the run"),
      .gradientSite,
    ])

  public var order: String
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    order = arguments["order"]
    self.arguments = arguments
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let isRandom = order == "random"
    return .weights(
      Self.weights(for: gradients) { others in
        if isRandom { others.shuffle(using: &context.generator) }
      })
  }

  /// The sum of the projected gradients as weights of the original ones.
  /// - Parameters:
  ///   - gradients: The tasks' gradients.
  ///   - arrange: Says for each task in which order it meets the tasks, given theirs in the run; itself
  ///     is passed over.
  /// - Returns: A weight for each gradient.
  static func weights(for gradients: TaskGradients, _ arrange: (inout [Int]) -> Void) -> [Double] {
    let count = gradients.taskCount
    var sum = Array(repeating: 0.0, count: count)
    var projected = sum
    var others = Array(0..<count)
    for task in 0..<count {
      for other in 0..<count { (others[other], projected[other]) = (other, 0) }
      projected[task] = 1
      arrange(&others)
      for other in others where other != task {
        let product = (0..<count).reduce(0) { $0 + projected[$1] * gradients[$1, other] }
        let square = gradients[other, other]
        guard product < 0, square > 0 else { continue }
        projected[other] -= product / square
      }
      for other in 0..<count { sum[other] += projected[other] }
    }
    return sum
  }
}
