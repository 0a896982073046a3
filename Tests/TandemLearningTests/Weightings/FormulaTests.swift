import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Formulas: what signals and functions mean, how weights are scaled, and what is refused.
@Suite struct FormulaTests {
  typealias Node = Formula.Node

  /// A step of the third epoch with three tasks.
  private var step: StepSignals {
    var step = StepSignals(
      tasks: ["digit", "parity", "ink"], losses: [0.5, 0.25, 2], initialLosses: [2, 1, 4],
      epoch: 3, step: 21, stepCount: 41)
    step.epochLosses = [[1, 0.75], [0.5, 0.6], [3, 2.5]]
    step.bestLosses = [0.75, 0.5, 2.5]
    step.validationLosses = [0.8, 0.7, 2.75]
    step.metrics = [0.9, 0.6, 0.25]
    step.gradientNorms = [1, 10, 100]
    return step
  }

  private func values(_ node: Node) -> [Double] {
    Formula(node, sourceText: "").values(for: step)
  }

  @Test func `signals are the step's own`() {
    #expect(values(.signal(.loss)) == [0.5, 0.25, 2])
    #expect(values(.signal(.initialLoss)) == [2, 1, 4])
    #expect(values(.signal(.previousLoss)) == [0.75, 0.6, 2.5])
    #expect(values(.signal(.bestLoss)) == [0.75, 0.5, 2.5])
    #expect(values(.signal(.validationLoss)) == [0.8, 0.7, 2.75])
    #expect(values(.signal(.metric)) == [0.9, 0.6, 0.25])
    #expect(values(.signal(.gradientNorm)) == [1, 10, 100])
    #expect(values(.signal(.epoch)) == [3, 3, 3])
    #expect(values(.signal(.step)) == [21, 21, 21])
    #expect(values(.signal(.progress)) == [0.5, 0.5, 0.5])
    #expect(values(.signal(.taskCount)) == [3, 3, 3])
  }

  @Test func `before the first epoch ends losses equal the initial loss`() {
    let first = StepSignals(tasks: ["a", "b"], losses: [3, 4], initialLosses: [5, 6])
    for signal in [Formula.Signal.previousLoss, .bestLoss, .validationLoss] {
      #expect(Formula(.signal(signal), sourceText: "").values(for: first) == [5, 6])
    }
    #expect(Formula(.signal(.metric), sourceText: "").values(for: first) == [0, 0])
  }

  static let calculations: [(Node, [Double])] = [
    (.binary(.add, .signal(.loss), .number(1)), [1.5, 1.25, 3]),
    (.binary(.subtract, .signal(.loss), .number(1)), [-0.5, -0.75, 1]),
    (.binary(.multiply, .signal(.loss), .signal(.initialLoss)), [1, 0.25, 8]),
    (.binary(.divide, .signal(.loss), .signal(.initialLoss)), [0.25, 0.25, 0.5]),
    (.binary(.power, .signal(.loss), .number(2)), [0.25, 0.0625, 4]),
    (.binary(.remainder, .number(-7), .number(3)), [2, 2, 2]),
    (.binary(.less, .signal(.loss), .number(0.5)), [0, 1, 0]),
    (.binary(.lessOrEqual, .signal(.loss), .number(0.5)), [1, 1, 0]),
    (.binary(.greater, .signal(.loss), .number(0.5)), [0, 0, 1]),
    (.binary(.greaterOrEqual, .signal(.loss), .number(0.5)), [1, 0, 1]),
    (.binary(.equal, .signal(.loss), .number(0.5)), [1, 0, 0]),
    (.binary(.notEqual, .signal(.loss), .number(0.5)), [0, 1, 1]),
    (.binary(.and, .signal(.loss), .number(0)), [0, 0, 0]),
    (.binary(.or, .signal(.loss), .number(0)), [1, 1, 1]),
    (.negate(.signal(.loss)), [-0.5, -0.25, -2]),
    (.not(.binary(.less, .signal(.loss), .number(0.5))), [1, 0, 1]),
    (
      .conditional(
        condition: .binary(.less, .signal(.loss), .number(1)), then: .number(7),
        otherwise: .signal(.loss)), [7, 7, 2]
    ),
    (.function(.sqrt, .signal(.initialLoss)), [1.4142135623730951, 1, 2]),
    (.function(.abs, .negate(.signal(.loss))), [0.5, 0.25, 2]),
    (.function(.round, .signal(.loss)), [0, 0, 2]),
    (.function(.log, .function(.exp, .number(2))), [2, 2, 2]),
    (.overTasks(.mean, .signal(.loss)), [2.75 / 3, 2.75 / 3, 2.75 / 3]),
    (.overTasks(.sum, .signal(.loss)), [2.75, 2.75, 2.75]),
    (.overTasks(.max, .signal(.loss)), [2, 2, 2]),
    (.overTasks(.min, .signal(.loss)), [0.25, 0.25, 0.25]),
    (.larger(.signal(.loss), .number(0.4)), [0.5, 0.4, 2]),
    (.smaller(.signal(.loss), .number(0.4)), [0.4, 0.25, 0.4]),
  ]

