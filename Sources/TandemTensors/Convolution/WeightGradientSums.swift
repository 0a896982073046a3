internal import CVectorKernels

/// The gradients of a convolution's weights and bias while they are computed: sums over images and places.
///
/// A piece of work is a part of the images and a part of the output channels. Where the images are cut,
/// each part has sums of its own, which are added in order at the end.
struct WeightGradientSums {
  let window: ConvolutionWindow
  let imageCount: Int
  /// Channels of one group.
  let sourceChannelCount: Int
  let upstreamChannelCount: Int
  let kernel: (rows: Int, columns: Int)
  let sourceSize: (rows: Int, columns: Int)
  let upstreamSize: (rows: Int, columns: Int)
  let hasBias: Bool
  let source: UnsafePointer<Float>
  let upstream: UnsafePointer<Float>
  let result: UnsafeMutablePointer<Float>
  let resultCount: Int

  private var partCount = 1
  private var channelPartCount = 1
  private var bandSize = 1
  private var parts: UnsafeMutablePointer<Float>

  private static let largestBand = 1 << 17
  // All parts' sums together.
  private static let largestSums = 1 << 20
  private static let lanes = Int(vk_image_block)

  init(
    _ window: ConvolutionWindow, kernel: (rows: Int, columns: Int), hasBias: Bool, source: Operand,
    upstream: Operand, result: Operand
  ) {
    (self.window, self.kernel, self.hasBias) = (window, kernel, hasBias)
    imageCount = source.shape[0]
    sourceChannelCount = source.shape[1] / window.groupCount
    upstreamChannelCount = upstream.shape[1] / window.groupCount
    sourceSize = (source.shape[2], source.shape[3])
    upstreamSize = (upstream.shape[2], upstream.shape[3])
    self.source = UnsafePointer(source.pointer)
    self.upstream = UnsafePointer(upstream.pointer)
    self.result = result.pointer
    resultCount = result.count
    parts = result.pointer
    cut()
  }

  /// Computes the sums.
  func compute() {
    parts.update(repeating: 0, count: resultCount * partCount)
    parallelFor(partCount * channelPartCount, of: self) { context, index in
      context.assumingMemoryBound(to: WeightGradientSums.self).pointee.computePiece(index)
    }
    guard partCount > 1 else { return }
    result.update(from: parts, count: resultCount)
    for part in 1..<partCount {
      let part = parts + part * resultCount
      for i in 0..<resultCount { result[i] += part[i] }
    }
  }

  // MARK: Pieces

  private var blockCount: Int { (imageCount + Self.lanes - 1) / Self.lanes }
  private var tapCount: Int { kernel.rows * kernel.columns }
  private var rowWidth: Int {
    let columns = window.columns
    let needed =
      (upstreamSize.columns - 1) * columns.stride + columns.extent(of: kernel.columns)
    return max(needed, columns.paddingBefore + sourceSize.columns)
  }

  private mutating func cut() {
    bandSize = upstreamSize.rows
    while bandSize > 1, turnedCount(of: bandSize) > Self.largestBand {
      bandSize = (bandSize + 1) / 2
    }
    let work =
      blockCount * upstreamSize.rows * upstreamSize.columns * upstreamChannelCount
      * sourceChannelCount * tapCount * window.groupCount
    guard work > 20_000 else { return }
    partCount = max(1, min(blockCount, 8, Self.largestSums / max(resultCount, 1)))
    if partCount < 4 {
      channelPartCount = min(8 / partCount, max(upstreamChannelCount / 8, 1))
    }
    if partCount > 1 { parts = Scratch.numbers(resultCount * partCount, for: .operation) }
  }

  private func turnedCount(of bandSize: Int) -> Int {
    let rows = (bandSize - 1) * window.rows.stride + window.rows.extent(of: kernel.rows)
    let source = sourceChannelCount * min(rows, sourceSize.rows) * rowWidth
    return (source + upstreamChannelCount * bandSize * upstreamSize.columns) * Self.lanes
  }

  private func computePiece(_ index: Int) {
    let (part, channelPart) = (index / channelPartCount, index % channelPartCount)
    let blocks = part * blockCount / partCount..<(part + 1) * blockCount / partCount
    let channels =
      channelPart * upstreamChannelCount / channelPartCount..<(channelPart + 1)
      * upstreamChannelCount / channelPartCount
    let turned = Scratch.numbers(turnedCount(of: bandSize), for: .piece)
    for block in blocks {
      let images = block * Self.lanes..<min((block + 1) * Self.lanes, imageCount)
      for group in 0..<window.groupCount {
        for first in stride(from: 0, to: upstreamSize.rows, by: bandSize) {
          let band = Band(
            places: first..<min(first + bandSize, upstreamSize.rows), group: group,
            channels: channels, images: images)
          add(band, in: turned, to: parts + part * resultCount)
        }
      }
    }
  }

  private struct Band {
    var places: Range<Int>
    var group: Int
    var channels: Range<Int>
    var images: Range<Int>
  }

