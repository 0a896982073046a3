public import TandemCatalog
public import TandemTensors

/// Normalises each channel over the batch to mean 0 and variance 1, then scales and shifts it.
///
/// `y = (x − μ) / √(σ² + ε) · w + b`; μ and σ² are the batch's own while training (σ² biased), else
/// running figures, `(1 − m) old + m new` after each step, which take the unbiased variance.
/// Shapes: `[batch, channels, …] → [batch, channels, …]`; `weight`, `bias` and the figures `[channels]`.
/// Differs: a batch with a single number for a channel has no variance and uses the running figures.
public final class BatchNorm: Layer {
  public let weight: Parameter
  public let bias: Parameter
  public let runningMean: Parameter
  public let runningVariance: Parameter
  public let momentum: Float
  public let epsilon: Float
  public var parameters: [Parameter] { [weight, bias] }
  public var statistics: [Parameter] { [runningMean, runningVariance] }

  /// Creates a layer that at first only normalises.
  public init(channelCount: Int, momentum: Float, epsilon: Float) {
    weight = Parameter(.ones([channelCount]), name: "weight")
    bias = Parameter(.zeros([channelCount]), name: "bias")
    runningMean = Parameter(.zeros([channelCount]), name: "running_mean")
    runningVariance = Parameter(.ones([channelCount]), name: "running_variance")
    self.momentum = momentum
    self.epsilon = epsilon
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    let channelCount = weight.shape[0]
    guard input.shape.rank >= 2, input.shape[1] == channelCount else {
      throw ShapeError(
        operation: "batch_norm", expected: "rows shaped [\(channelCount), …]",
        actual: [input.shape])
    }
    // One number a channel, in a shape that is broadcast over the batch.
    let channels = Shape([channelCount] + Array(repeating: 1, count: input.shape.rank - 2))
    let mean: Tensor
    let variance: Tensor
    let count = channelCount > 0 ? input.shape.count / channelCount : 0
    if context.isTraining, count > 1 {
      let others = input.shape.sizes.indices.filter { $0 != 1 }
      mean = input.mean(over: others, keepingDimensions: true)
      variance = (input - mean).square().mean(over: others, keepingDimensions: true)
      let unbiased = variance * (Float(count) / Float(count - 1))
      context.update(runningMean, to: moved(runningMean, towards: mean))
      context.update(runningVariance, to: moved(runningVariance, towards: unbiased))
    } else {
      mean = runningMean.value.reshaped(to: channels)
      variance = runningVariance.value.reshaped(to: channels)
    }
    let normalized = (input - mean) / (variance + epsilon).sqrt()
    return normalized * weight.value.reshaped(to: channels) + bias.value.reshaped(to: channels)
  }

  private func moved(_ statistic: Parameter, towards figure: Tensor) -> Tensor {
    statistic.value * (1 - momentum) + figure.reshaped(to: statistic.shape) * momentum
  }
}

/// `batch_norm(momentum: 0.1, epsilon: 1e-5)`.
public struct BatchNormMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "batch_norm", gives: .layer,
    "normalises each channel over the batch, then scales and shifts it",
    formula: "y = (x − μ) / √(σ² + ε) · w + b", source: "Ioffe, Szegedy, ICML 2015",
    paper: "1502.03167",
    differs: "a batch with a single number for a channel uses the running figures",
    details: [
      "After training it uses running figures of mean and variance instead of the batch's own.",
      "The channels of an image are its first axis; of a list of numbers, each is a channel.",
    ],
    examples: ["dense(64) -> batch_norm -> relu"],
    [
      .number("momentum", default: 0.1, above: 0, atMost: 1, "how fast the running figures follow"),
      .number("epsilon", default: 1e-5, above: 0, "keeps the division finite"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var momentum: Double
  public var epsilon: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    momentum = arguments["momentum"]
    epsilon = arguments["epsilon"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    guard inputShape.rank > 0 else {
      throw ShapeError(
        operation: "batch_norm", expected: "rows shaped [channels, …]", actual: [inputShape])
    }
    let layer = BatchNorm(
      channelCount: inputShape[0], momentum: Float(momentum), epsilon: Float(epsilon))
    return BoundLayer(
      Self.descriptor.name, layer, outputShape: inputShape,
      floatingPointOperations: 8 * inputShape.count)
  }
}
