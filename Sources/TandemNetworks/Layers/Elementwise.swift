import TandemCatalog
public import TandemTensors

/// A layer without parameters that acts on each number by itself.
public final class Elementwise: Layer {
  private let function: (Tensor) -> Tensor

  /// Creates a layer from its function.
  public init(_ function: @escaping (Tensor) -> Tensor) {
    self.function = function
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    function(input)
  }
}

/// A kind of `Elementwise` layer that needs no settings, as `relu`.
public protocol ActivationMethod: LayerMethod {
  /// What the layer computes.
  static func activate(_ input: Tensor) -> Tensor
}

extension ActivationMethod {
  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    BoundLayer(
      Self.descriptor.name, Elementwise(Self.activate), outputShape: inputShape,
      floatingPointOperations: inputShape.count)
  }
}