  @Test(arguments: calculations) func `operators and functions`(node: Node, wanted: [Double]) {
    expectClose(values(node), wanted, tolerance: 1e-14, scale: 1)
  }

  @Test func `softmax over the tasks`() {
    // exp(0.5), exp(0.25), exp(2) over their sum, by hand.
    let powers = [1.6487212707001282, 1.2840254166877414, 7.38905609893065]
    let sum = powers.reduce(0, +)
    expectClose(
      values(.overTasks(.softmax, .signal(.loss))), powers.map { $0 / sum }, tolerance: 1e-14)
    expectClose(
      values(.overTasks(.softmax, .binary(.multiply, .signal(.loss), .number(1e6)))), [0, 0, 1],
      tolerance: 1e-14)
  }

  private func weights(_ node: Node, normalizes: Bool = true) throws -> [Double] {
    var context = MethodContext(generator: Generator(seed: 1))
    var weighting = try FormulaWeighting(
      formula: Formula(node, sourceText: "f"), normalizes: normalizes)
    return try weighting.weights(for: step, in: &context).weights
  }

  @Test func `weights add up to the number of tasks unless they are not scaled`() throws {
    expectClose(try weights(.signal(.loss)), [6 / 11, 3 / 11, 24 / 11], tolerance: 1e-14)
    #expect(try weights(.signal(.loss), normalizes: false) == [0.5, 0.25, 2])
    // The sum of these would overflow.
    expectClose(
      try weights(.binary(.multiply, .number(1e308), .overTasks(.max, .number(1)))), [1, 1, 1],
      tolerance: 1e-14)
    #expect(try weights(.binary(.subtract, .signal(.loss), .signal(.loss))) == [0, 0, 0])
  }

  @Test func `a weight that is negative or not finite is an error with the signals`() {
    let falling = Node.binary(.subtract, .signal(.loss), .signal(.initialLoss))
    #expect(
      throws: WeightingError.invalidWeight(
        task: "digit", weight: -1.5,
        signals: ["loss": 0.5, "initial_loss": 2, "step": 21, "epoch": 3])
    ) { try weights(falling) }
    #expect(
      throws: WeightingError.invalidWeight(
        task: "parity", weight: .infinity, signals: ["loss": 0.25, "step": 21, "epoch": 3])
    ) {
      try weights(
        .binary(.divide, .number(1), .binary(.greater, .signal(.loss), .number(0.3))))
    }
  }

  @Test func `a constant that is no weight is an error at once`() {
    #expect(throws: WeightingError.self) {
      try FormulaWeighting(formula: Formula(.negate(.number(1)), sourceText: "-1"))
    }
    #expect(throws: WeightingError.self) {
      try FixedWeighting(
        Arguments([
          "weight": .record(
            Record([.init("digit", .object(Formula(.negate(.number(1)), sourceText: "-1")))]))
        ]))
    }
  }

  @Test func `a formula needs what it names`() throws {
    func needs(_ node: Node) throws -> SignalNeeds {
      try FormulaWeighting(formula: Formula(node, sourceText: "")).needs
    }
    #expect(try needs(.signal(.loss)) == .losses)
    #expect(try needs(.overTasks(.mean, .signal(.gradientNorm))) == .gradientNorms)
    #expect(
      try needs(.larger(.signal(.validationLoss), .signal(.bestLoss))) == [.validation, .losses])
    #expect(try needs(.binary(.divide, .number(1), .signal(.epoch))) == [])
  }
}
