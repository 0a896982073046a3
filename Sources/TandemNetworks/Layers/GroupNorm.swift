public import TandemCatalog
public import TandemTensors

/// Normalises each row's channels in groups to mean 0 and variance 1, then scales and shifts each channel.
///
/// `y = (x − μ) / √(σ² + ε) · w + b`, μ and σ² (biased) being those of all numbers of a group of channels.
/// Shapes: `[batch, channels, …] → [batch, channels, …]`; `weight` and `bias` are `[channels]`.
public final class GroupNorm: Layer {
  public let weight: Parameter
  public let bias: Parameter
  public let groupCount: Int
  public let epsilon: Float
  public var parameters: [Parameter] { [weight, bias] }

  /// Creates a layer that at first only normalises.
  public init(channelCount: Int, groupCount: Int, epsilon: Float) {
    weight = Parameter(.ones([channelCount]), name: "weight")
    bias = Parameter(.zeros([channelCount]), name: "bias")
    self.groupCount = groupCount
    self.epsilon = epsilon
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    let channelCount = weight.shape[0]
    guard input.shape.rank >= 2, input.shape[1] == channelCount else {
      throw ShapeError(
        operation: "group_norm", expected: "rows shaped [\(channelCount), …]",
        actual: [input.shape])
    }
    let rows = input.shape[0]
    let groups = input.reshaped(
      to: [rows, groupCount, input.shape.count / max(rows * groupCount, 1)])
    let centered = groups - groups.mean(over: [-1], keepingDimensions: true)
    let variance = centered.square().mean(over: [-1], keepingDimensions: true)
    let normalized = (centered / (variance + epsilon).sqrt()).reshaped(to: input.shape)
    let channels = Shape([channelCount] + Array(repeating: 1, count: input.shape.rank - 2))
    return normalized * weight.value.reshaped(to: channels) + bias.value.reshaped(to: channels)
  }
}

/// `group_norm(groups, epsilon: 1e-5)`.
public struct GroupNormMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "group_norm", gives: .layer,
    "normalises channels in groups, each row by itself, then scales and shifts each channel",
    formula: "y = (x − μ) / √(σ² + ε) · w + b", source: "Wu, He, ECCV 2018", paper: "1803.08494",
    details: ["The channels of an image are its first axis; of a list of numbers, each is one."],
    examples: ["conv(16, kernel: 3) -> group_norm(4) -> relu"],
    [
      .whole("groups", atLeast: 1, atMost: 1_000_000, "into how many groups the channels are cut"),
      .number("epsilon", default: 1e-5, above: 0, "keeps the division finite"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var groupCount: Int
  public var epsilon: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    groupCount = arguments["groups"]
    epsilon = arguments["epsilon"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let name = Self.descriptor.name
    guard inputShape.rank > 0, inputShape.count > 0 else {
      throw ShapeError(
        operation: name, expected: "rows shaped [channels, …]", actual: [inputShape])
    }
    guard inputShape[0] % groupCount == 0 else {
      throw ShapeError(
        operation: name, expected: "a multiple of \(groupCount) channels", actual: [inputShape])
    }
    return BoundLayer(
      name,
      GroupNorm(channelCount: inputShape[0], groupCount: groupCount, epsilon: Float(epsilon)),
      outputShape: inputShape, floatingPointOperations: 8 * inputShape.count)
  }
}
