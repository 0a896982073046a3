public import TandemCatalog
public import TandemTensors

/// Normalises the last dimension of each row to mean 0 and variance 1, then scales and shifts it.
///
/// `y = (x − μ) / √(σ² + ε) · w + b`, σ² being the biased variance.
/// Shapes: `[batch…, size] → [batch…, size]`; `weight` and `bias` are `[size]`.
public final class LayerNorm: Layer {
  public let weight: Parameter
  public let bias: Parameter
  public let epsilon: Float
  public var parameters: [Parameter] { [weight, bias] }

  /// Creates a layer that at first only normalises.
  public init(size: Int, epsilon: Float) {
    weight = Parameter(.ones([size]), name: "weight")
    bias = Parameter(.zeros([size]), name: "bias")
    self.epsilon = epsilon
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    try input.requireLastDimension(weight.shape[0], for: "layer_norm")
    return input.layerNormalized(weight: weight.value, bias: bias.value, epsilon: epsilon)
  }
}

/// `layer_norm(epsilon: 1e-5)`.
public struct LayerNormMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "layer_norm", gives: .layer, "normalises the last axis of each row, then scales and shifts it",
    formula: "y = (x − μ) / √(σ² + ε) · w + b", source: "Ba, Kiros, Hinton, 2016",
    paper: "1607.06450", examples: ["dense(64) -> layer_norm -> relu"],
    [.number("epsilon", default: 1e-5, above: 0, "keeps the division finite")])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var epsilon: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    epsilon = arguments["epsilon"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    guard inputShape.rank > 0, inputShape.count > 0 else {
      throw ShapeError(
        operation: "layer_norm", expected: "rows shaped [numbers]", actual: [inputShape])
    }
    return BoundLayer(
      Self.descriptor.name, LayerNorm(size: inputShape[-1], epsilon: Float(epsilon)),
      outputShape: inputShape, floatingPointOperations: 8 * inputShape.count)
  }
}