  /// The rows of the source that a band meets.
  private func sourceRows(of places: Range<Int>) -> Range<Int> {
    let axis = window.rows
    let first = places.lowerBound * axis.stride - axis.paddingBefore
    let last = (places.upperBound - 1) * axis.stride - axis.paddingBefore
    let lower = min(max(first, 0), sourceSize.rows)
    return lower..<max(lower, min(last + axis.extent(of: kernel.rows), sourceSize.rows))
  }

  private func add(
    _ band: Band, in turned: UnsafeMutablePointer<Float>, to sums: UnsafeMutablePointer<Float>
  ) {
    let rows = sourceRows(of: band.places)
    let sourceCount = sourceChannelCount * rows.count * rowWidth * Self.lanes
    let turnedUpstream = turned + sourceCount
    if rowWidth > sourceSize.columns { turned.update(repeating: 0, count: sourceCount) }
    turn(
      source, images: band.images, channelCount: sourceChannelCount * window.groupCount,
      channels: band.group * sourceChannelCount..<(band.group + 1) * sourceChannelCount,
      size: sourceSize, rows: rows,
      into: turned + window.columns.paddingBefore * Self.lanes, rowWidth: rowWidth)
    let start = band.group * upstreamChannelCount
    turn(
      upstream, images: band.images, channelCount: upstreamChannelCount * window.groupCount,
      channels: start + band.channels.lowerBound..<start + band.channels.upperBound,
      size: upstreamSize, rows: band.places, into: turnedUpstream, rowWidth: upstreamSize.columns)
    for row in 0..<kernel.rows {
      addTaps(row, of: band, sourceRows: rows, source: turned, upstream: turnedUpstream, to: sums)
    }
    guard hasBias else { return }
    let count = band.places.count * upstreamSize.columns
    let totals = sums + window.groupCount * upstreamChannelCount * sourceChannelCount * tapCount
    for (index, channel) in band.channels.enumerated() {
      vk_add_total(turnedUpstream + index * count * Self.lanes, count, totals + start + channel)
    }
  }

  private func turn(
    _ numbers: UnsafePointer<Float>, images: Range<Int>, channelCount: Int, channels: Range<Int>,
    size: (rows: Int, columns: Int), rows: Range<Int>, into turned: UnsafeMutablePointer<Float>,
    rowWidth: Int
  ) {
    let plane = size.rows * size.columns
    let imageStep = channelCount * plane
    let start = numbers + images.lowerBound * imageStep + channels.lowerBound * plane
    // Whole planes lie one after the other, as one tall one.
    let planeCount = rows.count == size.rows ? min(1, channels.count) : channels.count
    guard planeCount > 0, rows.count > 0 else { return }
    let rowCount = rows.count * channels.count / planeCount
    for index in 0..<planeCount {
      vk_interleave(
        start + index * plane + rows.lowerBound * size.columns, imageStep, images.count, rowCount,
        size.columns, turned + index * rowCount * rowWidth * Self.lanes, rowWidth)
    }
  }

  /// Adds what one row of the kernel's taps gets from a band.
  private func addTaps(
    _ row: Int, of band: Band, sourceRows: Range<Int>, source: UnsafePointer<Float>,
    upstream: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>
  ) {
    // The places at which this row of taps meets the source, not its padding.
    let axis = window.rows
    let shift = row * axis.dilation - axis.paddingBefore
    let lower = max(band.places.lowerBound, (max(-shift, 0) + axis.stride - 1) / axis.stride)
    let room = sourceSize.rows - 1 - shift
    let upper = room < 0 ? 0 : min(band.places.upperBound, room / axis.stride + 1)
    guard lower < upper else { return }
    let plane = sourceRows.count * rowWidth
    let x = source + (lower * axis.stride + shift - sourceRows.lowerBound) * rowWidth * Self.lanes
    let y = upstream + (lower - band.places.lowerBound) * upstreamSize.columns * Self.lanes
    // Taps side by side share what they read; a kernel one column wide has none, but for its channels.
    let takesChannels = kernel.columns < 3 && sourceChannelCount > kernel.columns
    var sizes = vk_weight_gradient(
      row_count: upper - lower, place_count: upstreamSize.columns,
      source_row_step: axis.stride * rowWidth, source_place_step: window.columns.stride,
      upstream_row_step: upstreamSize.columns, channel_count: band.channels.count,
      upstream_channel_step: band.places.count * upstreamSize.columns,
      sum_channel_step: sourceChannelCount * tapCount,
      tap_count: takesChannels ? sourceChannelCount : kernel.columns,
      source_tap_step: takesChannels ? plane : window.columns.dilation,
      sum_tap_step: takesChannels ? tapCount : 1)
    let channel = band.group * upstreamChannelCount + band.channels.lowerBound
    let sums = sums + channel * sourceChannelCount * tapCount + row * kernel.columns
    if takesChannels {
      for column in 0..<kernel.columns {
        vk_add_weight_gradients(
          &sizes, x + column * window.columns.dilation * Self.lanes, y, sums + column)
      }
    } else {
      for channel in 0..<sourceChannelCount {
        vk_add_weight_gradients(
          &sizes, x + channel * plane * Self.lanes, y, sums + channel * tapCount)
      }
    }
  }
}
