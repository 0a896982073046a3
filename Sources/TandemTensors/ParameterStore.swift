/// The parameters of a network in one flat buffer, and their gradients in another beside it.
///
/// Plans write each gradient to `gradient(at:)`, and an optimizer updates one flat array.
public final class ParameterStore {
  public let parameters: [Parameter]
  /// All numbers, in the order of the parameters, without gaps.
  public let values: FloatBuffer
  /// The gradient of each number of `values`.
  public let gradients: FloatBuffer
  private let offsets: [Int]

  /// Moves parameters together; done once, before any computation uses them.
  public init(_ parameters: [Parameter]) {
    self.parameters = parameters
    var offsets: [Int] = []
    var count = 0
    for parameter in parameters {
      offsets.append(count)
      count += parameter.shape.count
    }
    self.offsets = offsets
    values = FloatBuffer(count: count)
    gradients = FloatBuffer(count: count)
    for (parameter, offset) in zip(parameters, offsets) {
      parameter.move(to: BufferSlice(values, offset: offset, count: parameter.shape.count))
    }
  }

  /// How many numbers there are in all.
  public var count: Int { values.count }

  /// Where a parameter's numbers lie.
  public func value(at index: Int) -> BufferSlice { slice(of: values, at: index) }

  /// Where a parameter's gradient belongs.
  public func gradient(at index: Int) -> BufferSlice { slice(of: gradients, at: index) }

  /// The parameters' leaves, which gradients are taken with respect to.
  public var tensors: [Tensor] { parameters.map(\.value) }

  private func slice(of buffer: FloatBuffer, at index: Int) -> BufferSlice {
    BufferSlice(buffer, offset: offsets[index], count: parameters[index].shape.count)
  }
}
