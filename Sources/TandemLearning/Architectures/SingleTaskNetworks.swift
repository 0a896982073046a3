public import TandemCatalog
public import TandemNetworks
public import TandemTensors

/// One network for each task, with nothing shared: the baseline of multi-task learning.
///
/// `yₖ = headₖ(encoderₖ(x))`. Each task has its own copy of the encoder, with weights of its own; the only
/// things that tasks still share are the batches, the optimizer's step and, by `clip:`, the gradient's norm.
public struct SingleTaskNetworks: Architecture {
  public static let descriptor = MethodDescriptor(
    "single", gives: .architecture, "one network a task: nothing is shared",
    formula: "yₖ = headₖ(encoderₖ(x))",
    details: [
      "The baseline: what sharing gains or loses is seen against it. Each task has its own copy of "
        + "the encoder, and an output layer after its head."
    ],
    examples: ["single { encoder: dense(64) -> relu }"],
    [.layers("encoder", "the layers of which each task has a copy"), Heads.argument])

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
    [OutlinePart("encoders", encoder, owner: .eachTask)] + heads.outline(from: ["encoders"])
  }

  public func bind(to tasks: [TaskPort], using generator: inout Generator) throws -> any Network {
    var encoders: [NetworkPart] = []
    var ends: [NetworkPart] = []
    for (task, port) in tasks.enumerated() {
      let name = "encoders.\(port.name)"
      let layers = try encoder.bind(to: port.inputShape, using: &generator)
      encoders.append(NetworkPart(name: name, tasks: [task], layers: layers))
      ends.append(
        try heads.bind(
          task: task, port, to: layers.outputShape, from: name, using: &generator))
    }
    return SeparateNetworks(encoders: encoders, heads: ends)
  }
}

/// Networks side by side.
private final class SeparateNetworks: Network {
  let encoders: [NetworkPart]
  let heads: [NetworkPart]
  var parts: [NetworkPart] { encoders + heads }
  var floatingPointOperations: Int { parts.floatingPointOperations }

  init(encoders: [NetworkPart], heads: [NetworkPart]) {
    self.encoders = encoders
    self.heads = heads
  }

  func outputs(for tasks: [Int], of input: Tensor, in context: inout ForwardContext) throws
    -> NetworkOutputs
  {
    NetworkOutputs(
      outputs: try tasks.map { task in
        try heads[task].layers(encoders[task].layers(input, in: &context), in: &context)
      })
  }
}
