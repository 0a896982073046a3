public import TandemTensors

/// Attention and two dense layers, each added to its input and normalised.
///
/// After the sum (post): `h = norm₁(x + attend(x))`, `y = norm₂(h + W₂ f(W₁ h + b₁) + b₂)`; before (pre):
/// `h = x + attend(norm₁(x))`, `y = h + W₂ f(W₁ norm₂(h) + b₁) + b₂`.
/// Shapes: `[batch, length, size] → [batch, length, size]`. As PyTorch's `TransformerEncoderLayer`.
public final class TransformerBlock: Layer {
  /// What a block is made of beside its sizes.
  public struct Settings: Sendable {
    public var headCount: Int
    public var feedforwardSize: Int
    public var normalizesFirst = false
    public var usesRelu = false
    public var dropoutRate: Float = 0
    public var isCausal = false
    public var epsilon: Float = 1e-5

    /// Creates settings with the numbers that must be given.
    public init(headCount: Int, feedforwardSize: Int) {
      self.headCount = headCount
      self.feedforwardSize = feedforwardSize
    }
  }

  public let attention: SelfAttention
  public let firstNorm: LayerNorm
  public let expansion: Dense
  public let contraction: Dense
  public let secondNorm: LayerNorm
  private let settings: Settings
  private let dropout: Dropout

  private var inner: [(name: String, layer: any Layer)] {
    [
      ("attention", attention), ("firstNorm", firstNorm), ("expansion", expansion),
      ("contraction", contraction), ("secondNorm", secondNorm),
    ]
  }
  public var parameters: [Parameter] { inner.flatMap(\.layer.parameters) }
  public var parameterNames: [String] {
    inner.flatMap { part in part.layer.parameterNames.map { "\(part.name).\($0)" } }
  }

  /// Draws the weights as `SelfAttention` and `Dense` do.
  public init(size: Int, settings: Settings, using generator: inout Generator) {
    self.settings = settings
    attention = SelfAttention(
      size: size, innerSize: size, headCount: settings.headCount,
      dropoutRate: settings.dropoutRate, isCausal: settings.isCausal, using: &generator)
    expansion = Dense(
      inputSize: size, outputSize: settings.feedforwardSize, hasBias: true, using: &generator)
    contraction = Dense(
      inputSize: settings.feedforwardSize, outputSize: size, hasBias: true, using: &generator)
    firstNorm = LayerNorm(size: size, epsilon: settings.epsilon)
    secondNorm = LayerNorm(size: size, epsilon: settings.epsilon)
    dropout = Dropout(rate: settings.dropoutRate)
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    if settings.normalizesFirst {
      let attended = try attention(try firstNorm(input, in: &context), in: &context)
      let middle = input + (try dropout(attended, in: &context))
      let change = try feedForward(try secondNorm(middle, in: &context), in: &context)
      return middle + change
    }
    let attended = try dropout(try attention(input, in: &context), in: &context)
    let middle = try firstNorm(input + attended, in: &context)
    return try secondNorm(middle + (try feedForward(middle, in: &context)), in: &context)
  }

  private func feedForward(
    _ input: Tensor, in context: inout ForwardContext
  ) throws -> Tensor {
    let expanded = try expansion(input, in: &context)
    let active = settings.usesRelu ? expanded.relu() : expanded.gelu()
    let kept = try dropout(active, in: &context)
    return try dropout(try contraction(kept, in: &context), in: &context)
  }

  /// Multiplications and additions for one row of some positions.
  static func floatingPointOperations(length: Int, size: Int, feedforwardSize: Int) -> Int {
    SelfAttention.floatingPointOperations(length: length, size: size, innerSize: size)
      + 4 * length * size * feedforwardSize + 16 * length * size + length * feedforwardSize
  }
}

/// Blocks in a row.
public final class TransformerEncoder: Layer {
  public let blocks: [TransformerBlock]
  public var parameters: [Parameter] { blocks.flatMap(\.parameters) }
  public var parameterNames: [String] {
    blocks.enumerated().flatMap { index, block in
      block.parameterNames.map { "blocks[\(index)].\($0)" }
    }
  }

  /// Creates an encoder from its blocks.
  public init(_ blocks: [TransformerBlock]) {
    self.blocks = blocks
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    try blocks.reduce(input) { try $1($0, in: &context) }
  }
}
