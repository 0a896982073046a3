import TandemCatalog
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
      var initial_losses: [Double]
      /// Mean losses by epoch, then task.
      var loss_history: [[Double]]
      /// Losses by step, then task.
      var loss_sequence: [[Double]]
      var scale_params: [Double]
      var log_vars: [Double]
      var normals: [Double]
      var uniforms: [Double]
      var leak: [Double]
      var preference: [Double]
      /// Jacobians by step.
      var G_sequence: [[[Double]]]
    }

    /// What is left out where the method has no answer (`status`), or none of that kind.
    struct Answer: Decodable {
      var weights: [Double]?
      var direction: [Double]?
      var tolerance: Double?
      var sequence: [Step]?
      var status: String?
      var weights_unique: Bool?
      var params: Parameters
      var value: Double?
      var L_grad: Double?
      var targets: [Double]?
      var grad_wrt_weights: [Double]?
      var grad_wrt_logits: [Double]?
      var grad_wrt_log_scales: [Double]?
      var grad_wrt_log_vars: [Double]?
      var weights_by_epoch: [[Double]]?
      /// `mgda_…`: of the divided gradients; `cagrad_…`: divided by 1 + c² and 1 + c; `nash_mtl`: clipped.
      var direction_normalised: [Double]?
      var direction_rescale1: [Double]?
      var direction_rescale2: [Double]?
      var direction_max_norm1: [Double]?
      /// What the public codes gave.
      var anchors: [String: Anchor]?
    }

    /// What a public code gave.
    struct Anchor: Decodable {
      /// How far it was from the reference; `nil` where it was not finite, or is not comparable.
      var rel_diff: Double?
    }

    /// One of several calls of a method that remembers.
    struct Step: Decodable {
      var weights: [Double]?
      var direction: [Double]?
      var value: Double?
      var logits_after_update: [Double]?
    }

    struct Parameters: Decodable {
      /// The weights' learning rate of `gradnorm_paper`.
      var lr: Double?
      /// The bounds of `famo_floor`; the number 0 in the others.
      var min_losses: Figures?
    }

    /// One number, or a list of them.
    struct Figures: Decodable {
      /// Empty for one number.
      var numbers: [Double]

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        numbers = (try? container.decode([Double].self)) ?? []
      }
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

  /// The file has a megabyte: it is read once.
  private static let file = Result {
    try ReferenceFile.read("aggregation.json", as: AggregationReference.self)
  }

  static func read() throws -> [Case] { try file.get().cases }
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

extension CatalogMethod {
  /// The method that a call with these arguments makes, the others by default.
  static func made(with written: KeyValuePairs<String, Value> = [:]) throws -> Self {
    try Self(try descriptor.bind(written.map { WrittenArgument(label: $0.key, $0.value) }))
  }
}
