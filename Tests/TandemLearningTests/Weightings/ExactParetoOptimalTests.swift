import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// EPO search on its paper's toy, and its linear program.
@Suite struct ExactParetoOptimalTests {
  /// `1 − exp(−|x ∓ 1/√n|²)`, two losses whose Pareto front is concave: sums of them only find its ends.
  private func toy(_ x: [Double]) -> (losses: [Double], gradients: [[Double]]) {
    let center = 1 / Double(x.count).squareRoot()
    let sides = [1.0, -1].map { sign -> (Double, [Double]) in
      let apart = x.map { $0 - sign * center }
      let fading = exponential(-apart.reduce(0) { $0 + $1 * $1 })
      return (1 - fading, apart.map { 2 * fading * $0 })
    }
    return (sides.map(\.0), sides.map(\.1))
  }

  private func search(_ preference: [Double], seed: UInt64, relaxed: Bool) throws -> [Double] {
    var generator = Generator(seed: seed)
    var method = try ExactParetoOptimal.made(with: [
      "preference": .list(preference.map(Value.number)), "relaxed": .truth(relaxed),
    ])
    var context = MethodContext(generator: generator)
    // The paper's start: far from both minima, and from the front.
    var x = (0..<20).map {
      ($0 % 2 == 0 ? 0.3 : -0.3) + 0.1 * (Double(generator.nextUniform()) * 2 - 1)
    }
    for _ in 0..<300 {
      let (losses, gradients) = toy(x)
      let step = StepSignals(tasks: ["a", "b"], losses: losses)
      let combination = try method.combine(
        TaskGradients(rows: gradients, signals: step), in: &context)
      x = zip(x, combination.direction(of: gradients)).map { $0 - 0.1 * $1 }
    }
    #expect(context.notes.isEmpty)
    return x
  }

  @Test(arguments: [[0.99, 0.16], [0.76, 0.65], [0.45, 0.89], [0.16, 0.99]], [false, true])
  func `the end is Pareto optimal, with losses in the preferred proportion`(
    preference: [Double], relaxed: Bool
  ) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let x = try search(preference, seed: seed, relaxed: relaxed)
      let losses = toy(x).losses
      // The front: all coordinates alike, between the two minima.
      let mean = x.reduce(0, +) / Double(x.count)
      #expect(x.allSatisfy { ($0 - mean).magnitude < 0.02 }, "\(x)")
      let (first, second) = (preference[0] * losses[0], preference[1] * losses[1])
      #expect((first / second - 1).magnitude < 0.1, "\(losses)")
    }
  }

  @Test func `balance lets a loss rise, descent does not`() throws {
    let rows = [[1.0, 0.5], [-0.8, 0.4]]
    func combine(_ losses: [Double]) throws -> [Double] {
      var method = try ExactParetoOptimal.made()
      var context = MethodContext(generator: Generator(seed: 1))
      let step = StepSignals(tasks: ["a", "b"], losses: losses)
      return try method.combine(TaskGradients(rows: rows, signals: step), in: &context)
        .direction(of: rows)
    }
    // The first loss is far too large: its gradient alone.
    #expect(try combine([10, 0.1]) == rows[0])
    #expect(cosine(try combine([10, 0.1]), rows[1]) < -0.1)
    for row in rows { #expect(cosine(try combine([2, 2]), row) >= 0) }
  }

  @Test func `losses that cannot be balanced are said`() throws {
    var method = try ExactParetoOptimal.made()
    var context = MethodContext(generator: Generator(seed: 1))
    let step = StepSignals(tasks: ["a", "b"], losses: [1, 0])
    let weights = try method.combine(
      TaskGradients(rows: [[1, 0], [0, 1]], signals: step), in: &context
    ).weights
    #expect(weights.allSatisfy { $0.isFinite })
    #expect(context.notes.map(\.finding) == [.nonpositiveLoss(task: "b")])
  }

  @Test func `linear programs prove their optimum`() {
    var generator = Generator(seed: 7)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    var solved = 0
    for trial in 0..<300 {
      let (count, rowCount) = (2 + trial % 12, 1 + trial % 7)
      let program = LinearProgram(
        objective: (0..<count).map { _ in uniform() },
        rows: (0..<rowCount).map { _ in (0..<count).map { _ in uniform() } },
        bounds: (0..<rowCount).map { _ in trial % 3 == 0 ? 0 : 0.3 * uniform() },
        equality: (0..<count).map { _ in exponential(3 * uniform() - 3) })
      guard let solution = program.solve() else { continue }
      solved += 1
      #expect(program.residual(of: solution) < 1e-9)
    }
    #expect(solved > 150)
    #expect(
      LinearProgram(objective: [1, 1], rows: [[-1, -1]], bounds: [0], equality: [1, 1]).solve()
        == nil)
  }
}

extension LinearProgram.Solution: Equatable {
  static func == (left: Self, right: Self) -> Bool { left.x == right.x }
}
