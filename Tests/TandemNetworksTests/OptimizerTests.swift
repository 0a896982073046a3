import TandemCatalog
import TandemNetworks
import TandemTensors
import Testing

@Suite struct OptimizerTests {
  private func descend(_ optimizer: any Optimizer, steps: Int, from start: [Float]) -> (
    [Float], OptimizerState
  ) {
    var parameters = start
    var state = OptimizerState(slotCount: optimizer.slotCount, parameterCount: start.count)
    for _ in 0..<steps {
      let gradients = parameters.map { 2 * ($0 - 3) }
      Methods.step(optimizer, &parameters, gradients, &state)
    }
    return (parameters, state)
  }

  @Test(
    "every optimizer finds the bottom of a bowl", arguments: Optimizers.all.map(\.descriptor.name))
  func bowl(name: String) throws {
    var arguments: [String: Value] = ["rate": .number(0.1)]
    let descriptor = try #require(Optimizers.all.first { $0.descriptor.name == name }).descriptor
    if descriptor.arguments.contains(where: { $0.name == "weight_decay" }) {
      arguments["weight_decay"] = .number(0)
    }
    let optimizer = try Methods.optimizer(name, arguments)
    let (end, _) = descend(optimizer, steps: 500, from: [-5, 0, 10])
    #expect(end.allSatisfy { abs($0 - 3) < 0.05 }, "\(end)")
    #expect(optimizer.kind == .optimizer)
  }

  @Test("a parameter without gradient stays, and its memory does not become subnormal")
  func noGradient() throws {
    for optimizer in [
      try Methods.optimizer("adam"),
      try Methods.optimizer("sgd", ["rate": .number(0.1), "momentum": .number(0.9)]),
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
    ("adam", [:]), ("adamw", [:]),
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
    let sgd = try Methods.optimizer("sgd", ["rate": .number(0.1), "nesterov": .truth(true)])
    #expect(sgd.sourceText == "sgd(0.1, nesterov: true)")
    #expect(sgd.slotCount == 0)
  }
}
