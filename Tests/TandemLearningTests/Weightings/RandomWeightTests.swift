import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// What is drawn at random: the distributions of `rlw`, and `random` in a formula.
@Suite struct RandomWeightTests {
  /// Weights of many steps with three tasks.
  private func draw(_ distribution: String, count: Int = 20_000) throws -> [[Double]] {
    var method = try RandomLossWeighting.made(with: ["distribution": .text(distribution)])
    var context = MethodContext(generator: Generator(seed: 21))
    let step = StepSignals(tasks: ["a", "b", "c"], losses: [1, 1, 1])
    return (0..<count).map { _ in method.weights(for: step, in: &context).weights }
  }

  @Test(arguments: RandomLossWeighting.Distribution.allCases.map(\.rawValue))
  func `weights add up to K and are 1 on average`(distribution: String) throws {
    let weights = try draw(distribution)
    for task in 0..<3 {
      let mean = weights.reduce(0) { $0 + $1[task] } / Double(weights.count)
      #expect((mean - 1).magnitude < 0.03)
    }
    #expect(weights.allSatisfy { ($0.reduce(0, +) - 3).magnitude < 1e-12 })
  }

  @Test func `constrained weights train one task, bernoulli's all that won the toss`() throws {
    #expect(try Set(draw("constrained")) == [[3, 0, 0], [0, 3, 0], [0, 0, 3]])
    let coins = try draw("bernoulli")
    let kinds = Set(coins.map { $0.map { $0 > 0 } })
    #expect(kinds.count == 7)
    // Each of the seven ways is as likely as the next.
    let all = Double(coins.count { !$0.contains(0) }) / Double(coins.count)
    #expect((all - 1 / 7).magnitude < 0.01)
    #expect(coins.allSatisfy { $0.allSatisfy { [0, 1, 1.5, 3].contains($0) } })
  }

  /// On the simplex of three tasks all alike likely: a share is above x with (1 − x)².
  @Test func `dirichlet's shares are uniform on the simplex`() throws {
    let weights = try draw("dirichlet")
    for bound in [0.25, 0.5, 0.75] {
      let share = Double(weights.count { $0[0] / 3 > bound }) / Double(weights.count)
      #expect((share - (1 - bound) * (1 - bound)).magnitude < 0.012)
    }
  }

  /// log(w₁ / w₂) = u₁ − u₂: triangular on −1 … 1.
  @Test func `uniform weights are a softmax of numbers from 0 to 1`() throws {
    let differences = try draw("uniform").map { logarithm($0[0]) - logarithm($0[1]) }
    #expect(differences.allSatisfy { $0.magnitude < 1 })
    let within = Double(differences.count { $0.magnitude < 0.5 }) / Double(differences.count)
    #expect((within - 0.75).magnitude < 0.012)
  }

  private let step = StepSignals(tasks: ["a", "b"], losses: [1, 1])

  @Test func `random in a formula is new for each task and step`() throws {
    var context = MethodContext(generator: Generator(seed: 2))
    var weighting = try FormulaWeighting(
      formula: Formula(.signal(.random), sourceText: "random"), normalizes: false)
    let weights = try (0..<1_000).flatMap { _ in
      try weighting.weights(for: step, in: &context).weights
    }
    #expect(Set(weights).count == 2_000)
    #expect(weights.allSatisfy { (0..<1).contains($0) })
    #expect((weights.reduce(0, +) / 2_000 - 0.5).magnitude < 0.02)
    #expect(weighting.needs == [])
  }

  @Test func `within a formula it is one number`() throws {
    var context = MethodContext(generator: Generator(seed: 2))
    var weighting = try FormulaWeighting(
      formula: Formula(
        .binary(.subtract, .signal(.random), .signal(.random)), sourceText: "random - random"))
    #expect(try weighting.weights(for: step, in: &context).weights == [0, 0])
  }

  @Test func `a random curriculum for one task`() throws {
    let coin = Formula(
      .binary(.less, .signal(.random), .number(0.25)), sourceText: "random < 0.25")
    var weighting = try FixedWeighting.made(with: ["b": .object(coin)])
    var context = MethodContext(generator: Generator(seed: 9))
    let weights = try (0..<4_000).map { _ in
      try weighting.weights(for: step, in: &context).weights
    }
    #expect(Set(weights) == [[1, 0], [1, 1]])
    #expect((Double(weights.count { $0[1] == 1 }) / 4_000 - 0.25).magnitude < 0.025)
  }

  @Test func `a formula without it draws nothing`() throws {
    var context = MethodContext(generator: Generator(seed: 2))
    var weighting = try FormulaWeighting(formula: Formula(.signal(.loss), sourceText: "loss"))
    _ = try weighting.weights(for: step, in: &context)
    #expect(context.generator == Generator(seed: 2))
  }
}
