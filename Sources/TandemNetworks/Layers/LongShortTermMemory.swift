public import TandemCatalog
public import TandemTensors

/// A long short-term memory: gates say what is written to a memory, what stays in it, and what is shown.
///
/// `i, f, o = σ(W x + U h)`, `g = tanh(W x + U h)`, `c' = f ⊙ c + i ⊙ g`, `h' = o ⊙ tanh(c')`, each gate
/// with weights and biases of its own, in the order i, f, g, o.
/// Source: Hochreiter and Schmidhuber, Neural Computation 9, 1997; the gate f: Gers, Schmidhuber, Cummins,
/// Neural Computation 12, 2000.
public enum LongShortTermMemory: RecurrentUnit {
  public static let gateCount = 4
  public static let addsProducts = true

  public static func step(
    input: Tensor, hidden: Tensor, from state: RecurrentState
  ) -> RecurrentState {
    let size = state.output.shape[-1]
    let sum = input + hidden
    let (write, keep) = (sum.gate(0, size: size).sigmoid(), sum.gate(1, size: size).sigmoid())
    let (candidate, show) = (sum.gate(2, size: size).tanh(), sum.gate(3, size: size).sigmoid())
    let memory = keep * state.memory + write * candidate
    return RecurrentState(output: show * memory.tanh(), memory: memory)
  }
}

/// `lstm(size, returns: all, direction: forward, layers: 1, dropout: 0, bias: true)`.
public struct LongShortTermMemoryMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "lstm", gives: .layer, "reads each row position by position, and writes to a memory by gates",
    formula: "c' = f c + i g, h' = o tanh(c'), i, f and o = σ(W x + U h), g = tanh(W x + U h)",
    source: "Hochreiter and Schmidhuber, Neural Computation 9, 1997",
    details: RecurrentArguments.details,
    examples: [
      "reshape([8, 8]) -> lstm(32, returns: last)", "lstm(32, layers: 2, dropout: 0.2) -> flatten",
    ],
    RecurrentArguments.descriptors)

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    try RecurrentArguments(arguments).bind(
      Self.descriptor.name, LongShortTermMemory.self, to: inputShape, using: &generator)
  }
}
