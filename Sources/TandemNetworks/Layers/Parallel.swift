public import TandemCatalog
public import TandemTensors

/// Layers side by side on one input, their outputs joined.
///
/// Shapes: `[batch, …] → [batch, …]`; a concatenation adds up the branches' sizes along one axis.
public final class Parallel: Layer {
  public let branches: [BoundSequence]
  public let join: Join

  /// How the branches' outputs become one.
  public enum Join: Sendable, Equatable {
    /// One after the other along an axis of the row.
    case concatenation(axis: Int)
    case sum
    case mean
  }

  public var parameters: [Parameter] { branches.flatMap(\.parameters) }
  public var statistics: [Parameter] { branches.flatMap(\.statistics) }
  public var parameterNames: [String] {
    branches.enumerated().flatMap { index, branch in
      branch.parameterNames.map { "branches[\(index)]" + $0 }
    }
  }

  /// Creates a layer of at least one branch, whose outputs can be joined so.
  public init(_ branches: [BoundSequence], join: Join) {
    precondition(!branches.isEmpty, "nothing to join")
    self.branches = branches
    self.join = join
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    let outputs = try outputs(of: input, in: &context)
    if case .concatenation(let axis) = join { return .concatenated(outputs, along: axis + 1) }
    let total = outputs.dropFirst().reduce(outputs[0]) { $0 + $1 }
    return join == .mean ? total / Float(outputs.count) : total
  }

  /// What each branch makes of the input.
  ///
  /// No branch sees which positions an embedding in another one has left out; behind the branches the
  /// first mask that one of them has ended with stands for all.
  private func outputs(of input: Tensor, in context: inout ForwardContext) throws -> [Tensor] {
    let mask = context.mask
    var masks: [Tensor] = []
    let outputs = try branches.map { branch in
      context.mask = mask
      let output = try branch(input, in: &context)
      if let own = context.mask { masks.append(own) }
      return output
    }
    context.mask = masks.first
    return outputs
  }
}

/// `parallel(a, b, …, join: concatenate, axis: none)`.
public struct ParallelMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "parallel", gives: .layer, "layers side by side on one input, their outputs joined",
    details: [
      "Outputs are concatenated along the channels of images, the first axis of three or more, else "
        + "along the last axis; 'axis' names another, counted from 0, or from the last by -1.",
      "A list of branches may stand for them: parallel([dense(8) -> relu, dense(8) -> tanh]).",
      "At the front of a part each branch that begins with 'dense' flattens its rows.",
    ],
    examples: [
      "parallel(dense(16) -> relu, dense(16) -> tanh)",
      "parallel([dense(8) -> dropout(0.1 * i) for i in 1...3], join: mean)",
    ],
    [
      ArgumentDescriptor(
        "branches", .oneOf([.object(.layer), .list(.object(.layer))]), .variadic,
        "the layers that each get the input"),
      .word(
        "join", ["concatenate", "add", "mean"], default: "concatenate", "how outputs are joined"),
      .optional("axis", .number(.axis), "the axis of the row along which they are concatenated"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public let branches: [LayerTemplate]
  public let join: String
  public let axis: Int?
  public var inner: [LayerTemplate] { branches }
  public var flattensAtFront: Bool {
    branches.allSatisfy { $0.layers.first?.flattensAtFront ?? false }
  }

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    branches = Self.templates(in: arguments[value: "branches"])
    join = arguments["join"]
    axis = arguments["axis"]
    if branches.isEmpty { throw LayerMethodError.noBranches }
  }

  private static func templates(in value: Value) -> [LayerTemplate] {
    switch value {
    case .list(let values): values.flatMap(templates)
    case .object(let object): (object as? LayerTemplate).map { [$0] } ?? []
    default: []
    }
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    try bind(to: inputShape, using: &generator, isAtFront: false)
  }

  public func bindAtFront(to inputShape: Shape, using generator: inout Generator) throws
    -> BoundLayer
  {
    try bind(to: inputShape, using: &generator, isAtFront: true)
  }

  private func bind(
    to inputShape: Shape, using generator: inout Generator, isAtFront: Bool
  ) throws -> BoundLayer {
    var bound: [BoundSequence] = []
    var weightLimit = LayerTemplate.maximumWeightCount
    for branch in branches {
      let next = try branch.bind(
        to: inputShape, using: &generator, weightLimit: weightLimit, isAtFront: isAtFront)
      weightLimit -= next.parameters.reduce(0) { $0 + $1.shape.count }
      bound.append(next)
    }
    let (join, outputShape) = try joined(bound.map(\.outputShape), of: inputShape)
    return BoundLayer(
      Self.descriptor.name, Parallel(bound, join: join), outputShape: outputShape,
      floatingPointOperations: bound.reduce(outputShape.count) {
        $0 + $1.floatingPointOperations
      })
  }

  /// How outputs of these shapes are joined, and the shape of a row that comes of it.
  private func joined(_ shapes: [Shape], of inputShape: Shape) throws -> (Parallel.Join, Shape) {
    func unfit(_ what: String) -> ShapeError {
      let list = shapes.map(\.description).joined(separator: " and ")
      return ShapeError(
        operation: Self.descriptor.name,
        expected: "rows of which its branches make \(what), not \(list)",
        actual: [inputShape])
    }
    var shape = shapes[0]
    guard join == "concatenate" else {
      guard shapes.allSatisfy({ $0 == shape }) else { throw unfit("one shape") }
      return (join == "mean" ? .mean : .sum, shape)
    }
    let place = axis ?? (shape.rank > 2 ? 0 : -1)
    guard let axis = shape.dimension(place) else { throw unfit("shapes with axis \(place)") }
    for other in shapes.dropFirst() {
      guard other.rank == shape.rank else { throw unfit("shapes of as many axes") }
      var rest = other
      rest.sizes[axis] = shape.sizes[axis]
      guard rest == shape else { throw unfit("equal sizes outside axis \(axis)") }
      shape.sizes[axis] += other.sizes[axis]
    }
    return (.concatenation(axis: axis), shape)
  }
}
