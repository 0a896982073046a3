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
  /// Whether the end has to be the published point, or only on the front where that is: descent goes on
  /// along the front where its direction is rounding error, or the code's own shortcut.
  var endsAtThePoint = true
  /// Whether runs of which the file says that 1e-6 at the start is more than 0.1 at the end have to reach the front
  /// where the published one does.
  var comparesChaoticEnds = true

  var testDescription: String { "\(experiment)/\(method): \(name)" }

  func choice() throws -> WeightingChoice {
    if name == PublishedMultipleGradientDescent.descriptor.name {
      let bound = try PublishedMultipleGradientDescent.descriptor.bind(
        arguments.map { WrittenArgument(label: $0.key, $0.value) })
      return WeightingChoice(gradientMethod: PublishedMultipleGradientDescent(bound))
    }
    guard let entry = Weightings.all.first(where: { $0.descriptor.name == name }) else {
      preconditionFailure("no method '\(name)'")
    }
    let written = arguments.map { WrittenArgument(label: $0.key, $0.value) }
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
    // CAGrad's toy adds 1e-4 under the roots.
    .init(
      experiment: "cagrad", method: "cagrad", name: "cagrad",
      arguments: ["rescale": .text("linear")], checkpointTolerance: 1e-3),
    .init(
      experiment: "nash_mtl", method: "cagrad", name: "cagrad",
      arguments: ["c": .number(0.4), "rescale": .text("squared")], factor: 2),
    // From the origin on the gradients are mirror images: the first coordinate of d is rounding error, which
    // Adam makes as large as the second.
    .init(
      experiment: "nash_mtl", method: "imtl", name: "imtl_g", checkpointTolerance: 5e-3,
      comparesChaoticEnds: false),
    .init(
      experiment: "nash_mtl", method: "nashmtl", name: "nash_mtl", checkpointTolerance: 1e-4,
      endsAtThePoint: false),
    .init(
      experiment: "famo", method: "cagrad", name: "cagrad",
      arguments: ["c": .number(0.4), "rescale": .text("squared")], factor: 2),
    .init(
      experiment: "famo", method: "imtl", name: "imtl_g", checkpointTolerance: 5e-3),
    .init(
      experiment: "famo", method: "nashmtl_unclipped", name: "nash_mtl",
      arguments: ["max_norm": .number(0)], checkpointTolerance: 1e-4),
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
