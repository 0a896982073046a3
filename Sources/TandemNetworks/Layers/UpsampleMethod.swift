public import TandemCatalog
public import TandemTensors

/// `upsample(factor, mode: nearest)`: images made larger by a whole factor.
public struct UpsampleMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "upsample", gives: .layer, "makes images larger by a whole factor",
    details: [
      "Rows are images, [channels, height, width], or signals, [channels, length].",
      "nearest repeats each number; bilinear mixes neighbors by the distance of their middles.",
      "The factor is one number for all axes, or a list with one for each: upsample([1, 2]).",
    ],
    examples: ["conv(8, kernel: 3, stride: 2) -> upsample(2)", "upsample([1, 2], mode: bilinear)"],
    [
      .axes("factor", atMost: 64, "how many times larger"),
      .word(
        "mode", ["nearest", "bilinear"], default: "nearest", "what stands between the numbers"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  private let factor: AxisSetting
  private let isLinear: Bool

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    factor = try AxisSetting(arguments, "factor")
    let mode: String = arguments["mode"]
    isLinear = mode == "bilinear"
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let name = Self.descriptor.name
    let rows = try ImageRows(inputShape, for: name, factor)
    let factors = rows.along(factor, neutral: 1)
    let isLinear = isLinear
    let layer = Pool(name, rank: inputShape.rank) { images in
      try images.upsampled(by: (rows: factors[0], columns: factors[1]), isLinear: isLinear)
    }
    let output = try rows.row(
      rows.channelCount, zip(rows.imageSize, factors).map { $0 * $1 }, for: name)
    return BoundLayer(
      name, layer, outputShape: output,
      floatingPointOperations: isLinear ? 8 * output.count : output.count)
  }
}
