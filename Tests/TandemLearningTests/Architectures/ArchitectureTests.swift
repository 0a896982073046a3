import TandemCatalog
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// Architectures: values and gradients against the reference, parts, sharing, and what does not fit.
@Suite struct ArchitectureTests {
  private struct Reference: Decodable {
    var architectures: [String: Item]

    struct Item: Decodable {
      var tasks: [String]
      var input: [[Float]]
      var parameters: [String: Numbers]
      var outputs: [String: [[Double]]]
      var loss: Double
      var gradients: [String: [Double]]
    }

    struct Numbers: Decodable {
      var value: [Float]
    }
  }

  private static let encoder = LayerTemplate([
    DenseMethod.output(3), TanhMethod(Arguments()), DenseMethod.output(3), TanhMethod(Arguments()),
  ])
  private static let ports = [
    TaskPort(name: "a", inputShape: [4], outputSize: 2),
    TaskPort(name: "b", inputShape: [4], outputSize: 1),
  ]

  /// The reference's name of a parameter of ours.
  private func name(_ part: String, _ parameter: String) -> String {
    let wanted =
      part.replacing("experts[", with: "experts_shared.").replacing("]", with: "")
      .replacing("heads.", with: "decoders.").replacing("gates.", with: "gate_specific.")
    let leaf = parameter.drop { $0 != "." }
    switch (part.hasPrefix("e"), part.hasPrefix("gates")) {
    case (true, _): return wanted + (parameter.hasPrefix("[0]") ? ".l1" : ".l2") + leaf
    case (_, true): return wanted + ".0" + leaf
    default: return wanted + leaf
    }
  }

  private func compare(_ key: String, _ architecture: any Architecture) throws {
    let file = try ReferenceFile.read("architectures.json", as: Reference.self)
    let reference = try #require(file.architectures[key])
    var generator = Generator(seed: 1)
    let network = try architecture.bind(to: Self.ports, using: &generator)
    var parameters: [(name: String, parameter: Parameter)] = []
    for part in network.parts {
      parameters += zip(part.layers.parameterNames, part.layers.parameters)
        .map { (name(part.name, $0), $1) }
    }
    #expect(Set(parameters.map(\.name)) == Set(reference.parameters.keys))
    let store = ParameterStore(parameters.map(\.parameter))
    for (index, (name, _)) in parameters.enumerated() {
      store.value(at: index).assign(try #require(reference.parameters[name]?.value))
    }
    var context = ForwardContext(isTraining: false)
    let input = Tensor(reference.input.flatMap { $0 }, [reference.input.count, 4])
    let result = try network.outputs(for: [0, 1], of: input, in: &context)
    for (task, output) in zip(reference.tasks, result.outputs) {
      let wanted = try #require(reference.outputs[task]).flatMap { $0 }
      expectClose(output.values.map(Double.init), wanted, tolerance: 1e-6, "\(task)")
    }
    let loss = result.outputs.map { ($0.square() * 0.5).sum() }.reduce(Tensor(0), +)
    #expect((Double(loss.values[0]) - reference.loss).magnitude < 1e-5)
    let slopes = try gradients(
      of: [loss], withRespectTo: parameters.map(\.parameter.value))
    for ((name, _), slope) in zip(parameters, slopes) {
      let wanted = try #require(reference.gradients[name])
      for (got, wanted) in zip(slope.values, wanted) {
        #expect((Double(got) - wanted).magnitude < 1e-4, "\(name)")
      }
    }
  }

  private static func layers(_ template: LayerTemplate, _ label: String, _ rest: [String: Value])
    -> Arguments
  {
    Arguments(rest.merging(["heads": .none, label: .object(template)]) { first, _ in first })
  }

  @Test func `hard sharing has the reference's values and gradients`() throws {
    try compare("hps", HardParameterSharing(Self.layers(Self.encoder, "encoder", [:])))
  }

  @Test func `a mixture of experts has the reference's values and gradients`() throws {
    try compare(
      "mmoe",
      MultiGateMixtureOfExperts(Self.layers(Self.encoder, "expert", ["experts": .number(3)])))
  }

  @Test func `separate networks give what hard sharing gives to each task alone`() throws {
    let single = SingleTaskNetworks(Self.layers(Self.encoder, "encoder", [:]))
    let hard = HardParameterSharing(Self.layers(Self.encoder, "encoder", [:]))
    var generator = Generator(seed: 3)
    let network = try single.bind(to: Self.ports, using: &generator)
    #expect(network.parts.map(\.name) == ["encoders.a", "encoders.b", "heads.a", "heads.b"])
    #expect(network.parts.allSatisfy { !$0.isShared })
    let alone = try hard.bind(to: [Self.ports[1]], using: &generator)
    let own = [network.parts[1], network.parts[3]].flatMap(\.layers.parameters)
    let store = ParameterStore(alone.parts.flatMap(\.layers.parameters))
    for (index, parameter) in own.enumerated() {
      store.value(at: index).assign(parameter.value.values)
    }
    let input = Tensor([0.5, -1, 2, 0, 1, 1, 0.25, -3], [2, 4])
    var context = ForwardContext(isTraining: false)
    let both = try network.outputs(for: [0, 1], of: input, in: &context)
    let one = try alone.outputs(for: [0], of: input, in: &context)
    #expect(both.outputs[1].values == one.outputs[0].values)
    #expect(both.outputs[0].shape == [2, 2] && both.outputs[1].shape == [2, 1])
    #expect(both.cut.isEmpty && one.cut.isEmpty)
    // Each task starts from weights of its own.
    let encoders = network.parts.prefix(2).map { $0.layers.parameters[0].value.values }
    #expect(encoders[0] != encoders[1])
  }

  @Test func `parts are named and ordered, shared ones first`() throws {
    let experts = MultiGateMixtureOfExperts(
      Self.layers(Self.encoder, "expert", ["experts": .number(2)]))
    var generator = Generator(seed: 3)
    let network = try experts.bind(to: Self.ports, using: &generator)
    #expect(
      network.parts.map(\.name)
        == ["experts[0]", "experts[1]", "gates.a", "gates.b", "heads.a", "heads.b"])
    #expect(network.parts.map(\.isShared) == [true, true, false, false, false, false])
    #expect(network.parts.map(\.tasks) == [[0, 1], [0, 1], [0], [1], [0], [1]])
    let copies = network.parts.prefix(2).map { $0.layers.parameters[0].value.values }
    #expect(copies[0] != copies[1])
    // Experts 2 · (24 + 3 + 18 + 3), gates 2 · 16, heads 12 + 6, mixing 2 · 2 · 2 · 3.
    #expect(network.floatingPointOperations == 96 + 32 + 18 + 24)
  }

