import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

/// A trunk for three tasks, a branch for the first two, and a penalty on what the trunk gives.
private struct Branched: Architecture {
  static let descriptor = MethodDescriptor(
    "branched", gives: .architecture, "a trunk, and a branch for two of three tasks",
    [.number("penalty", default: 0, "how much the penalty counts")])
  let arguments: Arguments
  var origin: ValueOrigin?

  init(_ arguments: Arguments) { self.arguments = arguments }

  var outline: [OutlinePart] { [] }

  func bind(to tasks: [TaskPort], using generator: inout Generator) throws -> any Network {
    func part(_ name: String, _ tasks: [Int], _ shape: Shape, _ texts: String...) throws
      -> NetworkPart
    {
      var layers: [any LayerMethod] = []
      for text in texts {
        guard case .object(let object) = try TrainingCases.layers(text),
          let template = object as? LayerTemplate
        else { continue }
        layers += template.layers
      }
      return NetworkPart(
        name: name, tasks: tasks,
        layers: try LayerTemplate(layers).bind(to: shape, using: &generator))
    }
    // Heads first: the trainer must not count on any order.
    let heads = try tasks.indices.map {
      try part("heads.\(tasks[$0].name)", [$0], [5], "dense \(tasks[$0].outputSize)")
    }
    let branch = try part("branch", [0, 1], [5], "dense 5", "tanh")
    let trunk = try part("trunk", [0, 1, 2], tasks[0].inputShape, "dense 5", "tanh")
    return BranchedNetwork(parts: heads + [branch, trunk], penalty: arguments["penalty"])
  }
}

private final class BranchedNetwork: Network {
  let parts: [NetworkPart]
  let penalty: Double
  let floatingPointOperations = 0

  init(parts: [NetworkPart], penalty: Double) {
    self.parts = parts
    self.penalty = penalty
  }

  func outputs(for tasks: [Int], of input: Tensor, in context: inout ForwardContext) throws
    -> NetworkOutputs
  {
    let trunk = try parts[4].layers(input, in: &context)
    let branch = try parts[3].layers(trunk, in: &context)
    let outputs = try tasks.map {
      try parts[$0].layers($0 < 2 ? branch : trunk, in: &context)
    }
    return NetworkOutputs(
      outputs: outputs,
      penalty: penalty == 0 ? nil : trunk.square().mean() * Float(penalty))
  }
}

/// Follows the last task's gradient in the shared part.
private struct OnlyLast: GradientMethod {
  static let descriptor = MethodDescriptor(
    "only_last", gives: .weighting, needs: [.gramian, .jacobian], "the last task's gradient")
  let arguments: Arguments
  var origin: ValueOrigin?

  init(_ arguments: Arguments) { self.arguments = arguments }

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    .vector(Array(gradients.jacobian.suffix(gradients.jacobian.count / gradients.taskCount)))
  }
}

@Suite struct TrainingNetworkTests {
  private func run(_ weighting: String, penalty: Double, epochs: Int = 2) throws -> Run {
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
    return try TrainingCases.train(
      TrainingCases.settings(
        architecture: Branched(Arguments(["penalty": .number(penalty)])),
        weighting: TrainingCases.weighting(weighting), epochs: epochs, optimizer: sgd))
  }

  @Test("parts are put in order: those of several tasks first, each with its users")
  func order() throws {
    let model = try run("equal", penalty: 0).model
    #expect(model.parts.map(\.name) == ["branch", "trunk", "heads.kind", "heads.up", "heads.down"])
    #expect(model.parts.map(\.tasks.count) == [2, 3, 1, 1, 1])
    #expect(model.parts[1].parameters.map(\.name) == ["trunk[0].weight", "trunk[0].bias"])
    #expect(model.parts[1].parameters[0].shape == [5, 4])
  }

  @Test("a task has no gradient in a part that it does not use")
  func branch() throws {
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
    let choice = WeightingChoice(gradientMethod: OnlyLast(Arguments()))
    let states = try [0, 1].map { epochs in
      try TrainingCases.train(
        TrainingCases.settings(
          architecture: Branched(Arguments(["penalty": .number(0)])), weighting: choice,
          epochs: epochs, optimizer: sgd)
      ).state.parameters
    }
    // The branch has 5 · 5 + 5 numbers, the trunk after it 5 · 4 + 5.
    #expect(states[0][0..<30] == states[1][0..<30])
    #expect(zip(states[0][30..<55], states[1][30..<55]).allSatisfy { $0 != $1 })
    #expect(states[0][55...] != states[1][55...])
  }

  @Test("a penalty is added whatever the weighting, and found by both ways of a step")
  func penalty() throws {
    let plain = try run("equal", penalty: 0)
    let summed = try run("equal", penalty: 0.5)
    #expect(plain.state.parameters != summed.state.parameters)
    // A formula that looks at the gradients' norms, and gives every task a weight of one.
    let one = Formula(
      .binary(.add, .binary(.multiply, .signal(.gradientNorm), .number(0)), .number(1)),
      sourceText: "gradient_norm * 0 + 1")
    let formula = try FormulaWeighting(formula: one)
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
    let separate = try TrainingCases.train(
      TrainingCases.settings(
        architecture: Branched(Arguments(["penalty": .number(0.5)])),
        weighting: WeightingChoice(weighting: formula), epochs: 2, optimizer: sgd))
    let differences = zip(summed.state.parameters, separate.state.parameters).map { abs($0 - $1) }
    #expect(differences.max() ?? 1 < 1e-5)
  }
}
