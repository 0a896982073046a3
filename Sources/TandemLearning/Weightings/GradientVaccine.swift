public import TandemCatalog
import TandemTensors

/// GradVac, gradient vaccine: gradients are made as alike as they have been of late.
///
/// As `pcgrad`, but for any similarity: for each task i, `gᵢ′ = gᵢ`; then for every other j in random order, with
/// `φ = cos(gᵢ′, gⱼ)` and a target `φ̂ᵢⱼ`, if `φ < φ̂ᵢⱼ`:
/// `gᵢ′ += |gᵢ′| (φ̂ᵢⱼ √(1 − φ²) − φ √(1 − φ̂ᵢⱼ²)) / (|gⱼ| √(1 − φ̂ᵢⱼ²)) · gⱼ`, after which `cos(gᵢ′, gⱼ) = φ̂ᵢⱼ`. The targets
/// start at 0 and follow: `φ̂ᵢⱼ ← (1 − β) φ̂ᵢⱼ + β φ`. The direction is the sum of the `gᵢ′`. With `groups: layer` or
/// `matrix` all this happens in each layer, or parameter tensor, by itself.
/// Source: Wang, Tsvetkov, Firat, Cao, ICLR 2021. Differs: LibMTL and TorchJD have β 0.5 and add 1e-8 to each
/// denominator, which `epsilon` brings back; LibMTL moves a target only where it raised a similarity.
public struct GradientVaccine: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "gradvac", gives: .weighting, needs: .gramian,
    "raises the cosines between gradients to what they have been of late",
    formula:
      "gᵢ′ ← gᵢ′ + w gⱼ  so that  cos(gᵢ′, gⱼ) = φ̂ᵢⱼ  where it is less;  φ̂ᵢⱼ ← (1 − β) φ̂ᵢⱼ + β φᵢⱼ,  d = Σ gᵢ′",
    source: "Wang, Tsvetkov, Firat, Cao, ICLR 2021", paper: "2010.05874",
    differs: "LibMTL and TorchJD: beta 0.5, and 1e-8 in each denominator, here 'epsilon'",
    cost: "K² P for the gradients' inner products, and K³ a group",
    details: [
      "In the first step the targets are 0, and it is pcgrad. Scaling one task's loss changes the "
        + "direction: the method turns gradients, it does not balance sizes."
    ],
    examples: ["gradvac()", "gradvac(beta: 0.5, groups: layer)"],
    [
      .number("beta", default: 0.01, atLeast: 0, atMost: 1, "how fast the targets follow"),
      .word(
        "groups", ["whole", "layer", "matrix"], default: "whole",
        "of what cosines are taken: all that is shared, each layer, or each parameter tensor"),
      .word(
        "order", ["random", "ascending"], default: "random",
        "how a task goes through the others: at random, or in the order of the run"),
      .number("epsilon", default: 0, atLeast: 0, "what is added to denominators"),
      .gradientSite,
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var memory = MethodMemory()

  public init(_ arguments: Arguments) { self.arguments = arguments }

  private var groups: String { arguments["groups"] }

  /// The inner products are enough where they are of whole gradients.
  public var needs: SignalNeeds { groups == "whole" ? .gramian : .jacobian }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let count = gradients.taskCount
    let signals = gradients.signals
    guard count > 1 else { return .weights(signals.ones) }
    for task in 0..<count where gradients[task, task] == 0 {
      context.note(.zeroGradient(task: signals.tasks[task]), .leftOut)
    }
    let orders = Self.orders(of: count, arguments["order"], in: &context)
    let ranges = ranges(of: gradients)
    let targetCount = signals.runTaskCount * signals.runTaskCount
    var targets = memory.vector(
      "similarities", count: targetCount * ranges.count, initially: 0)
    var weights: [[Double]] = []
    for (group, columns) in ranges.enumerated() {
      let gramian =
        groups == "whole"
        ? gradients.gramian
        : Rows.gramian(
          gradients.jacobian, count: count, width: gradients.columnCount, columns: columns)
      var vaccine = Vaccine(gramian, count, beta: arguments["beta"], epsilon: arguments["epsilon"])
      let places = signals.indices.map { row in
        signals.indices.map { group * targetCount + row * signals.runTaskCount + $0 }
      }
      for (task, order) in orders.enumerated() {
        vaccine.raise(task, order, places[task], &targets)
      }
      if vaccine.hasClamped { context.note(.infeasible, .tookNearest) }
      weights.append(vaccine.weights)
    }
    memory.vectors["similarities"] = targets
    if groups == "whole" { return .weights(weights[0]) }
    return .vector(Self.sum(gradients, ranges, weights))
  }

  /// The columns of each group.
  private func ranges(of gradients: TaskGradients) -> [Range<Int>] {
    switch groups {
    case "layer": gradients.layers
    case "matrix": gradients.segments
    default: [0..<gradients.columnCount]
    }
  }

  /// The sum of the gradients, with weights of its own in each range of columns.
  private static func sum(
    _ gradients: TaskGradients, _ ranges: [Range<Int>], _ weights: [[Double]]
  ) -> [Double] {
    var direction = Array(repeating: 0.0, count: gradients.columnCount)
    for (columns, weights) in zip(ranges, weights) {
      for (task, weight) in weights.enumerated() {
        let start = task * direction.count
        for column in columns { direction[column] += weight * gradients.jacobian[start + column] }
      }
    }
    return direction
  }

  /// In which order each task meets the others.
  private static func orders(
    of count: Int, _ order: String, in context: inout MethodContext
  ) -> [[Int]] {
    (0..<count).map { _ in
      let tasks = Array(0..<count)
      return order == "random" ? tasks.shuffled(using: &context.generator) : tasks
    }
  }
}

