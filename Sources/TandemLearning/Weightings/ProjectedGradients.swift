public import TandemCatalog

/// UPGrad, unconflicting projection of gradients: each gradient is projected onto the dual cone of all, then combined.
///
/// `d = Σ pₖ π(gₖ)`, π(x) the nearest vector to x in `{d : ⟨gⱼ, d⟩ ≥ 0 for all j}`. No loss rises; where no gradients conflict,
/// it is their plain combination; and it is linear in each gradient's size, so that small gradients have their
/// influence in proportion.
/// Source: Quinton & Rey, "Jacobian descent for multi-objective optimization", 2024. Differs: the projections are
/// exact. TorchJD and LibMTL add 1e-4 times the Gramian's trace to its diagonal, as `regularization: 1e-4` does here;
/// with it d conflicts with a task whose gradient is small beside the others, at a cosine down to −0.73.
public struct ProjectedGradients: PreferenceMethod {
  public static let descriptor = MethodDescriptor(
    "upgrad", gives: .weighting, needs: .gramian,
    guarantees: [.commonDescent, .permutationEquivariance, .nonnegativeWeights],
    "each gradient projected to where it conflicts with none, then combined",
    formula: "d = Σ pₖ π(gₖ),  π(x) = argmin |d − x|  over  ⟨gⱼ, d⟩ ≥ 0",
    source: "Quinton & Rey, 2024", paper: "2406.16232",
    differs:
      "exact; TorchJD and LibMTL have regularization: 1e-4, which can conflict with small gradients",
    cost: "K² P for the gradients' inner products, and K quadratic programs, some K⁴",
    details: [
      "p is 1 / K each, or the preference. At a Pareto-stationary point d can be 0.",
      "With a regularization above 0 a loss whose gradient is small beside the others' may rise.",
    ],
    examples: ["upgrad()", "upgrad(preference: [0.7, 0.3])", "upgrad(regularization: 1e-4)"],
    [.preference, .regularization, .gradientSite])

  public var regularization: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    regularization = arguments["regularization"]
    self.arguments = arguments
  }

  public func weights(
    for gradients: TaskGradients, preferring numbers: [Double], in context: inout MethodContext
  ) -> [Double] {
    let count = gradients.taskCount
    let rows = UnitRows(gramian: gradients.gramian(regularization), count: count)
    var weights = numbers.map { _ in 0.0 }
    for task in 0..<count where numbers[task] > 0 && rows.lengths[task] > 0 {
      var unit = numbers.map { _ in 0.0 }
      unit[task] = 1
      let projection = PolyhedralProjection.ontoDualCone(of: rows, unit)
      for other in rows.nonzero {
        // Of two lengths the quotient, so that a task's own coefficient of 1 stays 1.
        weights[other] +=
          numbers[task] * projection[other] * (rows.lengths[task] / rows.lengths[other])
      }
    }
    return weights
  }
}

extension ArgumentDescriptor {
  /// What is added to the Gramian's diagonal, for methods that project onto the dual cone.
  static let regularization = ArgumentDescriptor.number(
    "regularization", default: 0, atLeast: 0,
    "added to the Gramian's diagonal, as a part of its trace; 0 is exact")
}

extension TaskGradients {
  /// The Gramian with a part of its trace added to the diagonal.
  func gramian(_ regularization: Double) -> [Double] {
    guard regularization > 0 else { return gramian }
    var sum = gramian
    let trace = (0..<taskCount).reduce(0) { $0 + self[$1, $1] }
    for task in 0..<taskCount { sum[task * taskCount + task] += regularization * trace }
    return sum
  }
}
