/// One step of training and what it does to the validation losses, for methods that learn the weights of losses.
///
/// `θ′ = θ − η Σ wₖ gₖ(θ)` over all that is trained, the tasks' own parts included. By the chain rule
/// `∂Lⱼ(θ′) / ∂wₖ = −η ⟨∇Lⱼ(θ′), gₖ(θ)⟩`, exactly: of one step no second derivative is needed, whatever codes
/// approximate by finite differences.
struct BilevelStep {
  /// `−η ⟨∇Lⱼ(θ′), gₖ(θ)⟩`, `[n, K]`, for the n tasks that the validation rows have labels for.
  let slopes: [Double]
  /// Which of the step's tasks these n are.
  let labelled: [Int]

  /// Takes the gradients of the step's batch, and those of validation rows after the step.
  /// - Parameters:
  ///   - weights: w, one a task of the step.
  ///   - rate: η.
  ///   - probe: Where gradients come from.
  /// - Throws: As the probe does.
  init(weights: [Double], rate: Double, probe: any GradientProbe) throws {
    let width = probe.trainedCount
    let before = try probe.gradients(ProbeRequest(.batch, includesOwn: true))
    let way = Rows.sum(before.jacobian, weights: weights.map { -rate * $0 }, width: width)
    let after = try probe.gradients(
      ProbeRequest(.validation, displacement: way, includesOwn: true))
    labelled = after.labelledTasks(width: width)
    let rows = Rows.selected(labelled, of: after.jacobian, width: width)
    slopes = Rows.products(rows, before.jacobian, width: width).map { -rate * $0 }
  }

  /// The slopes of one validation loss, `[K]`.
  func row(_ place: Int) -> [Double] {
    let count = slopes.count / max(labelled.count, 1)
    return Array(slopes[place * count..<(place + 1) * count])
  }
}

extension ProbedGradients {
  /// The tasks that the rows have labels for: those with a loss or a gradient.
  func labelledTasks(width: Int) -> [Int] {
    let lengths = Rows.norms(jacobian, count: losses.count, width: width)
    return losses.indices.filter { losses[$0] != 0 || lengths[$0] > 0 }
  }
}

extension MethodContext {
  /// The probe of a method that needs one.
  var requiredProbe: any GradientProbe {
    guard let probe else { preconditionFailure("a method with needs '.probe' is given a probe") }
    return probe
  }
}
