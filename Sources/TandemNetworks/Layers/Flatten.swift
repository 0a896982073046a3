public import TandemCatalog
public import TandemTensors

extension Tensor {
  /// A batch with each row made flat: `[rows, …] → [rows, numbers]`.
  public var flattenedRows: Tensor {
    let rows = shape.rank > 0 ? shape[0] : 1
    let numbers = Shape(Array(shape.sizes.dropFirst())).count
    return reshaped(to: [rows, numbers])
  }
}

/// `flatten`: each row becomes one list of numbers.
public struct FlattenMethod: ActivationMethod {
  public static let descriptor = MethodDescriptor(
    "flatten", gives: .layer, "makes each row one list of numbers",
    details: ["A 'dense' at the front of a part does so by itself."],
    examples: ["reshape([8, 8]) -> gru(16) -> flatten"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public static func activate(_ input: Tensor) -> Tensor { input.flattenedRows }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    BoundLayer(
      Self.descriptor.name, Elementwise(Self.activate), outputShape: [inputShape.count])
  }
}
