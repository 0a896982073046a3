import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Methods that balance sizes and signs, that average others' weights, and steps without some tasks.
@Suite struct BalancingMethodTests {
  private func context() -> MethodContext { MethodContext(generator: Generator(seed: 1)) }

  @Test func `metabalance averages lengths by tensor, and leaves the target's gradient`() throws {
    let ranges = [0..<2, 2..<3]
    let steps = [[[3.0, 4, 1], [0, 10, -8]], [[6, 8, 0], [5, 0, -2]]]
    // Averages 2.5, 5 and 0.5, 4 at first, then 6.25, 5 and 0.25, 3.
    let factors = [[0.5, 1 / 8.0], [1.25, 1 / 12.0]]
    var method = try makeGradientMethod(
      "metabalance", [("relax", .number(0.6)), ("beta", .number(0.5))])
    for (rows, factors) in zip(steps, factors) {
      var gradients = TaskGradients(rows: rows)
      gradients.segments = ranges
      var context = context()
      let direction = try method.combine(gradients, in: &context).direction(of: rows)
      let wanted = (0..<3).map { column in
        let factor = 0.6 * factors[column < 2 ? 0 : 1] + 0.4
        return rows[0][column] + factor * rows[1][column]
      }
      expectClose(direction, wanted, tolerance: 1e-14)
    }
  }

  @Test func `metabalance changes only longer or only shorter gradients if asked`() throws {
    let rows = [[2.0, 0], [0, 8], [1, 0]]
    func direction(_ change: String) throws -> [Double] {
      var method = try makeGradientMethod(
        "metabalance", [("relax", .number(1)), ("change", .text(change))])
      var context = context()
      return try method.combine(TaskGradients(rows: rows), in: &context).direction(of: rows)
    }
    expectClose(try direction("both"), [4, 2], tolerance: 1e-14)
    expectClose(try direction("shrink"), [3, 2], tolerance: 1e-14)
    expectClose(try direction("enlarge"), [4, 8], tolerance: 1e-14)
  }

  @Test func `metabalance remembers the size of an absent target`() throws {
    var method = try makeGradientMethod(
      "metabalance", [("target", .text("t1")), ("relax", .number(1)), ("beta", .number(0))])
    #expect(method.namedTasks == ["t1"])
    var context = context()
    _ = try method.combine(TaskGradients(rows: [[9.0], [2], [1]]), in: &context)
    let rows = [[5.0], [7]]
    let signals = StepSignals(
      tasks: ["t0", "t2"], indices: [0, 2], runTaskCount: 3, losses: [1, 1])
    let answer = try method.combine(TaskGradients(rows: rows, signals: signals), in: &context)
    expectClose(answer.direction(of: rows), [4], tolerance: 1e-14)
  }

