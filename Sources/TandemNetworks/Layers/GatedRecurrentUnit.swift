public import TandemCatalog
public import TandemTensors

/// A gated recurrent unit: a gate says how much of the state stays, another how much of it is seen.
///
/// `r = σ(W_r x + U_r h)`, `z = σ(W_z x + U_z h)`, `n = tanh(W_n x + r ⊙ U_n h)`,
/// `h' = (1 − z) ⊙ n + z ⊙ h`, each product with its biases.
/// Source: Cho et al., EMNLP 2014. Differs: r gates the product `U_n h` and not h, as in cuDNN and PyTorch.
public enum GatedRecurrentUnit: RecurrentUnit {
  public static let gateCount = 3
  public static let addsProducts = false

  public static func step(
    input: Tensor, hidden: Tensor, from state: RecurrentState
  ) -> RecurrentState {
    let size = state.output.shape[-1]
    let sum = { (index: Int) in input.gate(index, size: size) + hidden.gate(index, size: size) }
    let (reset, update) = (sum(0).sigmoid(), sum(1).sigmoid())
    let candidate = (input.gate(2, size: size) + reset * hidden.gate(2, size: size)).tanh()
    let output = candidate + update * (state.output - candidate)
    return RecurrentState(output: output, memory: state.memory)
  }
}

/// `gru(size, returns: all, direction: forward, layers: 1, dropout: 0, bias: true)`.
public struct GatedRecurrentUnitMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "gru", gives: .layer,
    "reads each row position by position, and keeps a state between two gates",
    formula: "h' = (1 − z) n + z h, r and z = σ(W x + U h), n = tanh(W x + r U h)",
    source: "Cho et al., EMNLP 2014", paper: "1406.1078",
    differs: "r gates the state's product and not the state, as in cuDNN and PyTorch",
    details: RecurrentArguments.details,
    examples: [
      "reshape([8, 8]) -> gru(32, returns: last)", "gru(32, direction: both) -> mean_over(0)",
    ],
    RecurrentArguments.descriptors)

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    try RecurrentArguments(arguments).bind(
      Self.descriptor.name, GatedRecurrentUnit.self, to: inputShape, using: &generator)
  }
}
