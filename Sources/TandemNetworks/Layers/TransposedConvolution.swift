public import TandemCatalog
public import TandemTensors

/// A transposed convolution: each number weighs a kernel, and the kernels are added up where they overlap.
///
/// It is the gradient of a convolution by its input, and makes images larger where that makes them smaller.
/// Shapes: `[batch, channels, height, width] → [batch, outputs, height, width]`, or with `length` for both;
/// `weight` is `[channels, outputs / groups, kernel…]`.
public final class TransposedConvolution: Layer {
  public let weight: Parameter
  public let bias: Parameter?
  public let window: ConvolutionWindow
  /// How many more numbers stand at the end of each axis than the kernels need.
  public let outputPadding: [Int]
  public var parameters: [Parameter] { bias.map { [weight, $0] } ?? [weight] }

  /// Draws the weights from U(−1/√n, 1/√n), n being the weights of an input channel; the bias starts at
  /// zero.
  /// - Parameters:
  ///   - weightShape: `[channels, outputs / groups, kernel…]`.
  ///   - window: How the kernel of the convolution moves whose gradient this is.
  ///   - outputPadding: For height and width.
  ///   - hasBias: Whether a constant is added to each output.
  ///   - generator: Draws the weights.
  public init(
    weightShape: Shape, window: ConvolutionWindow, outputPadding: [Int], hasBias: Bool,
    using generator: inout Generator
  ) {
    weight = Parameter(.kernel(weightShape, using: &generator), name: "weight")
    bias = hasBias ? Parameter(.zeros([weightShape[1] * window.groupCount]), name: "bias") : nil
    self.window = window
    self.outputPadding = outputPadding
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    let rank = weight.shape.rank - 1
    let images = try input.asImages(rank: rank, for: "conv_transpose")
    let kernel = weight.value.asImageKernel
    let size = window.largerSize(
      of: Array(images.shape.sizes.suffix(2)), kernel: Array(kernel.shape.sizes.suffix(2)),
      outputPadding)
    return try images.convolvedTransposed(with: kernel, bias: bias?.value, window, size: size)
      .asRows(rank: rank)
  }
}

extension ConvolutionWindow {
  /// Height and width of what a transposed convolution makes of images.
  fileprivate func largerSize(of size: [Int], kernel: [Int], _ outputPadding: [Int]) -> [Int] {
    [rows, columns].enumerated().map { index, axis in
      (size[index] - 1) * axis.stride - axis.paddingBefore - axis.paddingAfter
        + axis.extent(of: kernel[index]) + outputPadding[index]
    }
  }
}

/// `conv_transpose(channels, kernel:, stride: 1, padding: 0, output_padding: 0, dilation: 1, groups: 1,
/// bias: true)`.
public struct TransposedConvolutionMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "conv_transpose", gives: .layer, "adds up kernels that each number weighs, to larger images",
    formula: "y[o, i · stride − padding + k · dilation] += w[c, o, k] · x[c, i]",
    source: "Zeiler, Krishnan, Taylor, Fergus, CVPR 2010",
    details: [
      "Rows are images, [channels, height, width], or signals, [channels, length].",
      "A size n becomes (n − 1) · stride − 2 · padding + dilation · (kernel − 1) + 1 + output_padding.",
      "The weights start from U(−1/√n, 1/√n) for n weights of an input channel, the bias at zero.",
    ],
    examples: ["conv_transpose(4, kernel: 3, stride: 2, padding: 1, output_padding: 1)"],
    [
      .whole("channels", atLeast: 1, atMost: 1_000_000, "how many channels come out"),
      .axes("kernel", "how many numbers a kernel covers along an axis"),
      .axes("stride", default: 1, atMost: 64, "from one kernel to the next"),
      .axes("padding", default: 0, atLeast: 0, "how many numbers are cut off around the image"),
      .axes(
        "output_padding", default: 0, atLeast: 0,
        "how many more numbers stand at an axis' end; below the stride"),
      .axes("dilation", default: 1, "from one number of a kernel to the next"),
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
  private let padding: AxisSetting
  private let outputPadding: AxisSetting
  private let dilation: AxisSetting

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    channelCount = arguments["channels"]
    groupCount = arguments["groups"]
    hasBias = arguments["bias"]
    kernel = try AxisSetting(arguments, "kernel")
    stride = try AxisSetting(arguments, "stride")
    padding = try AxisSetting(arguments, "padding")
    outputPadding = try AxisSetting(arguments, "output_padding")
    dilation = try AxisSetting(arguments, "dilation")
    guard channelCount % groupCount == 0 else {
      throw ImageLayerError.unevenGroups(channels: channelCount, groups: groupCount)
    }
    if let (large, stride) = AxisSetting.pairs(outputPadding, stride).first(where: { $0 >= $1 }) {
      throw ImageLayerError.largeOutputPadding(large, stride: stride)
    }
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let name = Self.descriptor.name
    let rows = try ImageRows(
      inputShape, for: name, kernel, stride, padding, outputPadding, dilation)
    try rows.require(groups: groupCount, for: name)
    let sizes = rows.along(kernel, neutral: 1)
    let (strides, paddings) = (rows.along(stride, neutral: 1), rows.along(padding, neutral: 0))
    let dilations = rows.along(dilation, neutral: 1)
    let axes = (0..<2).map { axis in
      ConvolutionWindow.Axis(
        stride: strides[axis], padding: paddings[axis], dilation: dilations[axis])
    }
    let window = ConvolutionWindow(rows: axes[0], columns: axes[1], groupCount: groupCount)
    let more = rows.along(outputPadding, neutral: 0)
    let size = window.largerSize(of: rows.imageSize, kernel: sizes, more)
    // What padding cuts off must leave something.
    try rows.require(
      atLeast: (0..<2).map { axis in
        let missing = max(1 - size[axis], 0)
        return rows.imageSize[axis] + (missing + strides[axis] - 1) / strides[axis]
      }, for: name)
    let output = try rows.row(channelCount, size, for: name)
    let weightCount = channelCount / groupCount * sizes[0] * sizes[1]
    try LayerTemplate.requireWeights(rows.channelCount, weightCount, for: name)
    let layer = TransposedConvolution(
      weightShape: Shape(
        [rows.channelCount, channelCount / groupCount] + sizes.suffix(rows.size.count)),
      window: window, outputPadding: more, hasBias: hasBias, using: &generator)
    return BoundLayer(
      name, layer, outputShape: output,
      floatingPointOperations: 2 * inputShape.count * weightCount)
  }
}
