public import TandemCatalog
public import TandemTensors

/// `leaky_relu(slope: 0.01)`: y = x where x > 0, else slope · x.
public struct LeakyReluMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "leaky_relu", gives: .layer, "keeps what is positive, a small part of the rest",
    formula: "y = x where x > 0, else slope · x",
    source: "Maas, Hannun, Ng, ICML 2013 Workshop on Deep Learning for Audio, Speech and Language",
    examples: ["dense(64) -> leaky_relu", "leaky_relu(0.2)"],
    [.number("slope", default: 0.01, "the slope below 0")])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var slope: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    slope = arguments["slope"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let slope = Float(slope)
    return BoundLayer(
      Self.descriptor.name, Elementwise { $0.leakyRelu(slope: slope) }, outputShape: inputShape,
      floatingPointOperations: 2 * inputShape.count)
  }
}
