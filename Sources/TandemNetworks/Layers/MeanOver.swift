public import TandemCatalog
public import TandemTensors

/// The mean of each row over some of its axes, which are gone then.
///
/// A mean over the positions counts those that the pass's mask leaves; where it leaves none, it is 0.
/// Shapes: `[batch, …] → [batch, …]`, without the axes.
public final class MeanOver: Layer {
  /// Axes of a row, counted from 0.
  public let axes: [Int]

  /// Creates a layer; the axes are different ones.
  public init(axes: [Int]) {
    self.axes = axes
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    let dimensions = axes.map { $0 + 1 }
    guard axes.contains(0), let mask = context.mask(for: input) else {
      return input.mean(over: dimensions)
    }
    let ones = Array(repeating: 1, count: input.shape.rank - 2)
    let total = (input * mask.reshaped(to: Shape(mask.shape.sizes + ones))).sum(over: dimensions)
    let others = dimensions.filter { $0 > 1 }.map { input.shape[$0] }.reduce(1, *)
    let counts = (mask.sum(over: [1]) * Float(others)).clamped(to: 1...(.greatestFiniteMagnitude))
    let shape = [input.shape[0]] + Array(repeating: 1, count: total.shape.rank - 1)
    return total / counts.reshaped(to: Shape(shape))
  }
}

/// `mean_over(axis)`: the mean of each row over some of its axes, which are gone then.
public struct MeanOverMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "mean_over", gives: .layer, "the mean over an axis of each row",
    details: [
      "Axes are those of a row, counted from 0, negative ones from the last: of rows shaped "
        + "[length, features] mean_over(0) leaves [features]; of images, mean_over([1, 2]) leaves a "
        + "number a channel.",
      "Positions that an embedding's 'padding' left out do not count in a mean over axis 0.",
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
    return BoundLayer(
      Self.descriptor.name, MeanOver(axes: gone.sorted()), outputShape: Shape(row),
      floatingPointOperations: inputShape.count)
  }
}
