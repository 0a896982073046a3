/// Numbers of a layer that training changes, or that it keeps (as running means).
public final class Parameter {
  /// What the layer calls it, as 'weight'.
  public let name: String
  /// The leaf that computations use.
  public private(set) var value: Tensor
  public var shape: Shape { value.shape }

  /// Creates a parameter from its first numbers.
  public init(_ initial: Tensor, name: String = "value") {
    guard let storage = initial.storage, initial.isKnown else {
      preconditionFailure("a parameter starts from known numbers")
    }
    let buffer = FloatBuffer(count: initial.shape.count)
    buffer.whole.assign(storage.values)
    self.name = name
    value = Tensor(leaf: buffer.whole, shape: initial.shape, role: .variable)
  }

  /// Moves the numbers into a shared flat buffer; done once, before any computation uses the leaf.
  package func move(to slice: BufferSlice) {
    slice.assign(value.values)
    value = Tensor(leaf: slice, shape: value.shape, role: .variable)
  }
}
