public import TandemCatalog
public import TandemTensors

/// A dense layer: each output is a weighted sum of all inputs, `y = x Wᵀ + b`.
///
/// Shapes: `[batch…, inputSize] → [batch…, outputSize]`; `weight` is `[outputSize, inputSize]`.
public final class Dense: Layer {
  public let weight: Parameter
  public let bias: Parameter?
  public var parameters: [Parameter] { bias.map { [weight, $0] } ?? [weight] }

  /// Draws the weights from U(−1/√n, 1/√n) with n = `inputSize`; the bias starts at zero.
  public init(inputSize: Int, outputSize: Int, hasBias: Bool, using generator: inout Generator) {
    let bound = 1 / Float(max(inputSize, 1)).squareRoot()
    weight = Parameter(
      .uniform(-bound...bound, [outputSize, inputSize], using: &generator), name: "weight")
    bias = hasBias ? Parameter(.zeros([outputSize]), name: "bias") : nil
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    try input.requireLastDimension(weight.shape[1], for: "dense")
    let product = input.matmul(weight.value.transposed)
    return bias.map { product + $0.value } ?? product
  }
}

/// `dense(size, bias: true)`.
public struct DenseMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "dense", gives: .layer, "each output is a weighted sum of all inputs", formula: "y = x Wᵀ + b",
    details: [
      "At the front of a part it flattens each row first; later it acts on the last axis.",
      "The weights start from U(−1/√n, 1/√n) for n inputs, the bias at zero.",
    ],
    examples: ["dense(64) -> relu", "dense(8, bias: false)"],
    [
      .whole("size", atLeast: 1, atMost: 1_000_000, "how many outputs"),
      .truth("bias", default: true, "whether a constant is added to each output"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var size: Int
  public var hasBias: Bool
  public var flattensAtFront: Bool { true }

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    size = arguments["size"]
    hasBias = arguments["bias"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    guard inputShape.rank > 0 else {
      throw ShapeError(
        operation: "dense", expected: "rows shaped [numbers]", actual: [inputShape])
    }
    let inputSize = inputShape[-1]
    guard inputSize <= LayerTemplate.maximumWeightCount / size else {
      throw ShapeError(
        operation: "dense", expected: "at most \(LayerTemplate.maximumWeightCount) weights",
        actual: [[size, inputSize]])
    }
    try FreeMemory.require(numbers: size * inputSize)
    let layer = Dense(inputSize: inputSize, outputSize: size, hasBias: hasBias, using: &generator)
    return BoundLayer(
      Self.descriptor.name, layer, outputShape: Shape(inputShape.sizes.dropLast() + [size]),
      floatingPointOperations: 2 * inputShape.count * size)
  }
}
