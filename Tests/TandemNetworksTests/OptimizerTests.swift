import TandemCatalog
import TandemNetworks
import TandemTensors
import Testing

@Suite struct OptimizerTests {
  @Test(
    "every optimizer finds the bottom of a bowl", arguments: Optimizers.all.map(\.descriptor.name))
  func bowl(name: String) throws {
    let optimizer = try Methods.optimizer(
      name,
      ["rate": .number(name == "adagrad" ? 2 : 0.2), "weight_decay": .number(0)])
    var parameters: [Float] = [-5, 0, 10]
    var state = OptimizerState(slotCount: optimizer.slotCount, parameterCount: 3)
    for step in 0..<500 {
      // Steps of one size need a rate that falls to come to rest.
      let rate = optimizer.rate * (1 - Double(step) / 500)
      Methods.step(optimizer, &parameters, parameters.map { 2 * ($0 - 3) }, &state, rate: rate)
    }
    #expect(parameters.allSatisfy { abs($0 - 3) < 0.05 }, "\(parameters)")
    #expect(optimizer.kind == .optimizer)
  }

  @Test("a parameter without gradient stays, and its memory does not become subnormal")
  func noGradient() throws {
    for optimizer in [
      try Methods.optimizer("adam"),
      try Methods.optimizer("sgd", ["rate": .number(0.1), "momentum": .number(0.9)]),
      try Methods.optimizer("rmsprop", ["alpha": .number(0.5), "momentum": .number(0.5)]),
      try Methods.optimizer("lion", ["beta2": .number(0.9)]),
    ] {
      var parameters: [Float] = [1]
      var state = OptimizerState(slotCount: optimizer.slotCount, parameterCount: 1)
      for step in 0..<3000 {
        Methods.step(optimizer, &parameters, [step == 0 ? 1e-3 : 0], &state)
      }
      #expect(state.slots[0] == [0])
      let after = parameters
      Methods.step(optimizer, &parameters, [0], &state)
      #expect(parameters == after)
    }
  }

  private static let many: [(String, [String: Value])] = [
    ("sgd", ["rate": .number(0.1)]),
    ("sgd", ["rate": .number(0.1), "momentum": .number(0.9), "weight_decay": .number(0.1)]),
    ("adam", [:]), ("adamw", ["amsgrad": .truth(true)]), ("adagrad", ["rate": .number(0.1)]),
    ("rmsprop", ["centered": .truth(true), "momentum": .number(0.5)]),
    ("lamb", [:]), ("lion", ["weight_decay": .number(0.1)]),
  ]

  @Test(
    "a segment's factor multiplies its rate, and a frozen one is not touched",
    arguments: many.indices)
  func segments(index: Int) throws {
    let optimizer = try Methods.optimizer(Self.many[index].0, Self.many[index].1)
    var generator = Generator(seed: 6)
    func numbers() -> [Float] { (0..<10).map { _ in generator.nextUniform() - 0.5 } }
    let start = numbers()
    let gradients = (0..<4).map { _ in numbers() }
    func run(_ rateFactor: Double, _ segments: ParameterSegments) -> ([Float], OptimizerState) {
      var parameters = start
      var state = OptimizerState(slotCount: optimizer.slotCount, parameterCount: 10)
      for gradient in gradients {
        Methods.step(
          optimizer, &parameters, gradient, &state, rate: optimizer.rate * rateFactor,
          segments: segments)
      }
      return (parameters, state)
    }
    let counts = [2, 3, 4, 1]
    let (mixed, state) = run(1, ParameterSegments(counts: counts, factors: [1, 0, 0.25, 0.25]))
    let (whole, _) = run(1, ParameterSegments(counts: counts))
    let (slow, _) = run(0.25, ParameterSegments(counts: counts))
    #expect(Array(mixed[..<2]) == Array(whole[..<2]))
    #expect(Array(mixed[2..<5]) == Array(start[2..<5]))
    #expect(Array(mixed[5...]) == Array(slow[5...]))
    #expect(
      state.slots.allSatisfy { $0[2..<5].allSatisfy { $0 == 0 } && $0[..<2].contains { $0 != 0 } })
  }

  @Test("neighboring tensors of one rate are stepped together")
  func stretches() {
    let segments = ParameterSegments(counts: [2, 0, 3, 1, 4], factors: [1, 2, 1, 0, 1])
    #expect(segments.count == 10 && segments.tensors.count == 5)
    #expect(segments.stretches.map(\.range) == [0..<5, 6..<10])
    #expect(ParameterSegments(counts: []).count == 0)
  }

  @Test("an optimizer's text makes it again")
  func text() throws {
    #expect(try Methods.optimizer("adam").sourceText == "adam()")
    let sgd = try Methods.optimizer(
      "sgd", ["rate": .number(0.1), "momentum": .number(0.9), "nesterov": .truth(true)])
    #expect(sgd.sourceText == "sgd(0.1, momentum: 0.9, nesterov: true)")
    #expect(throws: OptimizerError.nesterovWithoutMomentum) {
      try Methods.optimizer("sgd", ["rate": .number(0.1), "nesterov": .truth(true)])
    }
    #expect(sgd.slotCount == 1)
    #expect(try Methods.optimizer("sgd", ["rate": .number(0.1)]).slotCount == 0)
  }
}
