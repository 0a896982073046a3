public import TandemCatalog
public import TandemTensors

/// A pool whose window is the whole image: a number a channel.
public protocol GlobalPoolMethod: LayerMethod {
  /// Makes `[batch, channels]` of `[batch, channels, …]`.
  static func pool(_ input: Tensor) -> Tensor
}

extension GlobalPoolMethod {
  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let name = Self.descriptor.name
    let rows = try ImageRows(inputShape, for: name)
    let rank = inputShape.rank
    let layer = GlobalPool { input in
      try input.requireRank(rank + 1, for: name)
      return Self.pool(input)
    }
    return BoundLayer(
      name, layer, outputShape: [rows.channelCount], floatingPointOperations: inputShape.count)
  }
}

/// A layer that makes a number of each channel.
public final class GlobalPool: Layer {
  private let pool: (Tensor) throws -> Tensor

  /// Creates a layer from what it does with `[batch, channels, …]`.
  public init(_ pool: @escaping (Tensor) throws -> Tensor) {
    self.pool = pool
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    try pool(input)
  }
}

/// `global_avg_pool`: the mean over each channel.
public struct GlobalAveragePoolMethod: GlobalPoolMethod {
  public static let descriptor = MethodDescriptor(
    "global_avg_pool", gives: .layer, "the mean over each channel",
    source: "Lin, Chen, Yan, ICLR 2014", paper: "1312.4400",
    details: ["Rows are images, [channels, height, width], or signals, [channels, length]."],
    examples: ["conv(16, kernel: 3) -> relu -> global_avg_pool"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public static func pool(_ input: Tensor) -> Tensor {
    input.mean(over: Array(2..<input.shape.rank))
  }
}

/// `global_max_pool`: the largest number of each channel; equal ones share its gradient.
public struct GlobalMaximumPoolMethod: GlobalPoolMethod {
  public static let descriptor = MethodDescriptor(
    "global_max_pool", gives: .layer, "the largest number of each channel",
    details: ["Rows are images, [channels, height, width], or signals, [channels, length]."],
    examples: ["conv(16, kernel: 3) -> relu -> global_max_pool"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public static func pool(_ input: Tensor) -> Tensor {
    input.maximum(over: Array(2..<input.shape.rank))
  }
}