/// The gradients of one group while their cosines are raised, as coefficients of the original ones.
private struct Vaccine {
  private let gramian: [Double]
  private let count: Int
  private let beta: Double
  private let epsilon: Double
  /// The sum of the raised gradients.
  private(set) var weights: [Double]
  /// Whether a target was so near 1 that no finite weight reaches it.
  private(set) var hasClamped = false

  init(_ gramian: [Double], _ count: Int, beta: Double, epsilon: Double) {
    self.gramian = gramian
    self.count = count
    self.beta = beta
    self.epsilon = epsilon
    weights = Array(repeating: 0, count: count)
  }

  /// Raises one task's cosines and adds what becomes of its gradient to the sum.
  /// - Parameters:
  ///   - task: Whose gradient.
  ///   - order: In which order it meets the tasks; itself is passed over.
  ///   - places: Where its target with each task lies.
  ///   - targets: All targets, which follow.
  mutating func raise(
    _ task: Int, _ order: [Int], _ places: [Int], _ targets: inout [Double]
  ) {
    var coefficients = Array(repeating: 0.0, count: count)
    coefficients[task] = 1
    var products = Array(gramian[task * count..<(task + 1) * count])
    var reach = max(gramian[task * count + task], 0).squareRoot()
    for other in order where other != task {
      let size = max(gramian[other * count + other], 0).squareRoot()
      let square = zip(coefficients, products).reduce(0) { $0 + $1.0 * $1.1 }
      let own = max(square, 0).squareRoot()
      // What is left of a gradient that others took away is rounding error: it has no direction.
      guard size > 0, own > 1e-7 * reach || epsilon > 0 else { continue }
      let cosine = min(1, max(-1, products[other] / (own * size + epsilon)))
      let target = targets[places[other]]
      if cosine < target {
        let sine = (1 - cosine * cosine).squareRoot()
        var targetSine = max(1 - target * target, 0).squareRoot()
        if targetSine < 1e-8 {
          targetSine = 1e-8
          hasClamped = true
        }
        let weight =
          own * (target * sine - cosine * targetSine) / (size * targetSine + epsilon)
        coefficients[other] += weight
        reach += weight.magnitude * size
        for k in 0..<count { products[k] += weight * gramian[other * count + k] }
      }
      targets[places[other]] = (1 - beta) * target + beta * cosine
    }
    for k in 0..<count { weights[k] += coefficients[k] }
  }
}
