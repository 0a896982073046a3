public import TandemCatalog
public import TandemTensors

/// Settings of a layer that fit one by one but not together.
public enum LayerMethodError: Error, Equatable {
  /// A composition holds more layers than a part may have.
  case tooManyLayers(limit: Int)
  /// Compositions lie too deep within each other.
  case tooDeep(limit: Int)
  /// `parallel` has nothing to join.
  case noBranches
  /// The sizes of `reshape` make no shape.
  case unsuitableSizes([Int])
}

/// A layer of a part cannot take what the layers before it give.
public struct LayerBindingError: Error {
  /// Where the layer stands in the cells.
  public var layer: ValueOrigin?
  /// The shape of one row that reaches it.
  public var inputShape: Shape
  public var error: ShapeError

  /// Creates the error.
  public init(layer: ValueOrigin?, inputShape: Shape, error: ShapeError) {
    self.layer = layer
    self.inputShape = inputShape
    self.error = error
  }
}
