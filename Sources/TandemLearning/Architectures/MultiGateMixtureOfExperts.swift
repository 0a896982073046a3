public import TandemCatalog
public import TandemNetworks
public import TandemTensors

/// MMoE, a multi-gate mixture of experts: shared experts, which each task mixes by a gate of its own.
///
/// `yₖ = headₖ(Σₑ gₖₑ(x) fₑ(x))`, `gₖ(x) = softmax(Wₖ x + bₖ)` on the flattened input x. The experts fₑ are
/// copies of one template with weights of their own, shared by all tasks; the gates and heads are each
/// task's own. With one expert it is hard sharing.
/// Source: Ma, Zhao, Yi, Chen, Hong, Chi, KDD 2018. Differs: the gate has a bias, as in LibMTL; the paper's
/// has none. LibMTL's gate is told the size of the input by hand.
public struct MultiGateMixtureOfExperts: Architecture {
  public static let descriptor = MethodDescriptor(
    "mmoe", gives: .architecture, "shared experts, mixed for each task by a gate of its own",
    formula: "yₖ = headₖ(Σₑ gₖₑ(x) fₑ(x)),  gₖ(x) = softmax(Wₖ x + bₖ)",
    source: "Ma, Zhao, Yi, Chen, Hong, Chi, KDD 2018",
    differs: "the gate has a bias, which starts at zero; the paper's has none",
    details: [
      "The gates see the flattened input, not the experts' output. Each expert is a copy of 'expert' "
        + "with weights of its own; gate, head and output layer are each task's own."
    ],
    examples: [
      "mmoe { expert: dense(64) -> relu }",
      "mmoe(experts: 6) { expert: dense(64) -> relu, heads: dense(32) -> relu }",
    ],
    [
      .whole("experts", default: 8, atLeast: 1, atMost: 1000, "how many experts there are"),
      .layers("expert", "the layers of which each expert has a copy"), Heads.argument,
    ])

  public let expertCount: Int
  public let expert: LayerTemplate
  let heads: Heads
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    expertCount = arguments["experts"]
    expert = arguments.layers("expert")
    heads = Heads(arguments)
    self.arguments = arguments
  }

  public var namedTasks: [String] { heads.namedTasks }

  public var outline: [OutlinePart] {
    [
      OutlinePart("experts", expert, copies: expertCount, owner: .shared),
      OutlinePart(
        "gates", LayerTemplate([]), note: "softmax over \(expertCount)", owner: .eachTask),
    ] + heads.outline(from: ["experts", "gates"])
  }

  public func bind(to tasks: [TaskPort], using generator: inout Generator) throws -> any Network {
    let shape = try tasks.commonInputShape(for: "experts")
    let everyone = Array(tasks.indices)
    let experts = try (0..<expertCount).map { index in
      NetworkPart(
        name: "experts[\(index)]", tasks: everyone,
        layers: try expert.bind(to: shape, using: &generator))
    }
    let representation = experts.first?.layers.outputShape ?? shape
    var gates: [NetworkPart] = []
    var ends: [NetworkPart] = []
    for (task, port) in tasks.enumerated() {
      let name = "gates.\(port.name)"
      let gate = try LayerTemplate([DenseMethod.output(expertCount)])
        .bind(to: shape, using: &generator)
      gates.append(NetworkPart(name: name, tasks: [task], layers: gate))
      var head = try heads.bind(
        task: task, port, to: representation, from: name, using: &generator)
      head.inputs = experts.map(\.name) + [name]
      ends.append(head)
    }
    return GatedExperts(
      experts: experts, gates: gates, heads: ends, representation: representation)
  }
}

/// Experts that each task's gate mixes.
private final class GatedExperts: Network {
  let experts: [NetworkPart]
  let gates: [NetworkPart]
  let heads: [NetworkPart]
  let representation: Shape
  var parts: [NetworkPart] { experts + gates + heads }

  /// The parts' own, and for each task the weighted sum of the experts.
  var floatingPointOperations: Int {
    parts.floatingPointOperations + 2 * gates.count * experts.count * representation.count
  }

  init(
    experts: [NetworkPart], gates: [NetworkPart], heads: [NetworkPart], representation: Shape
  ) {
    self.experts = experts
    self.gates = gates
    self.heads = heads
    self.representation = representation
  }

  func outputs(for tasks: [Int], of input: Tensor, in context: inout ForwardContext) throws
    -> NetworkOutputs
  {
    let rows = input.shape[0]
    let values = try experts.map { part in
      let value = try part.layers(input, in: &context)
      return representation.rank == 1 ? value : value.flattenedRows
    }
    // The gates are each task's own: what the tasks share ends with the experts.
    var results = NetworkOutputs(outputs: [], cut: experts[0].isShared ? values : [])
    for task in tasks {
      let gate = try gates[task].layers(input, in: &context).softmax()
      let sum = Tensor.mixture(of: values, by: gate)
      let mixed =
        representation.rank == 1 ? sum : sum.reshaped(to: Shape([rows] + representation.sizes))
      results.outputs.append(try heads[task].layers(mixed, in: &context))
    }
    return results
  }
}
