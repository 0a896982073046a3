import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Where methods may take gradients, and steps without the task that a method follows.
@Suite struct GradientSiteTests {
  private static let representation = ("at", Value.text("representation"))

  @Test(
    "what averages no gradients over steps may take them at the representation",
    arguments: [
      ("db_mtl", [("beta", 0.0)]), ("moco", [("beta", 1), ("beta_sigma", 0)]),
    ])
  func site(name: String, still: [(String, Double)]) throws {
    let still = still.map { ($0.0, Value.number($0.1)) }
    let method = try makeGradientMethod(name, still + [Self.representation])
    #expect(method.site == .representation)
    #expect(!method.needs.contains(.jacobian) && method.needs.contains(.gramian))
    #expect(try makeGradientMethod(name).needs.contains(.jacobian))
    let unless = still.map { "\($0.0): \($0.1.sourceText)" }.joined(separator: ", ")
    #expect(throws: WeightingError.averagesGradients(name, unless: unless)) {
      try makeGradientMethod(name, [Self.representation])
    }
  }

  @Test(arguments: ["modo", "sdmgrad", "moml", "forum", "auto_lambda"])
  func `what compares batches takes gradients by parameters alone`(name: String) throws {
    #expect(try makeGradientMethod(name, [("at", .text("shared"))]).site == .shared)
    #expect(throws: ArgumentError.self) {
      try makeGradientMethod(name, [Self.representation])
    }
  }

  @Test func `a method at the representation changes its rows from step to step`() throws {
    // The memory of moco's weights goes on over steps of unlike P; inner products are all it sees.
    var method = try makeGradientMethod(
      "moco", [("beta", .number(1)), ("beta_sigma", .number(0)), ("gamma", .number(0.05))])
    var context = MethodContext(generator: Generator(seed: 1))
    let steps = Jacobians.random(taskCount: 3, seed: 50).prefix(3)
    #expect(Set(steps.map { $0[0].count }).count == 3)
    var weights = [1.0 / 3, 1.0 / 3, 1.0 / 3]
    for (step, rows) in steps.enumerated() {
      let gramian = TaskGradients(rows: rows).gramian
      let rate = 0.05 / Double(step + 1).squareRoot()
      let moved = (0..<3).map { task in
        weights[task] - rate * (0..<3).reduce(0) { $0 + gramian[task * 3 + $1] * weights[$1] }
      }
      weights = SimplexProjection.nearest(to: moved)
      let got = try method.combine(
        TaskGradients(
          signals: TaskGradients(rows: rows).signals, gramian: gramian), in: &context)
      expectClose(got.weights, weights, tolerance: 1e-12)
    }
  }

  @Test(arguments: [("pcd", "primary"), ("gem", "task"), ("agem", "task")])
  func `a step without the task that comes first takes the others' mean, and says so`(
    name: String, argument: String
  ) throws {
    let rows = [[1.0, 2], [-3, 1]]
    for (arguments, absent, indices) in [
      ([(argument, Value.text("t2"))], "t2", [0, 1]), ([], nil, [1, 2]),
    ] as [([(String, Value)], String?, [Int])] {
      var method = try makeGradientMethod(name, arguments)
      var context = MethodContext(generator: Generator(seed: 1))
      let signals = StepSignals(
        tasks: indices.map { "t\($0)" }, indices: indices, runTaskCount: 3, losses: [1, 1])
      let got = try method.combine(TaskGradients(rows: rows, signals: signals), in: &context)
      #expect(got.weights == [0.5, 0.5])
      #expect(
        context.notes == [MethodNote(finding: .absent(task: absent), response: .tookMean)])
    }
  }
}
