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
      "Where only the size of the last axis differs, that layer is dense.",
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
    guard shape.rank == target.rank, shape.sizes.dropLast() == target.sizes.dropLast() else {
      throw ShapeError(
        operation: Self.descriptor.name,
        expected: "layers that change only the size of the last axis, not to \(target)",
        actual: [shape])
    }
    let size = Arguments(["size": .number(Double(target[-1])), "bias": .truth(false)])
    return try DenseMethod(size).bind(to: shape, using: &generator)
  }
}
