public import TandemCatalog
public import TandemTensors

/// A learned row of numbers for each id.
///
/// Shapes: `[batch, any…] → [batch, any…, size]`; `weight` is `[vocabulary, size]`. Ids are whole numbers
/// from 0 to below `vocabulary`, held as floats; another one gives a row of NaN, and the trainer refuses
/// it before it starts. Where ids equal `padding` the row is zeros and has no gradient, and the pass's
/// mask is 0.
/// Differs: PyTorch's `Embedding` gives whatever stands in the table at `padding_idx`.
public final class Embedding: Layer {
  public let weight: Parameter
  public let padding: Int?
  public var parameters: [Parameter] { [weight] }

  /// Draws the rows from a normal distribution of deviation 1; the padding's are zeros.
  public init(vocabulary: Int, size: Int, padding: Int?, using generator: inout Generator) {
    let table = Tensor.normal([vocabulary, size], using: &generator)
    weight = Parameter(table, name: "weight")
    self.padding = padding
    if let padding, let storage = weight.value.storage {
      BufferSlice(storage.buffer, offset: padding * size, count: size)
        .assign(Array(repeating: 0, count: size))
    }
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    context.requireIDs(input, below: weight.shape[0])
    if let padding, input.shape.rank == 2 {
      context.mask = 1 - input.equal(to: Tensor(Float(padding)))
    }
    return weight.value.gathering(input, emptyRow: padding)
  }
}

/// `embedding(size, vocabulary:, padding: none)`.
public struct EmbeddingMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "embedding", gives: .layer, "a learned row of numbers for each id",
    formula: "yᵢ = W[xᵢ]",
    differs: "the row of the padding is zeros, whatever was loaded there",
    details: [
      "Rows shaped [length] of ids become [length, size]. Ids are whole numbers from 0 to below "
        + "'vocabulary', as an array column holds them under 'standardize: false'.",
      "Positions whose id is 'padding' are left out by 'attention', 'transformer' and "
        + "'mean_over' further on in the network.",
    ],
    examples: ["embedding(64, vocabulary: 8000, padding: 0) -> transformer(heads: 4)"],
    [
      .whole("size", atLeast: 1, atMost: 1_000_000, "how many numbers an id becomes"),
      .whole(
        "vocabulary", atLeast: 1, atMost: 1 << 24, "how many ids there are: each is below it"),
      .optional(
        "padding", .number(NumberRange(lower: 0, isWhole: true)), "the id that stands for nothing"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var size: Int
  public var vocabulary: Int
  public var padding: Int?

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    size = arguments["size"]
    vocabulary = arguments["vocabulary"]
    padding = arguments["padding"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    guard padding ?? 0 < vocabulary else {
      throw ShapeError(
        operation: "embedding", expected: "a padding below the vocabulary of \(vocabulary)",
        actual: [inputShape])
    }
    guard inputShape.rank > 0 else {
      throw ShapeError(operation: "embedding", expected: "rows shaped [ids]", actual: [inputShape])
    }
    guard vocabulary <= LayerTemplate.maximumWeightCount / size else {
      throw ShapeError(
        operation: "embedding", expected: "at most \(LayerTemplate.maximumWeightCount) weights",
        actual: [[vocabulary, size]])
    }
    try FreeMemory.require(numbers: vocabulary * size)
    let layer = Embedding(
      vocabulary: vocabulary, size: size, padding: padding, using: &generator)
    return BoundLayer(
      Self.descriptor.name, layer, outputShape: Shape(inputShape.sizes + [size]),
      floatingPointOperations: inputShape.count * size)
  }
}
