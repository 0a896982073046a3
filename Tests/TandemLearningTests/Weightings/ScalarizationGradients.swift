import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// A scalarization's weights are the derivatives of its value by the losses, and what it learns is
/// moved by the derivative by its own parameters.
@Suite struct ScalarizationGradients {
  /// A method and its value, written down here once more.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var make: @Sendable () throws -> any Weighting
    /// Of losses and learned parameters.
    var value: @Sendable ([Double], [Double]) -> Double
    var testDescription: String { name }
  }

  private static let preference: [Double] = [0.5, 0.2, 0.9, 0.4]
  private static let ideals: [Double] = [0.1, -0.3, 0.2, 0]
  private static let nadirs: [Double] = [2, 0.7, 3, 1.1]
  private static let tasks = ["t0", "t1", "t2", "t3"]

  private static var preferring: Value { .list(preference.map(Value.number)) }
  private static var reference: Value {
    .record(Record(zip(tasks, ideals).map { .init($0, .number($1)) }))
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func uncertainty(
    _ name: String, _ a: Double, _ arguments: KeyValuePairs<String, Value>,
    _ term: @escaping @Sendable (Double) -> Double
  ) -> Case {
    Case(name: name, make: { try UncertaintyWeighting.made(with: arguments) }) { losses, learned in
      zip(losses, learned).reduce(0) { $0 + a * exponential(-$1.1) * $1.0 + term($1.1) }
    }
  }

  static let cases: [Case] = [
    Case(name: "si", make: { try ScaleInvariantLosses.made() }) { losses, _ in
      losses.reduce(0) { $0 + logarithm($1) }
    },
    Case(name: "gls", make: { try GeometricLossStrategy.made() }) { losses, _ in
      exponential(losses.reduce(0) { $0 + logarithm($1) } / Double(losses.count))
    },
    Case(name: "imtl_l", make: { try IMTLLosses.made() }) { losses, learned in
      zip(losses, learned).reduce(0) { $0 + exponential($1.1) * $1.0 - $1.1 }
    },
    uncertainty("uncertainty, regression", 0.5, ["form": .text("regression")]) { $0 / 2 },
    uncertainty("uncertainty, classification", 1, ["form": .text("classification")]) { $0 / 2 },
    uncertainty("uncertainty, revised", 0.5, ["revised": .truth(true)]) {
      logarithm(1 + exponential($0))
    },
    Case(
      name: "tchebycheff",
      make: {
        try Tchebycheff.made(with: ["preference": preferring, "reference": reference])
      },
      value: { losses, _ in
        losses.indices.map { preference[$0] * (losses[$0] - ideals[$0]) }.max() ?? 0
      }),
    Case(
      name: "stch",
      make: {
        try SmoothTchebycheff.made(
          with: ["mu": .number(0.3), "preference": preferring, "reference": reference])
      },
      value: { losses, _ in
        let powers = losses.indices.map {
          exponential(preference[$0] * (losses[$0] - ideals[$0]) / 0.3)
        }
        return 0.3 * logarithm(powers.reduce(0, +))
      }),
    Case(
      name: "stch, log",
      make: {
        try SmoothTchebycheff.made(with: [
          "mu": .number(0.7), "form": .text("log"), "warmup": .number(1),
          "preference": preferring, "reference": reference,
        ])
      },
      value: { losses, _ in
        let powers = losses.indices.map { place in
          let share = (losses[place] - ideals[place]) / (nadirs[place] - ideals[place])
          return exponential(4 * preference[place] * logarithm(share) / 0.7)
        }
        return 4 * 0.7 * logarithm(powers.reduce(0, +))
      }),
    Case(
      name: "cosmos",
      make: {
        try CosmosScalarization.made(with: ["lambda": .number(2), "preference": preferring])
      },
      value: { losses, _ in
        let product = dot(losses, preference)
        return product
          - 2 * product / (dot(losses, losses) * dot(preference, preference)).squareRoot()
      }),
    Case(
      name: "pbi",
      make: {
        try PenaltyBoundaryIntersection.made(
          with: ["preference": preferring, "reference": reference])
      },
      value: { losses, _ in
        let excess = zip(losses, ideals).map { $0 - $1 }
        let along = dot(excess, preference) / dot(preference, preference).squareRoot()
        return along + 5 * (dot(excess, excess) - along * along).squareRoot()
      }),
  ]

  @Test(arguments: cases) func `weights are the value's derivatives`(scalarization: Case) throws {
    var generator = Generator(seed: 77)
    for _ in 0..<10 {
      let losses = Self.tasks.map { _ in 0.5 + 2 * Double(generator.nextUniform()) }
      let learned = Self.tasks.map { _ in 2 * Double(generator.nextUniform()) - 1 }
      var step = StepSignals(tasks: Self.tasks, losses: losses)
      step.learned = learned
      step.epochLosses = Self.nadirs.map { [9, $0, 5] }
      var (weighting, context) = (
        try scalarization.make(), MethodContext(generator: Generator(seed: 1))
      )
      let got = try weighting.weights(for: step, in: &context)
      expectClose(
        got.weights, slopes(at: losses) { scalarization.value($0, learned) }, tolerance: 1e-7)
      #expect(context.notes.isEmpty)
      guard !weighting.initialParameters(taskCount: 4).isEmpty else {
        #expect(got.parameterGradient.isEmpty)
        continue
      }
      expectClose(
        got.parameterGradient, slopes(at: learned) { scalarization.value(losses, $0) },
        tolerance: 1e-7)
    }
  }

  /// Central differences by each number.
  private func slopes(at point: [Double], of value: ([Double]) -> Double) -> [Double] {
    point.indices.map { place in
      let width = 1e-5
      var (above, below) = (point, point)
      above[place] += width
      below[place] -= width
      return (value(above) - value(below)) / (2 * width)
    }
  }
}
