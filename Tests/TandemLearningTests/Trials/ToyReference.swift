import TandemCatalog
import Testing

@testable import TandemLearning

/// The published experiments of `toy.json`.
struct ToyReference: Decodable {
  var problem: Problem
  var experiments: [String: Experiment]

  struct Problem: Decodable { var pareto_set_samples: [[Double]] }

  struct Experiment: Decodable {
    var loss_1_scale: Double
    var n_iter: Int
    var methods: [String: Method]
  }

  struct Method: Decodable { var runs: [Run] }

  struct Run: Decodable {
    var `init`: [Double]
    var checkpoints: [Checkpoint]
    var final_x: [Double]
    var reached_pareto_front: Bool
    var final_tolerance_x: Double
  }

  struct Checkpoint: Decodable {
    var step: Int
    var x: [Double]
    var losses: [Double]
  }

  static func read() throws -> Self { try ReferenceFile.read("toy.json", as: Self.self) }
}

/// One of the published experiments, and how our method is told its conventions.
struct ToyCase: CustomTestStringConvertible, Sendable {
  var experiment: String
  var method: String
  /// Our method's name and arguments.
  var name: String
  var arguments: [String: Value] = [:]
  /// By what our direction is multiplied to be that of the published code.
  var factor = 1.0
  var clip: Double?
  /// The absolute error of x at the checkpoints up to step 1000.
  var checkpointTolerance = 1e-6
  /// The same from the origin, where it is another: `ToyDeviationTests` shows why.
  var originTolerance: Double?
  /// Whether the end has to be the published point, or only on the front where that is: descent goes on
  /// along the front where its direction is rounding error, or a code's shortcut (`ToyDeviationTests`).
  var endsAtThePoint = true
  /// Whether runs of which the file says that 1e-6 at the start is more than 0.1 at the end have to reach the front
  /// where the published one does.
  var comparesChaoticEnds = true

  var testDescription: String { "\(experiment)/\(method): \(name)" }

  func choice() throws -> WeightingChoice {
    let written = arguments.map { WrittenArgument(label: $0.key, $0.value) }
    if let published = PublishedRules.all.first(where: { $0.descriptor.name == name }) {
      let bound = try published.descriptor.bind(written)
      return WeightingChoice(gradientMethod: try published.init(bound))
    }
    guard let entry = Weightings.all.first(where: { $0.descriptor.name == name }) else {
      preconditionFailure("no method '\(name)'")
    }
    guard case .object(let object) = try entry.make(try entry.descriptor.bind(written)),
      let choice = object as? WeightingChoice
    else { preconditionFailure("'\(name)' is no weighting") }
    return choice
  }

  static let all: [ToyCase] = [
    // Adam divides by the gradient's size, all but ε: a factor matters in the seventh digit only.
    .init(experiment: "cagrad", method: "mean", name: "equal", factor: 0.5),
    .init(
      experiment: "cagrad", method: "mgda", name: "mgda_published",
      arguments: ["epsilon": .number(1e-8)]),
    .init(experiment: "cagrad", method: "mgda", name: "mgda", endsAtThePoint: false),
    .init(experiment: "cagrad", method: "pcgrad", name: "pcgrad", factor: 0.5),
    .init(experiment: "nash_mtl", method: "ls", name: "equal"),
    .init(
      experiment: "nash_mtl", method: "mgda", name: "mgda_published",
      arguments: ["margin": .number(0.001)], factor: 2),
    .init(
      experiment: "nash_mtl", method: "mgda", name: "mgda", factor: 2, checkpointTolerance: 0.05,
      endsAtThePoint: false),
    .init(experiment: "nash_mtl", method: "pcgrad", name: "pcgrad"),
    .init(experiment: "famo", method: "ls", name: "equal"),
    .init(
      experiment: "famo", method: "mgda", name: "mgda_published",
      arguments: ["margin": .number(0.001)], factor: 2),
    .init(experiment: "famo", method: "pcgrad", name: "pcgrad"),
    .init(experiment: "cagrad", method: "cagrad", name: "cagrad_published"),
    .init(
      experiment: "cagrad", method: "cagrad", name: "cagrad",
      arguments: ["rescale": .text("linear")], checkpointTolerance: 1e-3),
    .init(
      experiment: "nash_mtl", method: "cagrad", name: "cagrad",
      arguments: ["c": .number(0.4), "rescale": .text("squared")], factor: 2),
    .init(
      experiment: "nash_mtl", method: "imtl", name: "imtl_published", originTolerance: 2e-4,
      comparesChaoticEnds: false),
    .init(
      experiment: "nash_mtl", method: "imtl", name: "imtl_g", originTolerance: 5e-3,
      comparesChaoticEnds: false),
    .init(
      experiment: "nash_mtl", method: "nashmtl", name: "nash_mtl", originTolerance: 1e-4),
    .init(
      experiment: "famo", method: "cagrad", name: "cagrad",
      arguments: ["c": .number(0.4), "rescale": .text("squared")], factor: 2),
    .init(
      experiment: "famo", method: "imtl", name: "imtl_g", originTolerance: 5e-3),
    .init(
      experiment: "famo", method: "nashmtl_unclipped", name: "nash_mtl",
      arguments: ["max_norm": .number(0)], originTolerance: 1e-4),
    .famo("famo", decay: 0),
    .famo("famo_gamma0.001", decay: 0.001),
    .famo("famo_gamma0.01", decay: 0.01),
  ]

  /// FAMO with the bounds that its toy gives the losses.
  private static func famo(_ method: String, decay: Double) -> Self {
    let floor = Record([.init("L1", .number(-2.1)), .init("L2", .number(-21))])
    return Self(
      experiment: "famo", method: method, name: "famo",
      arguments: ["decay": .number(decay), "floor": .record(floor)])
  }
}
