public import TandemCatalog
public import TandemTensors

/// `transformer(heads:, feedforward: none, layers: 1, norm: post, activation: gelu, dropout: 0.1,
/// causal: false, epsilon: 1e-5)`.
public struct TransformerMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "transformer", gives: .layer, "encoder blocks of attention and two dense layers",
    formula: "h = norm(x + attend(x)), y = norm(h + W₂ f(W₁ h + b₁) + b₂)",
    source: "Vaswani et al., NeurIPS 2017", paper: "1706.03762",
    details: [
      "Rows are shaped [length, size]. Positions that an embedding's 'padding' left out are not looked at.",
      "With 'norm: pre' the input of each half is normalised instead of its sum: "
        + "h = x + attend(norm(x)); a 'layer_norm' after the last block then ends the row.",
      "While training, weights of attention, activations and what each half adds are dropped.",
    ],
    examples: [
      "embedding(64, vocabulary: 8000, padding: 0) -> positional -> transformer(heads: 4, layers: 2)"
    ],
    [
      .whole("heads", atLeast: 1, atMost: 1000, "how many heads share the columns"),
      .optional(
        "feedforward", .number(NumberRange(lower: 1, upper: 1_000_000, isWhole: true)),
        "the size between the two dense layers, four times the rows' if left out"),
      .whole("layers", default: 1, atLeast: 1, atMost: 1000, "how many blocks follow each other"),
      .word("norm", ["post", "pre"], default: "post", "whether sums or inputs are normalised"),
      .word("activation", ["gelu", "relu"], default: "gelu", "what bends the inner dense layer"),
      .number(
        "dropout", default: 0.1, atLeast: 0, atMost: 0.999, "the probability of 0 while training"),
      .truth("causal", default: false, "whether a position sees only itself and those before it"),
      .number("epsilon", default: 1e-5, above: 0, "keeps the norms' division finite"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var blockCount: Int
  private let feedforwardSize: Int?
  private let headCount: Int

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    headCount = arguments["heads"]
    feedforwardSize = arguments["feedforward"]
    blockCount = arguments["layers"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    try requirePositions(inputShape, innerSize: nil, headCount: headCount, for: "transformer")
    let (length, size) = (inputShape[0], inputShape[1])
    // Both are bounded, so that their product is: sizes by the rows', the argument by its range.
    let inner = feedforwardSize ?? 4 * size
    let weightCount = (4 * size + 2 * inner).multipliedReportingOverflow(by: size * blockCount)
    guard !weightCount.overflow, weightCount.partialValue <= LayerTemplate.maximumWeightCount else {
      throw ShapeError(
        operation: "transformer", expected: "at most \(LayerTemplate.maximumWeightCount) weights",
        actual: [[blockCount, 4 * size + 2 * inner, size]])
    }
    try FreeMemory.require(numbers: weightCount.partialValue)
    try LayerTemplate.requireRow([length, inner], for: "transformer")
    let settings = settings(feedforwardSize: inner)
    let blocks = (0..<blockCount).map { _ in
      TransformerBlock(size: size, settings: settings, using: &generator)
    }
    let work = TransformerBlock.floatingPointOperations(
      length: length, size: size, feedforwardSize: inner)
    return BoundLayer(
      Self.descriptor.name, TransformerEncoder(blocks), outputShape: inputShape,
      floatingPointOperations: blockCount * work)
  }

  private func settings(feedforwardSize: Int) -> TransformerBlock.Settings {
    var settings = TransformerBlock.Settings(
      headCount: headCount, feedforwardSize: feedforwardSize)
    settings.normalizesFirst = arguments["norm"] == "pre"
    settings.usesRelu = arguments["activation"] == "relu"
    settings.dropoutRate = Float(arguments["dropout"] as Double)
    settings.isCausal = arguments["causal"]
    settings.epsilon = Float(arguments["epsilon"] as Double)
    return settings
  }
}
