public import TandemCatalog
public import TandemTensors

/// A convolution: each output is a weighted sum of the numbers that a small kernel covers.
///
/// `y[o, i] = bₒ + Σ w[o, c, k] · x[c, i · stride − padding + k · dilation]`, over the channels `c` of a group
/// and the places `k` of the kernel.
/// Shapes: `[batch, channels, height, width] → [batch, outputs, height, width]`, or with `length` for both;
/// `weight` is `[outputs, channels / groups, kernel…]`.
public final class Convolution: Layer {
  public let weight: Parameter
  public let bias: Parameter?
  public let window: ConvolutionWindow
  public var parameters: [Parameter] { bias.map { [weight, $0] } ?? [weight] }

  /// Draws the weights from U(−1/√n, 1/√n), n being the numbers that an output sees; the bias starts at
  /// zero.
  /// - Parameters:
  ///   - weightShape: `[outputs, channels / groups, kernel…]`.
  ///   - window: How the kernel moves.
  ///   - hasBias: Whether a constant is added to each output.
  ///   - generator: Draws the weights.
  public init(
    weightShape: Shape, window: ConvolutionWindow, hasBias: Bool, using generator: inout Generator
  ) {
    weight = Parameter(.kernel(weightShape, using: &generator), name: "weight")
    bias = hasBias ? Parameter(.zeros([weightShape[0]]), name: "bias") : nil
    self.window = window
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    let rank = weight.shape.rank - 1
    return try input.asImages(rank: rank, for: "conv")
      .convolved(with: weight.value.asImageKernel, bias: bias?.value, window).asRows(rank: rank)
  }
}

extension Tensor {
  /// First weights of a kernel: U(−1/√n, 1/√n), n being the numbers of its first dimension's each.
  static func kernel(_ shape: Shape, using generator: inout Generator) -> Tensor {
    let count = shape.sizes.dropFirst().reduce(1, *)
    let bound = 1 / Float(max(count, 1)).squareRoot()
    return .uniform(-bound...bound, shape, using: &generator)
  }
}

/// `conv(channels, kernel:, stride: 1, padding: 0, dilation: 1, groups: 1, bias: true)`.
public struct ConvolutionMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "conv", gives: .layer, "each output is a weighted sum of what a small kernel covers",
    formula: "y[o, i] = bₒ + Σ w[o, c, k] · x[c, i · stride − padding + k · dilation]",
    source: "LeCun, Bottou, Bengio, Haffner, Proceedings of the IEEE 86, 1998",
    details: [
      "Rows are images, [channels, height, width], or signals, [channels, length].",
      "A setting is one number for all axes, or a list with one for each: kernel: [3, 5].",
      "padding: same keeps the size, where the stride is 1; valid is 0.",
      "The weights start from U(−1/√n, 1/√n) for n numbers that an output sees, the bias at zero.",
    ],
    examples: ["conv(8, kernel: 3) -> relu -> max_pool(2) -> flatten -> dense(32)"],
    [
      .whole("channels", atLeast: 1, atMost: 1_000_000, "how many channels come out"),
      .axes("kernel", "how many numbers the kernel covers along an axis"),
      .axes("stride", default: 1, "from one place of the kernel to the next"),
      .axes(
        "padding", default: 0, atLeast: 0, orWords: ["same", "valid"],
        "how many zeros stand around the image"),
      .axes("dilation", default: 1, "from one number that the kernel covers to the next"),
      .whole(
        "groups", default: 1, atLeast: 1, atMost: 1_000_000,
        "into how many groups of their own the channels are cut"),
      .truth("bias", default: true, "whether a constant is added to each output"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  private let channelCount: Int
  private let groupCount: Int
  private let hasBias: Bool
  private let kernel: AxisSetting
  private let stride: AxisSetting
  private let dilation: AxisSetting
  /// `nil` for as much as keeps the size.
  private let padding: AxisSetting?

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    channelCount = arguments["channels"]
    groupCount = arguments["groups"]
    hasBias = arguments["bias"]
    kernel = try AxisSetting(arguments, "kernel")
    stride = try AxisSetting(arguments, "stride")
    dilation = try AxisSetting(arguments, "dilation")
    if case .text(let word) = arguments[value: "padding"] {
      padding = word == "same" ? nil : .all(0)
    } else {
      padding = try AxisSetting(arguments, "padding")
    }
    guard channelCount % groupCount == 0 else {
      throw ImageLayerError.unevenGroups(channels: channelCount, groups: groupCount)
    }
    if padding == nil, let large = stride.numbers.first(where: { $0 > 1 }) {
      throw ImageLayerError.sameWithStride(large)
    }
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let name = Self.descriptor.name
    let rows = try ImageRows(inputShape, for: name, kernel, stride, dilation, padding ?? .all(0))
    try rows.require(groups: groupCount, for: name)
    let sizes = rows.along(kernel, neutral: 1)
    let axes = axes(of: rows, kernel: sizes)
    try rows.require(
      atLeast: zip(axes, sizes).map { $0.extent(of: $1) - $0.paddingBefore - $0.paddingAfter },
      for: name)
    let window = ConvolutionWindow(rows: axes[0], columns: axes[1], groupCount: groupCount)
    let seenCount = rows.channelCount / groupCount * sizes[0] * sizes[1]
    try LayerTemplate.requireWeights(channelCount, seenCount, for: name)
    let size = zip(zip(axes, sizes), rows.imageSize).map { $0.0.placeCount(in: $1, of: $0.1) }
    let output = try rows.row(channelCount, size, for: name)
    let weightShape = Shape(
      [channelCount, rows.channelCount / groupCount] + sizes.suffix(rows.size.count))
    let layer = Convolution(
      weightShape: weightShape, window: window, hasBias: hasBias, using: &generator)
    return BoundLayer(
      name, layer, outputShape: output, floatingPointOperations: 2 * output.count * seenCount)
  }

  private func axes(of rows: ImageRows, kernel: [Int]) -> [ConvolutionWindow.Axis] {
    let strides = rows.along(stride, neutral: 1)
    let dilations = rows.along(dilation, neutral: 1)
    let paddings = padding.map { rows.along($0, neutral: 0) }
    return (0..<2).map { axis in
      // An even extent puts one more zero behind the image than before it.
      let around = dilations[axis] * (kernel[axis] - 1)
      return ConvolutionWindow.Axis(
        stride: strides[axis], padding: paddings?[axis] ?? around / 2,
        paddingAfter: paddings?[axis] ?? (around + 1) / 2, dilation: dilations[axis])
    }
  }
}

extension LayerTemplate {
  /// Checks that a layer has no more weights than a part may have.
  /// - Parameters:
  ///   - count: How many outputs there are.
  ///   - inputCount: How many weights each of them has.
  ///   - name: The layer.
  /// - Throws: `ShapeError`, if there are more; `MemoryShortage`, if there is no room for them.
  static func requireWeights(_ count: Int, _ inputCount: Int, for name: String) throws {
    guard inputCount <= maximumWeightCount / max(count, 1) else {
      throw ShapeError(
        operation: name, expected: "at most \(maximumWeightCount) weights",
        actual: [[count, inputCount]])
    }
    try FreeMemory.require(numbers: count * inputCount)
  }
}
