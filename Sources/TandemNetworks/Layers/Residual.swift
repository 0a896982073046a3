public import TandemCatalog
public import TandemTensors

/// Adds to its input what layers make of it: `y = x + f(x)`, or `y = P x + f(x)` where the shapes differ.
///
/// Shapes: `[batch, …] → [batch, …]`, the shape that the inner layers give.
public final class Residual: Layer {
  public let inner: BoundSequence
  /// What brings the input into the shape of the inner layers' output.
  public let projection: (any Layer)?

  public var parameters: [Parameter] { inner.parameters + (projection?.parameters ?? []) }
  public var statistics: [Parameter] { inner.statistics + (projection?.statistics ?? []) }
  public var parameterNames: [String] {
    inner.parameterNames.map { "inner" + $0 }
      + (projection?.parameterNames ?? []).map { "projection." + $0 }
  }

  /// Creates a layer; `projection` gives rows in the shape that `inner` gives.
  public init(_ inner: BoundSequence, projection: (any Layer)?) {
    self.inner = inner
    self.projection = projection
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    let change = try inner(input, in: &context)
    let base = try projection?(input, in: &context) ?? input
    try base.requireSameShape(as: change, for: "residual")
    return base + change
  }
}

/// `residual(layers, project: false)`.
public struct ResidualMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "residual", gives: .layer, "adds to its input what layers make of it", formula: "y = x + f(x)",
    source: "He, Zhang, Ren, Sun, CVPR 2016", paper: "1512.03385",
    details: [
      "Its layers give rows in the shape that they get, unless 'project' is true: where the shapes "
        + "differ, the input then goes through a linear layer of its own, without a bias.",
      "That layer is dense where only the size of the last axis differs; of images, and where channels "
        + "differ, it is a convolution of kernel 1, with the stride that makes the sizes fit.",
    ],
    examples: [
      "dense(32) -> residual(relu -> dense(32))",
      "residual(dense(64) -> relu -> dense(32), project: true)",
    ],
    [
      ArgumentDescriptor("layers", .object(.layer), .required, "what is added to the input"),
      .truth(
        "project", default: false, "whether the input is brought into the shape of the output"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public let layers: LayerTemplate
  public let projects: Bool
  public var inner: [LayerTemplate] { [layers] }
  public var flattensAtFront: Bool { layers.layers.first?.flattensAtFront ?? false }

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    layers = arguments.object("layers") ?? LayerTemplate([])
    projects = arguments["project"]
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let inner = try layers.bind(to: inputShape, using: &generator, isAtFront: false)
    let projection =
      inner.outputShape == inputShape
      ? nil : try projection(of: inputShape, to: inner.outputShape, using: &generator)
    return BoundLayer(
      Self.descriptor.name, Residual(inner, projection: projection?.layer),
      outputShape: inner.outputShape,
      floatingPointOperations: inner.floatingPointOperations + inner.outputShape.count
        + (projection?.floatingPointOperations ?? 0))
  }

  /// The linear layer from one shape to another.
  private func projection(
    of shape: Shape, to target: Shape, using generator: inout Generator
  ) throws -> BoundLayer {
    guard projects else {
      throw ShapeError(
        operation: Self.descriptor.name,
        expected: "rows in the shape that its layers give, \(target), or 'project: true'",
        actual: [shape])
    }
    if shape.rank == target.rank, shape.rank < 3, shape.sizes.dropLast() == target.sizes.dropLast()
    {
      let size = Arguments(["size": .number(Double(target[-1])), "bias": .truth(false)])
      return try DenseMethod(size).bind(to: shape, using: &generator)
    }
    let strides = zip(shape.sizes, target.sizes).dropFirst().map { Self.stride(from: $0, to: $1) }
    guard shape.rank == target.rank, (2...3).contains(shape.rank), !strides.contains(nil) else {
      throw ShapeError(
        operation: Self.descriptor.name,
        expected: "layers to whose output the input can be projected, not \(target)",
        actual: [shape])
    }
    let convolution = try ConvolutionMethod.descriptor.bind([
      WrittenArgument(.number(Double(target[0]))), WrittenArgument(label: "kernel", .number(1)),
      WrittenArgument(
        label: "stride", .list(strides.compactMap(\.self).map { .number(Double($0)) })),
      WrittenArgument(label: "bias", .truth(false)),
    ])
    return try ConvolutionMethod(convolution).bind(to: shape, using: &generator)
  }

  /// The least stride that makes one size of the other; `nil` if none does.
  private static func stride(from size: Int, to target: Int) -> Int? {
    (1...max(min(size, 1024), 1)).first { (size - 1) / $0 + 1 == target }
  }
}
