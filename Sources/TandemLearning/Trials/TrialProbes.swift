/// A probe of losses that are linear: `Lₖ(θ + δ) = Lₖ + ⟨gₖ, δ⟩`, so that gradients are the same everywhere.
///
/// It has samples of its own where there are any: sample n is the n-th of them, counted round.
package final class ConstantProbe: GradientProbe {
  private let losses: [Double]
  private let jacobian: [Double]
  private let samples: [[Double]]
  package var sharedCount: Int { jacobian.count / max(losses.count, 1) }
  package var trainedCount: Int { sharedCount }

  /// Creates a probe.
  /// - Parameters:
  ///   - losses: The losses on all rows.
  ///   - jacobian: The gradients on the step's rows and on the validation split.
  ///   - samples: The gradients on other rows; without any, those of the step.
  package init(_ losses: [Double], _ jacobian: [Double], samples: [[Double]] = []) {
    self.losses = losses
    self.jacobian = jacobian
    self.samples = samples
  }

  package func gradients(_ request: ProbeRequest) -> ProbedGradients {
    var gradients = jacobian
    if case .sample(let number) = request.rows, !samples.isEmpty {
      gradients = samples[((number % samples.count) + samples.count) % samples.count]
    }
    var losses = losses
    if let displacement = request.displacement {
      let rises = Rows.products(gradients, displacement, width: sharedCount)
      for (task, rise) in rises.enumerated() { losses[task] += rise }
    }
    return ProbedGradients(losses: losses, jacobian: gradients)
  }
}

/// Another probe's gradients, with what the weighting made of the losses.
final class WeightedProbe: GradientProbe {
  private let probe: any GradientProbe
  private let weights: [Double]
  var sharedCount: Int { probe.sharedCount }
  var trainedCount: Int { probe.trainedCount }

  init(_ probe: any GradientProbe, weights: [Double]) {
    self.probe = probe
    self.weights = weights
  }

  func gradients(_ request: ProbeRequest) throws -> ProbedGradients {
    var found = try probe.gradients(request)
    found.losses = zip(found.losses, weights).map { $0 * $1 }
    let width = found.jacobian.count / max(weights.count, 1)
    Rows.scale(&found.jacobian, by: weights, width: width)
    return found
  }
}
