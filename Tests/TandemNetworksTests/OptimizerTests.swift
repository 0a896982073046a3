import TandemCatalog
import TandemNetworks
import Testing

@Suite struct OptimizerTests {
  private func descend(_ optimizer: any Optimizer, steps: Int, from start: [Float]) -> (
    [Float], OptimizerState
  ) {
    var parameters = start
    var state = OptimizerState(slotCount: optimizer.slotCount, parameterCount: start.count)
    for _ in 0..<steps {
      let gradients = parameters.map { 2 * ($0 - 3) }
      parameters.withUnsafeMutableBufferPointer { parameters in
        gradients.withUnsafeBufferPointer {
          optimizer.update(parameters, gradients: $0, state: &state, rate: optimizer.rate)
        }
      }
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
        parameters.withUnsafeMutableBufferPointer { parameters in
          [Float(step == 0 ? 1e-3 : 0)].withUnsafeBufferPointer {
            optimizer.update(parameters, gradients: $0, state: &state, rate: optimizer.rate)
          }
        }
      }
      #expect(state.slots[0] == [0])
      let after = parameters
      parameters.withUnsafeMutableBufferPointer { parameters in
        [Float(0)].withUnsafeBufferPointer {
          optimizer.update(parameters, gradients: $0, state: &state, rate: optimizer.rate)
        }
      }
      #expect(parameters == after)
    }
  }

  @Test("an optimizer's text makes it again")
  func text() throws {
    #expect(try Methods.optimizer("adam").sourceText == "adam()")
    let sgd = try Methods.optimizer("sgd", ["rate": .number(0.1), "nesterov": .truth(true)])
    #expect(sgd.sourceText == "sgd(0.1, nesterov: true)")
    #expect(sgd.slotCount == 0)
  }
}
