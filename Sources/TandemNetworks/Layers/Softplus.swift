public import TandemCatalog
public import TandemTensors

/// `softplus(beta: 1)`: y = log(1 + exp(beta · x)) / beta, element by element.
public struct SoftplusMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "softplus", gives: .layer, "a smooth relu, always positive",
    formula: "y = log(1 + exp(beta · x)) / beta", examples: ["dense(64) -> softplus"],
    [.number("beta", default: 1, above: 0, "how sharp the bend is")])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var beta: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    beta = arguments["beta"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let beta = Float(beta)
    let layer = Elementwise { input in
      beta == 1 ? input.softplus() : (input * beta).softplus() / beta
    }
    return BoundLayer(
      Self.descriptor.name, layer, outputShape: inputShape,
      floatingPointOperations: 4 * inputShape.count)
  }
}