  @Test func `heads go by task, with else for the others`() throws {
    let heads = Value.record(
      Record([
        .init("b", .object(LayerTemplate([DenseMethod.output(7), TanhMethod(Arguments())]))),
        .init("else", .object(LayerTemplate([DenseMethod.output(5)]))),
        .init("absent", .object(LayerTemplate([DenseMethod.output(9)]))),
      ]))
    let hard = HardParameterSharing(
      Arguments(["encoder": .object(Self.encoder), "heads": heads]))
    #expect(hard.namedTasks == ["b", "absent"])
    var generator = Generator(seed: 3)
    let parts = try hard.bind(to: Self.ports, using: &generator).parts
    #expect(parts.map(\.name) == ["encoder", "heads.a", "heads.b"])
    #expect(parts[1].layers.layers.map(\.outputShape) == [[5], [2]])
    #expect(parts[2].layers.layers.map(\.outputShape) == [[7], [7], [1]])
    #expect(parts[2].layers.layers.map(\.name) == ["dense", "tanh", "dense"])
  }

  @Test func `the same seed gives the same first weights`() throws {
    for entry in Architectures.all {
      let written = entry.descriptor.arguments.filter { $0.presence.isRequired }
        .map { WrittenArgument(label: $0.name, .object(Self.encoder)) }
      let value = try entry.make(try entry.descriptor.bind(written))
      guard case .object(let object) = value, let architecture = object as? any Architecture
      else {
        Issue.record("\(entry.descriptor.name) makes no architecture")
        continue
      }
      func weights() throws -> [[Float]] {
        var generator = Generator(seed: 12)
        return try architecture.bind(to: Self.ports, using: &generator).parts
          .flatMap { $0.layers.parameters.map(\.value.values) }
      }
      #expect(try weights() == weights())
      #expect(architecture.kind == .architecture)
    }
  }

  @Test func `images are flattened for gates, heads and experts that need it`() throws {
    let ports = Self.ports.map {
      TaskPort(name: $0.name, inputShape: [1, 2, 3], outputSize: $0.outputSize)
    }
    let relu = LayerTemplate([ReluMethod(Arguments())])
    var generator = Generator(seed: 3)
    var context = ForwardContext(isTraining: true)
    let input = Tensor((0..<24).map { Float($0) / 10 }, [4, 1, 2, 3])
    for architecture in [
      HardParameterSharing(Self.layers(relu, "encoder", [:])) as any Architecture,
      SingleTaskNetworks(Self.layers(relu, "encoder", [:])),
      MultiGateMixtureOfExperts(Self.layers(relu, "expert", ["experts": .number(2)])),
    ] {
      let network = try architecture.bind(to: ports, using: &generator)
      let result = try network.outputs(for: [1, 0], of: input, in: &context)
      #expect(result.outputs.map(\.shape) == [[4, 1], [4, 2]])
    }
  }

  @Test func `a shared part cannot take rows of two shapes`() throws {
    let unequal = [Self.ports[0], TaskPort(name: "b", inputShape: [9], outputSize: 1)]
    var generator = Generator(seed: 3)
    let hard = HardParameterSharing(Self.layers(Self.encoder, "encoder", [:]))
    #expect(
      throws: ArchitectureError.unequalInputs(
        part: "encoder", first: unequal[0], second: unequal[1])
    ) { try hard.bind(to: unequal, using: &generator) }
    let single = SingleTaskNetworks(Self.layers(Self.encoder, "encoder", [:]))
    #expect(try single.bind(to: unequal, using: &generator).parts.count == 4)
  }
}

extension ArgumentDescriptor.Presence {
  fileprivate var isRequired: Bool {
    if case .required = self { true } else { false }
  }
}
