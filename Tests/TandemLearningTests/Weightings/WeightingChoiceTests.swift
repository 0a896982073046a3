import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// What `weighting:` takes: sums of methods, fixed weights, and how both are written down.
@Suite struct WeightingChoiceTests {
  private func make(_ name: String, _ written: [WrittenArgument] = []) throws -> WeightingChoice {
    let entry = try #require(Weightings.all.first { $0.descriptor.name == name })
    guard case .object(let object) = try entry.make(try entry.descriptor.bind(written)) else {
      throw WeightingLaws.MissingChoice()
    }
    return try #require(object as? WeightingChoice)
  }

  @Test func `a loss weighting and a gradient method add up, in either order`() throws {
    let (left, right) = (try make("uncertainty"), try make("pcgrad"))
    for sum in [
      try WeightingChoice.combining(left, right), try WeightingChoice.combining(right, left),
    ] {
      #expect(sum.sourceText == "uncertainty() + pcgrad()")
      #expect(sum.needs == [.losses, .gramian])
      #expect(sum.kind == .weighting)
    }
  }

  @Test func `two of a kind do not add up`() throws {
    var named = try make("dwa")
    named.name = "balance"
    #expect(throws: WeightingError.bothWeighLosses("balance", "equal()")) {
      try WeightingChoice.combining(named, try make("equal"))
    }
    #expect(throws: WeightingError.bothCombineGradients("mgda()", "pcgrad(order: ascending)")) {
      try WeightingChoice.combining(
        try make("mgda"), try make("pcgrad", [.init(label: "order", .text("ascending"))]))
    }
  }

  @Test func `methods are written as they would be called`() throws {
    #expect(try make("dwa", [.init(.number(0.5))]).sourceText == "dwa(temperature: 0.5)")
    #expect(try make("dwa", [.init(.number(2))]).sourceText == "dwa()")
    let formula = Formula(
      .binary(.divide, .signal(.loss), .signal(.initialLoss)), sourceText: "loss / initial_loss")
    #expect(
      try make("formula", [.init(.object(formula)), .init(label: "normalize", .truth(false))])
        .sourceText == "formula(loss / initial_loss, normalize: false)")
    #expect(
      try make(
        "fixed", [.init(label: "digit", .number(2)), .init(label: "ink", .object(formula))]
      ).sourceText == "fixed(digit: 2, ink: loss / initial_loss)")
  }

  @Test func `fixed weights are not scaled, and 1 for a task that is not named`() throws {
    let ramp = Formula(
      .smaller(.number(1), .binary(.divide, .signal(.epoch), .number(10))),
      sourceText: "min(1, epoch / 10)")
    var weighting = try #require(
      try make(
        "fixed", [.init(label: "digit", .number(3)), .init(label: "ink", .object(ramp))]
      ).weighting)
    #expect(weighting.namedTasks == ["digit", "ink"])
    var context = MethodContext(generator: Generator(seed: 1))
    func weights(_ tasks: [String], epoch: Int) throws -> [Double] {
      let step = StepSignals(tasks: tasks, losses: tasks.map { _ in 1 }, epoch: epoch)
      return try weighting.weights(for: step, in: &context).weights
    }
    #expect(try weights(["digit", "parity", "ink"], epoch: 2) == [3, 1, 0.2])
    #expect(try weights(["ink", "digit"], epoch: 30) == [1, 3])
  }

  @Test func `a negative fixed weight is refused by the call itself`() throws {
    #expect(throws: ArgumentError.self) {
      try make("fixed", [.init(label: "digit", .number(-1))])
    }
  }

  @Test func `uncertainty takes its factor from the kind of task, as in the paper`() throws {
    var weighting = try #require(
      try make("uncertainty", [.init(label: "initial", .number(1))]).weighting)
    #expect(weighting.initialParameters(taskCount: 2) == [1, 1])
    var step = StepSignals(tasks: ["class", "number"], losses: [2, 2])
    step.forms = [.classes, .numbers]
    step.learned = [1, 1]
    var context = MethodContext(generator: Generator(seed: 1))
    let result = try weighting.weights(for: step, in: &context)
    let e = 0.36787944117144233  // e^−1
    expectClose(result.weights, [e, e / 2], tolerance: 1e-14)
    expectClose(result.parameterGradient, [0.5 - 2 * e, 0.5 - e], tolerance: 1e-13)
  }

  /// `∂/∂s (a e^−s L + ½ s)` by central differences.
  @Test func `uncertainty's gradient is that of its objective`() throws {
    var weighting = try #require(try make("uncertainty").weighting)
    var context = MethodContext(generator: Generator(seed: 1))
    for (s, form, a) in [(0.3, Predictions.Form.labels, 1.0), (-2, .numbers, 0.5)] {
      let loss = 1.7
      var step = StepSignals(tasks: ["t"], losses: [loss])
      (step.forms, step.learned) = ([form], [s])
      let got = try weighting.weights(for: step, in: &context).parameterGradient
      let h = 1e-5
      func objective(_ s: Double) -> Double { a * exponential(-s) * loss + s / 2 }
      expectClose(got, [(objective(s + h) - objective(s - h)) / (2 * h)], tolerance: 1e-8)
    }
  }
}
