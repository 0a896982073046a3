public import TandemCatalog
public import TandemTensors

/// `attention(heads:, size: none, dropout: 0, causal: false, bias: true)`.
public struct AttentionMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "attention", gives: .layer,
    "lets the positions of a row look at each other, with several heads",
    formula: "y = softmax(Q Kᵀ / √e) V Wₒᵀ + bₒ, with Q, K, V = x Wᵢᵀ + bᵢ",
    source: "Vaswani et al., NeurIPS 2017", paper: "1706.03762",
    differs: "a position for which nothing is left to look at gets the output bias",
    details: [
      "Rows are shaped [length, size]. Positions that an embedding's 'padding' left out are not looked at."
    ],
    examples: [
      "embedding(64, vocabulary: 8000, padding: 0) -> residual(attention(heads: 4)) -> layer_norm"
    ],
    [
      .whole("heads", atLeast: 1, atMost: 1000, "how many heads share the columns"),
      .optional(
        "size", .number(NumberRange(lower: 1, upper: 1_000_000, isWhole: true)),
        "how many columns all heads have together, as many as the rows if left out"),
      .number(
        "dropout", default: 0, atLeast: 0, atMost: 0.999,
        "the probability that a weight of attention is 0 while training"),
      .truth("causal", default: false, "whether a position sees only itself and those before it"),
      .truth("bias", default: true, "whether constants are added"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var headCount: Int
  public var size: Int?
  public var dropoutRate: Double
  public var isCausal: Bool
  public var hasBias: Bool

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    headCount = arguments["heads"]
    size = arguments["size"]
    dropoutRate = arguments["dropout"]
    isCausal = arguments["causal"]
    hasBias = arguments["bias"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    try requirePositions(inputShape, innerSize: size, headCount: headCount, for: "attention")
    let innerSize = size ?? inputShape[1]
    let layer = SelfAttention(
      size: inputShape[1], innerSize: innerSize, headCount: headCount,
      dropoutRate: Float(dropoutRate), isCausal: isCausal, hasBias: hasBias, using: &generator)
    return BoundLayer(
      Self.descriptor.name, layer, outputShape: inputShape,
      floatingPointOperations: SelfAttention.floatingPointOperations(
        length: inputShape[0], size: inputShape[1], innerSize: innerSize))
  }
}

/// Checks that rows are positions whose columns the heads can share, and that weights, and the numbers
/// between them, stay in bounds.
func requirePositions(
  _ shape: Shape, innerSize: Int?, headCount: Int, for operation: String
) throws {
  guard shape.rank == 2, shape.count > 0 else {
    throw ShapeError(
      operation: operation, expected: "rows shaped [length, size]", actual: [shape])
  }
  let size = innerSize ?? shape[1]
  guard size % headCount == 0 else {
    throw ShapeError(
      operation: operation,
      expected: "a size that \(headCount) heads can share, not \(size)", actual: [shape])
  }
  guard shape[1] <= LayerTemplate.maximumWeightCount / 4 / size else {
    throw ShapeError(
      operation: operation, expected: "at most \(LayerTemplate.maximumWeightCount) weights",
      actual: [[4 * size, shape[1]]])
  }
  try FreeMemory.require(numbers: 4 * size * shape[1])
  // Queries, keys and values of a row; and how much a head's positions look at each other's.
  try LayerTemplate.requireRow([shape[0], 3 * size], for: operation)
  try LayerTemplate.requireRow([shape[0], min(shape[0], 64)], for: operation)
}
