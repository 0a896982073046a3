import TandemLearning

/// The cases of `aggregation.json`: gradients, losses, and what methods make of them.
struct AggregationReference: Decodable {
  var cases: [Case]

  struct Case: Decodable {
    var name: String
    var G: [[Double]]
    var inputs: Inputs
    var methods: [String: Answer]

    struct Inputs: Decodable {
      var losses: [Double]
      var loss_history: [[Double]]
      var log_vars: [Double]
      var normals: [Double]
    }

    struct Answer: Decodable {
      var weights: [Double]
      var direction: [Double]
      var tolerance: Double
      var grad_wrt_log_vars: [Double]?
      var weights_by_epoch: [[Double]]?
    }

    var signals: StepSignals {
      StepSignals(tasks: inputs.losses.indices.map { "t\($0)" }, losses: inputs.losses)
    }

    var gradients: TaskGradients { TaskGradients(rows: G, signals: signals) }

    /// The Frobenius norm of `G`.
    var size: Double { G.joined().reduce(0) { $0 + $1 * $1 }.squareRoot() }

    /// `Σ wₖ gₖ`.
    func direction(_ weights: [Double]) -> [Double] { combined(G, weights) }
  }

  static func read() throws -> [Case] {
    try ReferenceFile.read("aggregation.json", as: Self.self).cases
  }
}

/// `Σ wₖ gₖ` for the rows of a Jacobian.
func combined(_ rows: [[Double]], _ weights: [Double]) -> [Double] {
  (rows.first ?? []).indices.map { column in
    zip(rows, weights).reduce(0) { $0 + $1.0[column] * $1.1 }
  }
}

extension TaskGradients {
  /// Gradients whose Gramian is computed from the rows of a Jacobian.
  init(rows: [[Double]], signals: StepSignals? = nil) {
    let names = rows.indices.map { "t\($0)" }
    self.init(
      signals: signals ?? StepSignals(tasks: names, losses: names.map { _ in 1 }),
      gramian: rows.flatMap { a in rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } },
      jacobian: Array(rows.joined()))
  }
}

extension Combination {
  /// The weights, empty where the method gives a vector.
  var weights: [Double] {
    if case .weights(let weights) = direction { weights } else { [] }
  }

  /// Against what the shared parameters move, if these are the gradients.
  func direction(of rows: [[Double]]) -> [Double] {
    switch direction {
    case .weights(let weights): combined(rows, weights)
    case .vector(let numbers): numbers
    }
  }
}

/// A probe that finds the same gradients everywhere, and losses of 1.
final class FixedProbe: GradientProbe {
  let rows: [[Double]]
  var sharedCount: Int { rows.first?.count ?? 0 }
  var trainedCount: Int { sharedCount }

  init(rows: [[Double]]) { self.rows = rows }

  func gradients(_ request: ProbeRequest) -> ProbedGradients {
    ProbedGradients(losses: rows.map { _ in 1 }, jacobian: Array(rows.joined()))
  }
}
