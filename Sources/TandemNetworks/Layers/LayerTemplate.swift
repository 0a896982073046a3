public import TandemCatalog
public import TandemTensors

/// Layers in a row, as `dense(64) -> relu` writes them: sizes that are left out are found at binding.
///
/// A `dense` at the front of a part flattens each row first.
public struct LayerTemplate: ValueObject {
  public var layers: [any LayerMethod]
  public var origin: ValueOrigin?
  public var kind: ValueKind { .layer }

  /// Creates a row of layers; an empty one passes its input on.
  public init(_ layers: [any LayerMethod]) {
    self.layers = layers
  }

  public var sourceText: String {
    // Layers without arguments are named without their brackets.
    layers.map { layer in
      let text = layer.sourceText
      return text.hasSuffix("()") ? String(text.dropLast(2)) : text
    }.joined(separator: " -> ")
  }

  /// How many layers a part may have; a repetition can ask for any number.
  public static let maximumLayerCount = 1000

  /// How deep compositions may lie within each other: less deep than a text that can be read again.
  public static let maximumDepth = 32

  /// How many layers there are, those inside of compositions among them.
  public var layerCount: Int {
    layers.reduce(0) { count, layer in layer.inner.reduce(count + 1) { $0 + $1.layerCount } }
  }

  /// How deep compositions lie within each other; 0 where there is none.
  private var depth: Int {
    layers.flatMap(\.inner).map { 1 + $0.depth }.max() ?? 0
  }

  /// Makes sure that the layers can be counted, written and read again.
  /// - Throws: `LayerMethodError`, where there are too many, or where they are nested too deep.
  func checkSize() throws {
    guard depth <= Self.maximumDepth else {
      throw LayerMethodError.tooDeep(limit: Self.maximumDepth)
    }
    guard layerCount <= Self.maximumLayerCount else {
      throw LayerMethodError.tooManyLayers(limit: Self.maximumLayerCount)
    }
  }

  /// How many weights a part may have: half a gigabyte of them.
  ///
  /// A mistyped size should be an error, and not eat the machine.
  public static let maximumWeightCount = 1 << 27

  /// How many numbers a layer may make of a row, for the same reason: a batch of them is computed at once.
  public static let maximumRowCount = 1 << 22

  /// How many axes a row may have, so that batches of rows, and stacks of those, can be broadcast.
  public static let maximumRowRank = 6

  /// The layers several times over, each with weights of its own: `(dense(64) -> relu) * 3`.
  /// - Parameter count: How many times, at least 1.
  /// - Returns: The longer row; `nil` where it would have more than `maximumLayerCount` layers.
  public func repeated(_ count: Int) -> LayerTemplate? {
    let (total, overflows) = layerCount.multipliedReportingOverflow(by: count)
    guard count >= 1, !overflows, total <= Self.maximumLayerCount else { return nil }
    return LayerTemplate((0..<count).flatMap { _ in layers })
  }

  /// Makes the layers for rows of a shape, one after the other.
  /// - Parameters:
  ///   - inputShape: The shape of one row.
  ///   - generator: Draws the first weights.
  ///   - weightLimit: How many weights the layers may have in all.
  ///   - isAtFront: Whether they stand at the front of a part.
  /// - Returns: The layers with their sizes.
  /// - Throws: `LayerBindingError`, with the layer whose input does not fit; `MemoryShortage`, where there
  ///   is no room for the weights.
  public func bind(
    to inputShape: Shape, using generator: inout Generator,
    weightLimit: Int = LayerTemplate.maximumWeightCount, isAtFront: Bool = true
  ) throws -> BoundSequence {
    var shape = inputShape
    var bound: [BoundLayer] = []
    var weightCount = 0
    for (index, layer) in layers.enumerated() {
      do {
        let next =
          isAtFront && index == 0
          ? try layer.bindAtFront(to: shape, using: &generator)
          : try layer.bind(to: shape, using: &generator)
        weightCount += next.layer.parameters.reduce(0) { $0 + $1.shape.count }
        guard weightCount <= weightLimit else {
          throw ShapeError(
            operation: next.name, expected: "a part of at most \(weightLimit) weights",
            actual: [next.outputShape])
        }
        try Self.requireRow(next.outputShape, for: next.name)
        shape = next.outputShape
        bound.append(next)
      } catch let error as ShapeError {
        throw LayerBindingError(layer: layer.origin, inputShape: shape, error: error)
      }
    }
    return BoundSequence(layers: bound, inputShape: inputShape, outputShape: shape)
  }
}

extension LayerTemplate {
  /// Checks that a layer makes no more numbers, and no more axes, of a row than it may.
  /// - Parameters:
  ///   - row: The shape of what it makes of a row, on the way or in the end.
  ///   - name: The layer.
  /// - Throws: `ShapeError`, if there are more.
  static func requireRow(_ row: Shape, for name: String) throws {
    guard row.rank <= maximumRowRank else {
      throw ShapeError(
        operation: name, expected: "at most \(maximumRowRank) axes a row", actual: [row])
    }
    // In Double, for what is too large for an Int.
    guard row.sizes.reduce(1, { $0 * Double($1) }) <= Double(maximumRowCount) else {
      throw ShapeError(
        operation: name, expected: "at most \(maximumRowCount) numbers a row", actual: [row])
    }
  }
}

/// A row of layers that have their sizes.
public struct BoundSequence {
  public var layers: [BoundLayer]
  public var inputShape: Shape
  public var outputShape: Shape

  /// Creates a row from its layers.
  public init(layers: [BoundLayer], inputShape: Shape, outputShape: Shape) {
    self.layers = layers
    self.inputShape = inputShape
    self.outputShape = outputShape
  }

  public var parameters: [Parameter] { layers.flatMap(\.layer.parameters) }
  public var statistics: [Parameter] { layers.flatMap(\.layer.statistics) }
  /// A name for each of `parameters`, by the layer's place, as `[0].weight`.
  public var parameterNames: [String] {
    layers.enumerated().flatMap { index, bound in
      bound.layer.parameterNames.map { "[\(index)].\($0)" }
    }
  }
  public var floatingPointOperations: Int {
    layers.reduce(0) { $0 + $1.floatingPointOperations }
  }

  /// Applies the layers one after the other.
  /// - Parameters:
  ///   - input: A batch of rows of `inputShape`.
  ///   - context: The forward pass.
  /// - Returns: A batch of rows of `outputShape`.
  /// - Throws: `ShapeError` where the input does not fit.
  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    var value = input
    for bound in layers {
      if bound.flattensInput { value = value.flattenedRows }
      value = try bound.layer(value, in: &context)
    }
    return value
  }
}
