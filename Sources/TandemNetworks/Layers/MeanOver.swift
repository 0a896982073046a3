public import TandemCatalog
public import TandemTensors

/// `mean_over(axis)`: the mean of each row over some of its axes, which are gone then.
public struct MeanOverMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "mean_over", gives: .layer, "the mean over an axis of each row",
    details: [
      "Axes are those of a row, counted from 0, negative ones from the last: of rows shaped "
        + "[length, features] mean_over(0) leaves [features]; of images, mean_over([1, 2]) leaves a "
        + "number a channel."
    ],
    examples: ["reshape([8, 8]) -> gru(32) -> mean_over(0)", "mean_over([1, 2])"],
    [
      ArgumentDescriptor(
        "axis", .oneOf([.number(.axis), .list(.number(.axis))]), .required,
        "the axis, or a list of them")
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public let axes: [Int]

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    if case .number = arguments[value: "axis"] {
      axes = [arguments["axis"]]
    } else {
      axes = arguments["axis"]
    }
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let found = axes.compactMap { inputShape.dimension($0) }
    guard found.count == axes.count, inputShape.count > 0 else {
      let list = axes.map(String.init).joined(separator: " and ")
      throw ShapeError(
        operation: Self.descriptor.name,
        expected: "rows with the \(axes.count == 1 ? "axis" : "axes") \(list)",
        actual: [inputShape])
    }
    let gone = Set(found)
    let row = inputShape.sizes.indices.filter { !gone.contains($0) }.map { inputShape[$0] }
    let layer = Elementwise { $0.mean(over: gone.map { $0 + 1 }) }
    return BoundLayer(
      Self.descriptor.name, layer, outputShape: Shape(row),
      floatingPointOperations: inputShape.count)
  }
}