  @Test(arguments: [("mean", 2.0), ("min", 1), ("max", 3), ("first", 3)])
  func `norm_balance gives all gradients one length`(word: String, length: Double) throws {
    let rows = [[3.0, 0, 0], [0, 1, 0], [0, 0, -2], [0, 0, 0]]
    var method = try makeGradientMethod("norm_balance", [("to", .text(word))])
    var context = context()
    let answer = try method.combine(TaskGradients(rows: rows), in: &context)
    expectClose(answer.direction(of: rows), [length, length, -length], tolerance: 1e-14)
    #expect(answer.weights[3] == 0)
    #expect(
      context.notes == [MethodNote(finding: .zeroGradient(task: "t3"), response: .leftOut)])
  }

  @Test func `norm_balance keeps what the vote or the agreement keeps`() throws {
    // All of length 1 already; signs by column: + + −, + − −, + + +, + − 0.
    let half = 0.5
    let rows = [[half, half, half, half], [half, -half, half, -half], [-0.7, -0.1, 0.7, 0.1]]
    func direction(_ signs: String, _ threshold: Double) throws -> [Double] {
      var method = try makeGradientMethod(
        "norm_balance", [("signs", .text(signs)), ("threshold", .number(threshold))])
      var context = context()
      return try method.combine(TaskGradients(rows: rows), in: &context).direction(of: rows)
    }
    expectClose(try direction("vote", 1), [1, -0.6, 1.7, 0.6], tolerance: 1e-14)
    expectClose(try direction("agreement", 1), [0, 0, 1.7, 0], tolerance: 1e-14)
    expectClose(try direction("agreement", 0.3), [0.3, -0.1, 1.7, 0.1], tolerance: 1e-14)
  }

  @Test func `db_mtl's own parts follow the logarithms, and units do not matter`() throws {
    let rows = [[1.0, 2], [-3, 1]]
    func answer(_ unit: Double) throws -> Combination {
      var method = try makeGradientMethod(
        "db_mtl", [("beta", .number(0)), ("epsilon", .number(0))])
      var context = context()
      let signals = StepSignals(tasks: ["a", "b"], losses: [0.5, 3 * unit])
      let scaled = [rows[0], rows[1].map { $0 * unit }]
      return try method.combine(TaskGradients(rows: scaled, signals: signals), in: &context)
    }
    let plain = try answer(1)
    #expect(plain.ownFactors == [2, 1 / 3.0])
    expectClose(
      try answer(1e4).direction(of: [rows[0], rows[1].map { $0 * 1e4 }]),
      plain.direction(of: rows), tolerance: 1e-12)
  }

  @Test func `db_mtl leaves out a loss that has no logarithm, and says so`() throws {
    var method = try makeGradientMethod("db_mtl")
    var context = context()
    let signals = StepSignals(tasks: ["a", "b"], losses: [-0.5, 2])
    let rows = [[1.0, 2], [-3, 1]]
    let answer = try method.combine(TaskGradients(rows: rows, signals: signals), in: &context)
    #expect(context.notes == [MethodNote(finding: .nonpositiveLoss(task: "a"), response: .leftOut)])
    #expect(answer.ownFactors?[0] == 1)
    #expect(cosine(answer.direction(of: rows), rows[1]) > 1 - 1e-12)
  }

  @Test func `cr_mogm averages from the first weights on`() throws {
    // mgda's weights are 0.8 and 0.2, then 0.5 each.
    let steps = [[[1.0, 0], [0, 2]], [[1, 0], [0, 1]], [[1, 0], [0, 1]]]
    var method = try makeGradientMethod("cr_mogm", [("alpha", .number(0.75))])
    var context = context()
    for (rows, first) in zip(steps, [0.8, 0.725, 0.66875]) {
      let got = try method.combine(TaskGradients(rows: rows), in: &context).weights
      expectClose(got, [first, 1 - first], tolerance: 1e-14)
    }
  }

  @Test func `cr_mogm keeps its method's memory with its own`() throws {
    let inner = try WeightingChoiceTests.choice("gradvac", [("beta", .number(0.5))])
    func make() throws -> any GradientMethod {
      try makeGradientMethod("cr_mogm", [("method", .object(inner))])
    }
    var method = try make()
    var context = context()
    for rows in Jacobians.random(taskCount: 3, seed: 6) {
      _ = try method.combine(TaskGradients(rows: rows), in: &context)
    }
    var again = try make()
    again.memory = method.memory
    #expect(again.memory == method.memory && method.memory.vectors.count == 3)
    let rows = Jacobians.random(taskCount: 3, seed: 7)[1]
    var other = context
    #expect(
      try method.combine(TaskGradients(rows: rows), in: &context)
        == again.combine(TaskGradients(rows: rows), in: &other))
  }

  @Test func `cr_mogm averages the weights of losses too, and leaves a sum's weighting`() throws {
    let dwa = try WeightingChoiceTests.choice("dwa")
    let averaged = try WeightingChoiceTests.choice("cr_mogm", [("method", .object(dwa))])
    var weighting = try #require(averaged.weighting)
    var plain = try #require(dwa.weighting)
    var context = context()
    var step = StepSignals(tasks: ["a", "b"], losses: [1, 1])
    #expect(try weighting.weights(for: step, in: &context).weights == [1, 1])
    step.epochLosses = [[1, 1], [1, 0.2]]
    let fresh = try plain.weights(for: step, in: &context).weights
    let got = try weighting.weights(for: step, in: &context).weights
    #expect(fresh[0] > 1.1)
    expectClose(got, fresh.map { 0.9 + 0.1 * $0 }, tolerance: 1e-14)
    #expect(averaged.sourceText == "cr_mogm(method: dwa())")

    let sum = try WeightingChoice.combining(dwa, WeightingChoiceTests.choice("pcgrad"))
    let both = try WeightingChoiceTests.choice("cr_mogm", [("method", .object(sum))])
    #expect(both.sourceText == "dwa() + cr_mogm(method: pcgrad())")
  }

  @Test func `cr_mogm refuses a method without weights`() throws {
    for name in ["graddrop", "db_mtl", "forum"] {
      let inner = try WeightingChoiceTests.choice(name)
      #expect(throws: WeightingError.givesNoWeights("\(name)()")) {
        try makeGradientMethod("cr_mogm", [("method", .object(inner))])
      }
    }
  }

  @Test(
    "a step without a task leaves what is remembered of it",
    arguments: [
      "gradvac", "db_mtl", "moco", "modo", "sdmgrad", "moml", "auto_lambda", "forum",
      "metabalance", "cr_mogm",
    ])
  func absent(name: String) throws {
    var method = try makeGradientMethod(name)
    let rows = [[1.0, 2, 0.5], [-0.5, 1, 1], [2, -1, 0.3]]
    var context = MethodContext(generator: Generator(seed: 1), probe: FixedProbe(rows: rows))
    for _ in 0..<3 { _ = try method.combine(TaskGradients(rows: rows), in: &context) }
    let before = method.memory.vectors
    let some = [rows[0], rows[2]]
    let signals = StepSignals(
      tasks: ["t0", "t2"], indices: [0, 2], runTaskCount: 3, losses: [1, 1])
    context = MethodContext(generator: Generator(seed: 1), probe: FixedProbe(rows: some))
    let answer = try method.combine(TaskGradients(rows: some, signals: signals), in: &context)
    #expect(answer.direction(of: some).count == 3)
    for (vector, numbers) in method.memory.vectors where numbers.count % 3 == 0 && numbers.count > 1
    {
      // By task: a number, or a row; the similarities of a pair have a row and a column.
      let width = numbers.count / 3
      let old = try #require(before[vector])
      #expect(Array(numbers[width..<2 * width]) == Array(old[width..<2 * width]), "\(vector)")
    }
  }

  @Test(
    "a memory of another size, or a damaged one, counts as none",
    arguments: [
      "gradvac", "db_mtl", "moco", "modo", "sdmgrad", "moml", "auto_lambda", "forum",
      "metabalance", "cr_mogm",
    ])
  func damaged(name: String) throws {
    let rows = [[1.0, 2, 0.5], [-0.5, 1, 1], [2, -1, 0.3]]
    func answer(_ method: inout any GradientMethod) throws -> Combination {
      var context = MethodContext(generator: Generator(seed: 1), probe: FixedProbe(rows: rows))
      return try method.combine(TaskGradients(rows: rows), in: &context)
    }
    var method = try makeGradientMethod(name)
    let fresh = try answer(&method)
    for _ in 0..<3 { _ = try answer(&method) }
    for change in [{ $0.dropLast() }, { $0 + $0 }, { _ in [] }] as [([Double]) -> [Double]] {
      var other = try makeGradientMethod(name)
      other.memory = MethodMemory(method.memory.vectors.mapValues(change))
      #expect(try answer(&other) == fresh)
    }
  }
}

extension WeightingChoiceTests {
  /// A choice of the registry, with arguments by name.
  static func choice(_ name: String, _ arguments: [(String, Value)] = []) throws
    -> WeightingChoice
  {
    let entry = try #require(Weightings.all.first { $0.descriptor.name == name })
    let written = arguments.map { WrittenArgument(label: $0.0, $0.1) }
    guard case .object(let object) = try entry.make(try entry.descriptor.bind(written)) else {
      throw WeightingLaws.MissingChoice()
    }
    return try #require(object as? WeightingChoice)
  }
}
