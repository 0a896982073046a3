public import TandemCatalog
public import TandemTensors

/// `softmax`: yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ) over the last axis of each row.
public struct SoftmaxMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "softmax", gives: .layer, "shares of 1 over the last axis of each row",
    formula: "yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)",
    details: ["A task's output layer needs none: its loss takes the scores before a softmax."],
    examples: ["dense(8) -> softmax"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    guard inputShape.rank > 0 else {
      throw ShapeError(
        operation: Self.descriptor.name, expected: "rows shaped [numbers]", actual: [inputShape])
    }
    return BoundLayer(
      Self.descriptor.name, Elementwise { $0.softmax() }, outputShape: inputShape,
      floatingPointOperations: 4 * inputShape.count)
  }
}
