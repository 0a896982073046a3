public import TandemCatalog
public import TandemTensors

/// Sets numbers to 0 at random while training, and passes them on unchanged otherwise.
public final class Dropout: Layer {
  public let rate: Float

  /// Creates a layer that drops with a probability from 0 to below 1.
  public init(rate: Float) {
    self.rate = rate
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    guard context.isTraining, rate > 0 else { return input }
    return input.dropout(rate: rate, seed: context.seed, stream: context.nextStream())
  }
}

/// `dropout(rate: 0.5)`.
public struct DropoutMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "dropout", gives: .layer, "sets numbers to 0 at random while training",
    formula: "y = 0 with probability rate, else x / (1 − rate)",
    source: "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, JMLR 15, 2014",
    examples: ["dense(64) -> relu -> dropout(0.2)"],
    [.number("rate", default: 0.5, atLeast: 0, atMost: 0.999, "the probability of 0")])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rate: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rate = arguments["rate"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    BoundLayer(
      Self.descriptor.name, Dropout(rate: Float(rate)), outputShape: inputShape,
      floatingPointOperations: inputShape.count)
  }
}
