extension Operations {
  /// Convolutions, pools and what derives them.
  static let onImages: [OperationExample] = convolutions + pools

  private typealias Axis = ConvolutionWindow.Axis

  /// A kernel of its own settings along each dimension, in groups or not.
  private static let windows: [ConvolutionWindow] = [
    .init(),
    .init(rows: Axis(stride: 2, padding: 1), columns: Axis(padding: 2), groupCount: 2),
    .init(
      rows: Axis(stride: 2, padding: 1, paddingAfter: 0, dilation: 2),
      columns: Axis(stride: 3, padding: 3, dilation: 2)),
  ]

  private static var convolutions: [OperationExample] {
    windows.flatMap { window -> [OperationExample] in
      let weights: Shape = [4, 4 / window.groupCount, 2, 3]
      let images: Shape = [2, 4, 5, 6]
      let size = [
        window.rows.placeCount(in: 5, of: 2), window.columns.placeCount(in: 6, of: 3),
      ]
      let outputs = Shape([2, 4] + size)
      return [
        .init("conv", [images, weights], in: -1...1) {
          .applying(Convolution(window: window), $0[0], $0[1])
        },
        .init("conv", [images, weights, [4]], in: -1...1) {
          .applying(Convolution(window: window), $0[0], $0[1], $0[2])
        },
        .init("transposed conv", [outputs, weights, [4]], in: -1...1) {
          .applying(TransposedConvolution(window: window, size: [5, 6]), $0[0], $0[1], $0[2])
        },
        .init("conv's weights", [images, outputs], in: -1...1) {
          .applying(
            ConvolutionWeightGradient(window: window, weightShape: weights, hasBias: true),
            $0[0], $0[1])
        },
      ]
    }
  }

  private static let pooled: [PoolWindow] = [
    .init(rows: .init(size: 2), columns: .init(size: 2)),
    .init(rows: .init(size: 3, stride: 2, padding: 1), columns: .init(size: 2, stride: 1)),
  ]

  /// Moves neighboring numbers apart: where two of a window are as large, its largest has no gradient.
  private static func apart(_ x: Tensor) -> Tensor {
    x + Tensor((0..<x.shape.count).map { Float($0 * 7 % 23) / 4 - 2.5 }, x.shape)
  }

  private static var pools: [OperationExample] {
    let images: Shape = [2, 2, 5, 9]
    let windows = pooled.flatMap { window -> [OperationExample] in
      let size = [window.rows.placeCount(in: 5), window.columns.placeCount(in: 9)]
      return [
        .init("max pool", [images], in: -0.05...0.05) {
          .applying(MaximumPool(window: window), apart($0[0]))
        },
        .init("max pool's scatter", [images, Shape([2, 2] + size)], in: -0.05...0.05) {
          .applying(MaximumScatter(window: window), apart($0[0]), $0[1])
        },
        .init("max pool's gather", [images, images], in: -0.05...0.05) {
          .applying(MaximumGather(window: window), apart($0[0]), $0[1])
        },
        .init("average pool", [images]) { .applying(MeanPool(window: window), $0[0]) },
        .init("average pool's spread", [Shape([2, 2] + size)]) {
          .applying(MeanSpread(window: window, imageShape: images), $0[0])
        },
      ]
    }
    let upsampling = [true, false].flatMap { isLinear -> [OperationExample] in
      let upsample = Upsample(factors: .init(rows: 2, columns: 3), isLinear: isLinear)
      return [
        .init("upsample", [[2, 2, 3, 4]]) { .applying(upsample, $0[0]) },
        .init("upsample's gradient", [[2, 2, 4, 6]]) {
          .applying(UpsampleGradient(upsample: upsample), $0[0])
        },
      ]
    }
    return windows + upsampling
  }
}
