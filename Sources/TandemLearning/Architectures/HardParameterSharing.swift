public import TandemCatalog
public import TandemNetworks
public import TandemTensors

/// Hard parameter sharing: one encoder for all tasks, and a head for each.
///
/// `yₖ = headₖ(encoder(x))`. The oldest architecture of the field and the one that gradient methods were
/// made for: every task pulls at the same encoder.
/// Source: Caruana, ICML 1993; Machine Learning 1997.
public struct HardParameterSharing: Architecture {
  public static let descriptor = MethodDescriptor(
    "hard", gives: .architecture, "one encoder for all tasks, and a head for each",
    formula: "yₖ = headₖ(encoder(x))", source: "Caruana, ICML 1993",
    details: [
      "All tasks share the encoder; each adds its head, if 'heads' has one for it, and its output layer."
    ],
    examples: [
      "hard { encoder: dense(64) -> relu }",
      "hard { encoder: dense(64) -> relu, heads: [ink: dense(16) -> tanh, else: dense(32) -> relu] }",
    ],
    [.layers("encoder", "the shared layers"), Heads.argument])

  public let encoder: LayerTemplate
  let heads: Heads
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    encoder = arguments.layers("encoder")
    heads = Heads(arguments)
    self.arguments = arguments
  }

  public var namedTasks: [String] { heads.namedTasks }

  public var outline: [OutlinePart] {
    [OutlinePart("encoder", encoder, owner: .shared)] + heads.outline(from: ["encoder"])
  }

  public func bind(to tasks: [TaskPort], using generator: inout Generator) throws -> any Network {
    let shape = try tasks.commonInputShape(for: "encoder")
    let layers = try encoder.bind(to: shape, using: &generator)
    let trunk = NetworkPart(name: "encoder", tasks: Array(tasks.indices), layers: layers)
    let ends = try tasks.enumerated().map { task, port in
      try heads.bind(
        task: task, port, to: layers.outputShape, from: trunk.name, using: &generator)
    }
    return SharedTrunk(trunk: trunk, heads: ends)
  }
}

/// One encoder with a head for each task.
private final class SharedTrunk: Network {
  let trunk: NetworkPart
  let heads: [NetworkPart]
  var parts: [NetworkPart] { [trunk] + heads }
  var floatingPointOperations: Int { parts.floatingPointOperations }

  init(trunk: NetworkPart, heads: [NetworkPart]) {
    self.trunk = trunk
    self.heads = heads
  }

  func outputs(for tasks: [Int], of input: Tensor, in context: inout ForwardContext) throws
    -> NetworkOutputs
  {
    let shared = try trunk.layers(input, in: &context)
    return NetworkOutputs(
      outputs: try tasks.map { try heads[$0].layers(shared, in: &context) },
      cut: trunk.isShared ? [shared] : [])
  }
}
