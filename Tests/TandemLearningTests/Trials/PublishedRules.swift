import TandemCatalog
import Testing

@testable import TandemLearning

/// Methods for two tasks as the codes of the published experiments have them, where they differ from the paper's.
enum PublishedRules {
  static let all: [any GradientMethod.Type] = [
    PublishedMultipleGradientDescent.self, PublishedImpartialGradients.self,
    PublishedConflictAverseGradient.self,
  ]
}

/// MGDA as published codes have it, which leads elsewhere along the front than the exact one.
///
/// nash-mtl's stops at 0.999 and 0.001 where a corner of the simplex is best, CAGrad's toy adds 1e-8 under
/// the fraction.
struct PublishedMultipleGradientDescent: GradientMethod {
  static let descriptor = MethodDescriptor(
    "mgda_published", gives: .weighting, needs: .gramian, "MGDA with a published code's shortcuts",
    [
      .number("margin", default: 0, "how far from a corner it stops"),
      .number("epsilon", default: 0, "what is added under the fraction"),
    ])
  let arguments: Arguments
  var origin: ValueOrigin?

  init(_ arguments: Arguments) { self.arguments = arguments }

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let (margin, epsilon): (Double, Double) = (arguments["margin"], arguments["epsilon"])
    let (first, both, second) = (gradients[0, 0], gradients[0, 1], gradients[1, 1])
    let weight =
      if both >= first {
        1 - margin
      } else if both >= second {
        margin
      } else {
        (second - both) / (first + second - 2 * both + epsilon)
      }
    return .weights([weight, 1 - weight])
  }
}

/// IMTL-G in closed form, which takes the first gradient where its fraction is 0 / 0.
///
/// So it is for parallel gradients, whose projections are alike for all weights.
struct PublishedImpartialGradients: GradientMethod {
  static let descriptor = MethodDescriptor(
    "imtl_published", gives: .weighting, needs: .jacobian, "IMTL-G with a code's 0 / 0", [])
  let arguments: Arguments
  var origin: ValueOrigin?

  init(_ arguments: Arguments) { self.arguments = arguments }

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let (first, second) = (gradients.jacobian.prefix(2), gradients.jacobian.suffix(2))
    let lengths = [gradients[0, 0].squareRoot(), gradients[1, 1].squareRoot()]
    let units = zip(first, second).map { $0 / lengths[0] - $1 / lengths[1] }
    let apart = zip(first, second).map { $0 - $1 }
    let divisor = zip(apart, units).reduce(0) { $0 + $1.0 * $1.1 }
    guard divisor != 0 else { return .weights([1, 0]) }
    let share = zip(first, units).reduce(0) { $0 + $1.0 * $1.1 } / divisor
    return .weights([1 - share, share])
  }
}

/// CAGrad of its toy, `c = 0.5`, with 1e-4 under its roots and beside its divisor; divided by 1 + c.
struct PublishedConflictAverseGradient: GradientMethod {
  static let descriptor = MethodDescriptor(
    "cagrad_published", gives: .weighting, needs: .gramian, "CAGrad with its toy's shortcuts", [])
  let arguments: Arguments
  var origin: ValueOrigin?

  init(_ arguments: Arguments) { self.arguments = arguments }

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    let (first, both, second) = (gradients[0, 0], gradients[0, 1], gradients[1, 1])
    let radius = 0.25 * (first + second + 2 * both + 1e-4).squareRoot()
    let (square, mixed) = (first + second - 2 * both, both - second)
    func length(_ x: Double) -> Double {
      (x * x * square + 2 * x * mixed + second + 1e-4).squareRoot()
    }
    func slope(_ x: Double) -> Double {
      radius * (x * square + mixed) / length(x) + square / 2 + mixed
    }
    // The slope rises with x.
    var (lower, upper) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if slope(middle) < 0 { lower = middle } else { upper = middle }
    }
    let x = slope(0) >= 0 ? 0 : slope(1) <= 0 ? 1 : (lower + upper) / 2
    let factor = radius / (length(x) + 1e-4)
    return .weights([(0.5 + factor * x) / 1.5, (0.5 + factor * (1 - x)) / 1.5])
  }
}
