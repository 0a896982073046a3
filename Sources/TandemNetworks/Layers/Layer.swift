public import TandemCatalog
public import TandemTensors

/// A part of a network: numbers in, numbers out, with parameters of its own.
///
/// Shapes: the first dimension of every input is the batch.
public protocol Layer: AnyObject {
  /// What training changes; every parameter that the layer has stands here or in `statistics`.
  var parameters: [Parameter] { get }

  /// What the layer keeps without a gradient, as the running means of `batch_norm`.
  var statistics: [Parameter] { get }

  /// What each of `parameters` is called within the layer, as `weight`; a composition's as
  /// `inner[1].weight`.
  var parameterNames: [String] { get }

  /// Applies the layer.
  /// - Parameters:
  ///   - input: A batch.
  ///   - context: Whether this is training, and what the layer reports beside its output.
  /// - Returns: The output, for the same batch.
  /// - Throws: `ShapeError` where the input does not fit.
  func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor
}

extension Layer {
  public var parameters: [Parameter] { [] }
  public var statistics: [Parameter] { [] }
  public var parameterNames: [String] { parameters.map(\.name) }
}

/// What a forward pass knows and collects.
public struct ForwardContext {
  /// Whether dropout drops and `batch_norm` uses the batch's own figures.
  public var isTraining: Bool
  /// The run's seed: what random layers draw from, together with the plan's step.
  public var seed: UInt64
  /// New numbers for layers' statistics; the trainer writes them after the step.
  public private(set) var statisticsUpdates: [(parameter: Parameter, value: Tensor)] = []
  /// Which positions of the rows are real: `[batch, length]`, 1 where one is and 0 at padding.
  ///
  /// `embedding` sets it where it has a padding, and layers further on that look at positions leave
  /// the others out; whoever gives the network another batch sets it back to `nil`.
  public var mask: Tensor?
  /// Inputs that must be ids, and what they are below; the trainer checks the data.
  public internal(set) var idRequirements: [(ids: Tensor, count: Int)] = []
  private var streamCount: UInt64 = 0

  /// Creates the context of one forward pass.
  public init(isTraining: Bool, seed: UInt64 = 0) {
    self.isTraining = isTraining
    self.seed = seed
  }

  /// A number of its own for each random layer of the pass, in the order of the calls.
  public mutating func nextStream() -> UInt64 {
    streamCount += 1
    return streamCount
  }

  /// Records what a layer's statistics become after this step.
  public mutating func update(_ parameter: Parameter, to value: Tensor) {
    statisticsUpdates.append((parameter, value))
  }
}

/// A kind of layer as the language names it: settings that become a `Layer` once the input is known.
public protocol LayerMethod: CatalogMethod {
  /// Whether rows are flattened for it where it stands at the front of a part.
  var flattensAtFront: Bool { get }

  /// The rows of layers among its settings: those of a composition, else none.
  var inner: [LayerTemplate] { get }

  /// Makes the layer for inputs of a shape.
  /// - Parameters:
  ///   - inputShape: The shape of one row, without the batch.
  ///   - generator: Draws the first weights.
  /// - Returns: The layer, and the shape of one row of its output.
  /// - Throws: `ShapeError` where rows of that shape do not fit.
  func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer

  /// Makes the layer where it stands at the front of a part; the same, after flattening if it asks so.
  /// - Parameters:
  ///   - inputShape: The shape of one row, without the batch.
  ///   - generator: Draws the first weights.
  /// - Returns: The layer, and the shape of one row of its output.
  /// - Throws: `ShapeError` where rows of that shape do not fit.
  func bindAtFront(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer
}

extension LayerMethod {
  public var flattensAtFront: Bool { false }
  public var inner: [LayerTemplate] { [] }

  public func bindAtFront(to inputShape: Shape, using generator: inout Generator) throws
    -> BoundLayer
  {
    guard flattensAtFront, inputShape.rank != 1 else {
      return try bind(to: inputShape, using: &generator)
    }
    var bound = try bind(to: [inputShape.count], using: &generator)
    bound.flattensInput = true
    return bound
  }
}

/// A layer that has its sizes.
public struct BoundLayer {
  /// The method's name, as 'dense': what parameters are called by.
  public var name: String
  public var layer: any Layer
  /// The shape of one row of the output.
  public var outputShape: Shape
  /// Multiplications and additions for one row.
  public var floatingPointOperations: Int
  /// Whether each row is made flat before the layer gets it.
  public var flattensInput = false

  /// Creates a bound layer.
  public init(
    _ name: String, _ layer: any Layer, outputShape: Shape, floatingPointOperations: Int = 0
  ) {
    self.name = name
    self.layer = layer
    self.outputShape = outputShape
    self.floatingPointOperations = floatingPointOperations
  }
}
