import TandemCatalog
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// Rates by part, frozen parts, and clipping by value.
@Suite struct TrainingOptionTests {
  private static func sgd(_ rate: Double, momentum: Double = 0) throws -> any Optimizer {
    try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(rate)), ("momentum", .number(momentum))],
      as: (any Optimizer).self)
  }

  private static func experts() throws -> any Architecture {
    try TrainingCases.make(
      Architectures.all, "mmoe",
      [("experts", .number(2)), ("expert", TrainingCases.layers("dense 8", "tanh"))],
      as: (any Architecture).self)
  }

  /// The numbers of each part of a run, by the part's name.
  private func parts(of run: Run) -> [String: [Float]] {
    var numbers: [String: [Float]] = [:]
    var start = 0
    for part in run.model.parts {
      numbers[part.name] = Array(run.state.parameters[start..<start + part.parameterCount])
      start += part.parameterCount
    }
    return numbers
  }

  /// A run of a few steps, and what it started from.
  private func train(
    _ settings: TrainingSettings, _ change: (inout TrainingSettings) -> Void
  ) throws -> (before: [String: [Float]], after: [String: [Float]], run: Run) {
    var settings = settings
    change(&settings)
    let run = try TrainingCases.train(settings)
    let flag = InterruptFlag()
    flag.raise()
    let start = try Trainer.train(settings, interrupt: flag)
    return (parts(of: start), parts(of: run), run)
  }

  @Test(
    "frozen parts stay, the others learn", arguments: ["equal", "pcgrad", "uncertainty + mgda"])
  func freezes(weighting: String) throws {
    let settings = try TrainingCases.settings(
      architecture: Self.experts(), weighting: TrainingResumeTests.weighting(weighting), epochs: 2)
    let names = ["experts[1]", "heads.up", "gates"]
    let (before, after, run) = try train(settings) { $0.rates.frozen = names }
    let isFrozen = { (part: String) in part.hasPrefix("gates") || names.contains(part) }
    #expect(before.keys.count { isFrozen($0) } == 5)
    for (part, numbers) in after {
      #expect((numbers == before[part]) == isFrozen(part), "\(part)")
    }
    for slot in run.state.optimizer.slots {
      let trained = run.model.parts.filter { !isFrozen($0.name) }.reduce(0) {
        $0 + $1.parameterCount
      }
      #expect(slot[trained..<run.model.parameterCount].allSatisfy { $0 == 0 })
    }
  }

  @Test("gradient methods do not see frozen parts")
  func unseen() throws {
    // One step an epoch; all runs start alike, so that squares of norms add up.
    let settings = try TrainingCases.settings(
      architecture: Self.experts(), weighting: TrainingCases.weighting("pcgrad"), epochs: 1,
      batch: 84)
    func norms(_ frozen: [String]) throws -> [Double] {
      try train(settings) { $0.rates.frozen = frozen }.run.history.gradientNorms.map { $0[0] }
    }
    let (all, first, second) = try (norms([]), norms(["experts[1]"]), norms(["experts[0]"]))
    for task in all.indices {
      let sum = first[task] * first[task] + second[task] * second[task]
      #expect(abs(sum - all[task] * all[task]) < 1e-4 * sum && first[task] > 0)
    }
    // Nothing is left to look at.
    let none = try train(settings) { $0.rates.frozen = ["experts"] }.run
    #expect(none.conflictCurves.series.allSatisfy { $0.values.isEmpty })
  }

  @Test("a factor multiplies a part's rate", arguments: ["equal", "mgda"])
  func rates(weighting: String) throws {
    let settings = try TrainingCases.settings(
      weighting: TrainingCases.weighting(weighting), epochs: 1, batch: 84,
      optimizer: Self.sgd(0.25))
    let (before, plain, _) = try train(settings) { _ in }
    let (_, changed, _) = try train(settings) {
      $0.rates.factors = [.init("encoder", 0.5), .init("heads", 2), .init("else", 9)]
    }
    for (part, start) in before {
      let factor: Float = part == "encoder" ? 0.5 : 2
      let whole = zip(try #require(plain[part]), start).map { $0 - $1 }
      let found = zip(try #require(changed[part]), start).map { $0 - $1 }
      #expect(zip(found, whole).allSatisfy { abs($0 - factor * $1) < 1e-5 }, "\(part)")
      #expect(whole.contains { abs($0) > 1e-3 })
    }
    let (_, still, _) = try train(settings) { $0.rates.factors = [.init("encoder", 0)] }
    #expect(still["encoder"] == before["encoder"] && still["heads.up"] != before["heads.up"])
  }

  @Test("the longest name that covers a part counts")
  func names() {
    let rates = PartRates(
      factors: [.init("heads", 2), .init("heads.ink", 3), .init("else", 0.5)], frozen: ["gate"])
    #expect(rates.factor(of: "heads.ink") == 3 && rates.factor(of: "heads.digit") == 2)
    #expect(rates.factor(of: "gates.ink") == 0.5 && rates.factor(of: "gate[1]") == 0)
    #expect(rates.unknownNames(among: ["heads.ink"]).map(\.name) == ["gate"])
    #expect(PartRates().factor(of: "encoder") == 1)
  }

  @Test("clipping by value bounds each number of the gradient, before clipping by norm")
  func clips() throws {
    let settings = try TrainingCases.settings(epochs: 1, batch: 84, optimizer: Self.sgd(1))
    let (before, plain, _) = try train(settings) { _ in }
    func largest(_ parts: [String: [Float]]) -> Float {
      parts.flatMap { part, numbers in zip(numbers, before[part] ?? []).map { abs($0 - $1) } }
        .max() ?? 0
    }
    #expect(largest(plain) > 0.02)
    let (_, clipped, _) = try train(settings) { $0.clipValue = 0.01 }
    #expect(abs(largest(clipped) - 0.01) < 1e-5)
    let (_, same, _) = try train(settings) { $0.clipValue = 1e6 }
    #expect(same == plain)
    let (_, both, _) = try train(settings) {
      $0.clipValue = 0.01
      $0.clip = 0.001
    }
    let square = both.reduce(0.0) { sum, part in
      zip(part.value, before[part.key] ?? []).reduce(sum) {
        $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
      }
    }
    #expect(abs(square.squareRoot() - 0.001) < 1e-5)
  }

  @Test("parts that are not there, or nothing that is trained, are found before the first step")
  func errors() throws {
    var settings = try TrainingCases.settings()
    let parts = ["encoder", "heads.kind", "heads.up", "heads.down"]
    settings.rates.frozen = ["encodr"]
    #expect(throws: TrainingError.unknownPart("encodr", argument: "freeze", parts: parts)) {
      try TrainingCases.train(settings)
    }
    settings.rates = PartRates(factors: [.init("head", 2)])
    #expect(throws: TrainingError.unknownPart("head", argument: "rates", parts: parts)) {
      try TrainingCases.train(settings)
    }
    settings.rates = PartRates(frozen: ["encoder", "heads"])
    #expect(throws: TrainingError.nothingToTrain(argument: "freeze")) {
      try TrainingCases.train(settings)
    }
  }

  @Test("in a comparison a part has to be in one of the architectures, alone it may be missing")
  func comparison() throws {
    var settings = try TrainingCases.settings(epochs: 1)
    settings.rates.frozen = ["encoder", "experts[0]", "heads.up"]
    func compare(_ settings: TrainingSettings) throws -> Comparison {
      try Comparison.run(
        ComparisonRequest(
          settings: settings,
          architectures: [.init("hard", TrainingCases.hard()), .init("mmoe", Self.experts())],
          weightings: [.init("equal", WeightingChoice())], seeds: [1]),
        interrupt: InterruptFlag())
    }
    let comparison = try compare(settings)
    #expect(comparison.rows.count == 2 && comparison.baselines.count == 3)
    settings.rates.frozen.append("encodr")
    #expect(throws: TrainingError.self) { try compare(settings) }
  }

  @Test("an interrupted run with all of it goes on bit for bit")
  func resumes() throws {
    var settings = try TrainingCases.settings(
      architecture: Self.experts(),
      weighting: TrainingResumeTests.weighting("uncertainty + pcgrad"),
      optimizer: Self.sgd(0.1, momentum: 0.9))
    settings.rates = PartRates(factors: [.init("heads", 0.5)], frozen: ["experts[0]"])
    settings.clipValue = 0.05
    settings.clip = 0.5
    let whole = try TrainingCases.train(settings)
    let flag = InterruptFlag()
    let half = try Trainer.train(settings, interrupt: flag, observer: StopAfter(8, flag))
    let resumed = try Trainer.resume(half, interrupt: InterruptFlag())
    #expect(resumed.state.comparable == whole.state.comparable)
  }
}
