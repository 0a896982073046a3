public import TandemCatalog
public import TandemTensors

/// `elu(alpha: 1)`: y = x where x > 0, else alpha · (eˣ − 1).
public struct EluMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "elu", gives: .layer, "keeps what is positive, and bends the rest towards −alpha",
    formula: "y = x where x > 0, else alpha · (eˣ − 1)",
    source: "Clevert, Unterthiner, Hochreiter, ICLR 2016", paper: "1511.07289",
    examples: ["dense(64) -> elu", "elu(0.5)"],
    [.number("alpha", default: 1, atLeast: 0, "how far below 0 it goes")])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var alpha: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    alpha = arguments["alpha"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let alpha = Float(alpha)
    return BoundLayer(
      Self.descriptor.name, Elementwise { $0.elu(scale: alpha) }, outputShape: inputShape,
      floatingPointOperations: 4 * inputShape.count)
  }
}
