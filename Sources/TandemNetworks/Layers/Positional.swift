public import TandemCatalog
public import TandemTensors
internal import Glibc

/// Adds to each position of a row numbers of its own, learned or of sines and cosines.
///
/// `y[p] = x[p] + e[p]`; `e[p, 2i] = sin(p / 10000^(2i / size))`, and the cosine at 2i + 1, where it is not
/// learned. Shapes: `[batch, length, size] → [batch, length, size]`; `weight` is `[longest, size]`.
/// Source: Vaswani et al., NeurIPS 2017, Section 3.5; Gehring et al., ICML 2017, for the learned ones.
public final class Positional: Layer {
  /// What is added at each position, if it is learned.
  public let weight: Parameter?
  private let table: Tensor
  public var parameters: [Parameter] { weight.map { [$0] } ?? [] }

  /// Draws the numbers of each position from a normal distribution of deviation 1, as `embedding` does.
  public init(learnedLength length: Int, size: Int, using generator: inout Generator) {
    let parameter = Parameter(.normal([length, size], using: &generator), name: "weight")
    weight = parameter
    table = parameter.value
  }

  /// Lays out sines and cosines.
  public init(sinusoidalLength length: Int, size: Int) {
    weight = nil
    let values = (0..<length * size).map { index in
      let (position, column) = (index / size, index % size)
      let angle = Double(position) / pow(10000, Double(column / 2 * 2) / Double(size))
      return Float(column % 2 == 0 ? sin(angle) : cos(angle))
    }
    table = Tensor(values, [length, size])
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    let table = weight?.value ?? table
    guard input.shape.rank == 3, input.shape[2] == table.shape[1], input.shape[1] <= table.shape[0]
    else {
      throw ShapeError(
        operation: "positional",
        expected: "rows shaped [at most \(table.shape[0]), \(table.shape[1])]",
        actual: [input.shape])
    }
    return input + table.slice(along: 0, from: 0, to: input.shape[1])
  }
}

/// `positional(kind: learned, length: none)`.
public struct PositionalMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "positional", gives: .layer, "adds numbers of its own to each position of a row",
    formula: "y[p] = x[p] + e[p]", source: "Vaswani et al., NeurIPS 2017", paper: "1706.03762",
    details: [
      "Rows are shaped [length, size]. Sinusoidal numbers are sin(p / 10000^(2i / size)) at 2i and "
        + "the cosine at 2i + 1; learned ones start from a normal distribution of deviation 1."
    ],
    examples: ["embedding(64, vocabulary: 8000) -> positional(kind: sinusoidal)"],
    [
      .word("kind", ["learned", "sinusoidal"], default: "learned", "where the numbers come from"),
      .optional(
        "length", .number(NumberRange(lower: 1, isWhole: true)),
        "how many positions it knows: at least those of the rows, or as many if left out"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var kind: String
  public var length: Int?

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    kind = arguments["kind"]
    length = arguments["length"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    guard inputShape.rank == 2, inputShape.count > 0, inputShape[0] <= length ?? inputShape[0]
    else {
      let limit = length.map { "at most \($0)" } ?? "length"
      throw ShapeError(
        operation: "positional", expected: "rows shaped [\(limit), size]", actual: [inputShape])
    }
    let (length, size) = (length ?? inputShape[0], inputShape[1])
    guard length <= LayerTemplate.maximumWeightCount / size else {
      throw ShapeError(
        operation: "positional", expected: "at most \(LayerTemplate.maximumWeightCount) weights",
        actual: [[length, size]])
    }
    try FreeMemory.require(numbers: length * size)
    let layer =
      kind == "learned"
      ? Positional(learnedLength: length, size: size, using: &generator)
      : Positional(sinusoidalLength: length, size: size)
    return BoundLayer(
      Self.descriptor.name, layer, outputShape: inputShape,
      floatingPointOperations: inputShape.count)
  }
}
