public import TandemCatalog
public import TandemTensors

/// A layer that makes a number of each window of images or signals.
public final class Pool: Layer {
  private let rank: Int
  private let name: String
  private let pool: (Tensor) throws -> Tensor

  /// Creates a layer from what it does with images.
  /// - Parameters:
  ///   - name: Its name in the language.
  ///   - rank: How many axes its rows have.
  ///   - pool: Takes and gives `[batch, channels, height, width]`.
  public init(_ name: String, rank: Int, _ pool: @escaping (Tensor) throws -> Tensor) {
    (self.name, self.rank, self.pool) = (name, rank, pool)
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    try pool(input.asImages(rank: rank, for: name)).asRows(rank: rank)
  }
}

/// The settings that `max_pool` and `avg_pool` have in common.
struct PoolSettings {
  let size: AxisSetting
  let stride: AxisSetting
  let padding: AxisSetting

  static let arguments: [ArgumentDescriptor] = [
    .axes("size", "how many numbers a window covers along an axis"),
    .optional(
      "stride", ArgumentDescriptor.axes("stride", "").accepts,
      "from one window to the next; left out, they lie side by side"),
    .axes(
      "padding", default: 0, atLeast: 0, "how far windows reach out of the image, half at most"),
  ]

  init(_ arguments: Arguments) throws {
    size = try AxisSetting(arguments, "size")
    padding = try AxisSetting(arguments, "padding")
    if case .none = arguments[value: "stride"] {
      stride = size
    } else {
      stride = try AxisSetting(arguments, "stride")
    }
    if let (large, size) = AxisSetting.pairs(padding, size).first(where: { $0 > $1 / 2 }) {
      throw ImageLayerError.largePadding(large, size: size)
    }
  }

  /// The layer for rows of a shape.
  func bind(
    _ name: String, to inputShape: Shape, _ pool: @escaping (Tensor, PoolWindow) throws -> Tensor
  ) throws -> BoundLayer {
    let rows = try ImageRows(inputShape, for: name, size, stride, padding)
    let (sizes, strides) = (rows.along(size, neutral: 1), rows.along(stride, neutral: 1))
    let paddings = rows.along(padding, neutral: 0)
    try rows.require(atLeast: zip(sizes, paddings).map { $0 - 2 * $1 }, for: name)
    let axes = (0..<2).map { axis in
      PoolWindow.Axis(size: sizes[axis], stride: strides[axis], padding: paddings[axis])
    }
    let window = PoolWindow(rows: axes[0], columns: axes[1])
    let places = zip(axes, rows.imageSize).map { $0.placeCount(in: $1) }
    let output = try rows.row(rows.channelCount, places, for: name)
    return BoundLayer(
      name, Pool(name, rank: inputShape.rank) { try pool($0, window) }, outputShape: output,
      floatingPointOperations: output.count * sizes[0] * sizes[1])
  }
}

/// `max_pool(size, stride: none, padding: 0)`: the largest number of each window.
public struct MaximumPoolMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "max_pool", gives: .layer, "the largest number of each window",
    formula: "y[c, i] = max over k of x[c, i · stride − padding + k]",
    details: [
      "Rows are images, [channels, height, width], or signals, [channels, length].",
      "A window that does not fit at the end is left out. Padding is never the largest.",
    ],
    examples: ["conv(8, kernel: 3) -> max_pool(2) -> relu"],
    PoolSettings.arguments)

  public let arguments: Arguments
  public var origin: ValueOrigin?
  private let settings: PoolSettings

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    settings = try PoolSettings(arguments)
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    try settings.bind(Self.descriptor.name, to: inputShape) { try $0.maximumPooled($1) }
  }
}

/// `avg_pool(size, stride: none, padding: 0)`: the mean over each window.
public struct AveragePoolMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "avg_pool", gives: .layer, "the mean over each window",
    formula: "y[c, i] = mean over k of x[c, i · stride − padding + k]",
    details: [
      "Rows are images, [channels, height, width], or signals, [channels, length].",
      "A window that does not fit at the end is left out. Padding counts as zeros.",
    ],
    examples: ["conv(8, kernel: 3) -> relu -> avg_pool(2)"],
    PoolSettings.arguments)

  public let arguments: Arguments
  public var origin: ValueOrigin?
  private let settings: PoolSettings

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    settings = try PoolSettings(arguments)
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    try settings.bind(Self.descriptor.name, to: inputShape) { try $0.meanPooled($1) }
  }
}
