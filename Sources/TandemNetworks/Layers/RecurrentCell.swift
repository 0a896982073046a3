public import TandemTensors

/// What a recurrent layer does at each position: how gates make a new state of the old one.
///
/// Gates lie side by side in the last dimension, in PyTorch's order.
public protocol RecurrentUnit {
  /// How many blocks of `size` numbers the products of input and state have.
  static var gateCount: Int { get }

  /// Whether the two products are only ever added, so that the state's biases may be added to the input's.
  static var addsProducts: Bool { get }

  /// One step.
  /// - Parameters:
  ///   - input: The input's product with its weights, `[batch, gateCount · size]`.
  ///   - hidden: The old state's product with its weights, `[batch, gateCount · size]`.
  ///   - state: The old state.
  /// - Returns: The new state.
  static func step(input: Tensor, hidden: Tensor, from state: RecurrentState) -> RecurrentState
}

/// What a recurrent layer carries from position to position, each `[batch, size]`.
public struct RecurrentState {
  /// What the layer gives at the position.
  public var output: Tensor
  /// What an LSTM keeps beside it.
  public var memory: Tensor

  /// Creates a state.
  public init(output: Tensor, memory: Tensor) {
    self.output = output
    self.memory = memory
  }
}

/// The weights of one recurrent layer in one direction.
///
/// Shapes: `input_weight [gates · size, inputSize]`, `hidden_weight [gates · size, size]`, biases
/// `[gates · size]`.
public final class RecurrentCell {
  public let inputWeight: Parameter
  public let hiddenWeight: Parameter
  public let inputBias: Parameter?
  public let hiddenBias: Parameter?
  /// Whether it goes from the last position to the first.
  public let isBackward: Bool
  public let size: Int
  private let unit: any RecurrentUnit.Type

  public var parameters: [Parameter] {
    [inputWeight, hiddenWeight] + [inputBias, hiddenBias].compactMap(\.self)
  }

  /// Draws all numbers from U(−1/√size, 1/√size).
  public init(
    _ unit: any RecurrentUnit.Type, inputSize: Int, size: Int, isBackward: Bool, hasBias: Bool,
    using generator: inout Generator
  ) {
    self.unit = unit
    self.size = size
    self.isBackward = isBackward
    let (bound, rows) = (1 / Float(size).squareRoot(), unit.gateCount * size)
    func drawn(_ shape: Shape, _ name: String) -> Parameter {
      Parameter(.uniform(-bound...bound, shape, using: &generator), name: name)
    }
    inputWeight = drawn([rows, inputSize], "input_weight")
    hiddenWeight = drawn([rows, size], "hidden_weight")
    inputBias = hasBias ? drawn([rows], "input_bias") : nil
    hiddenBias = hasBias ? drawn([rows], "hidden_bias") : nil
  }

  /// The states at all positions, in their order: `[length, batch, inputSize]` gives `length` times
  /// `[batch, size]`.
  ///
  /// Where a `mask` `[length, batch, 1]` is 0 the state passes on as it was.
  func outputs(of input: Tensor, mask: Tensor? = nil) -> [Tensor] {
    let (length, batch) = (input.shape[0], input.shape[1])
    // One product for all positions; only the state's has to wait for the one before.
    let early = unit.addsProducts ? hiddenBias : nil
    let projected = plus(early, plus(inputBias, input.matmul(inputWeight.value.transposed)))
    let zeros = Tensor.zeros([batch, size])
    var state = RecurrentState(output: zeros, memory: zeros)
    var outputs: [Tensor] = []
    for step in 0..<length {
      let position = isBackward ? length - 1 - step : step
      let input = projected.part(position)
      let late = unit.addsProducts ? nil : hiddenBias
      let hidden = plus(late, state.output.matmul(hiddenWeight.value.transposed))
      let next = unit.step(input: input, hidden: hidden, from: state)
      state = next.kept(where: mask?.part(position), over: state)
      outputs.append(state.output)
    }
    return isBackward ? outputs.reversed() : outputs
  }

  private func plus(_ bias: Parameter?, _ product: Tensor) -> Tensor {
    bias.map { product + $0.value } ?? product
  }
}

extension RecurrentState {
  /// The state where a mask `[batch, 1]` is 1, an older one where it is 0.
  fileprivate func kept(where mask: Tensor?, over old: RecurrentState) -> RecurrentState {
    guard let mask else { return self }
    return RecurrentState(
      output: output.where(mask: mask, otherwise: old.output),
      memory: memory === old.memory ? memory : memory.where(mask: mask, otherwise: old.memory))
  }
}

extension Tensor {
  /// A gate's block of the last dimension.
  func gate(_ index: Int, size: Int) -> Tensor {
    slice(along: -1, from: index * size, to: (index + 1) * size)
  }
}
