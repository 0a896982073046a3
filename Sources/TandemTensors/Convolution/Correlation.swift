internal import CVectorKernels

/// A convolution, or a transposed one, while it is computed: sums over the taps of a kernel.
///
/// Sixteen images are taken at a time, turned so that their numbers of one place make a vector. A piece
/// of work is a block of images and a band of the result's rows, whatever the number of threads.
struct Correlation {
  let rows: CorrelationAxis
  let columns: CorrelationAxis
  let imageCount: Int
  let groupCount: Int
  /// Channels of one group.
  let sourceChannelCount: Int
  let resultChannelCount: Int
  let source: UnsafePointer<Float>
  let weights: UnsafePointer<Float>
  /// One number an output channel, or none.
  let bias: UnsafePointer<Float>?
  let result: UnsafeMutablePointer<Float>

  private var packed: UnsafeMutablePointer<Float>
  private var margins = (before: 0, after: 0)
  private var bandSize = 1
  private var tileRowCount = 1

  // A band's source should stay in the processor's second cache.
  private static let largestBand = 1 << 17
  private static let lanes = Int(vk_image_block)
  private static let channelBlock = Int(vk_channel_block)

  init(
    rows: CorrelationAxis, columns: CorrelationAxis, groupCount: Int, source: Operand,
    weights: Operand, bias: Operand?, result: Operand
  ) {
    (self.rows, self.columns, self.groupCount) = (rows, columns, groupCount)
    imageCount = result.shape[0]
    sourceChannelCount = source.shape[1] / groupCount
    resultChannelCount = result.shape[1] / groupCount
    self.source = UnsafePointer(source.pointer)
    self.weights = UnsafePointer(weights.pointer)
    self.bias = bias.map { UnsafePointer($0.pointer) }
    self.result = result.pointer
    packed = Scratch.numbers(weights.count, for: .operation)
    margins = columns.margins
    cut()
  }

  /// Computes the result.
  func compute() {
    packWeights()
    let count = blockCount * bandCount
    parallelFor(count, of: self) { context, index in
      context.assumingMemoryBound(to: Correlation.self).pointee.computePiece(index)
    }
  }

  // MARK: Pieces

  private var blockCount: Int { (imageCount + Self.lanes - 1) / Self.lanes }
  private var bandCount: Int { (rows.resultSize + bandSize - 1) / bandSize }
  private var rowWidth: Int { margins.before + columns.sourceSize + margins.after }
  private var tapCount: Int { rows.kernelSize * columns.kernelSize }

  /// Decides how many of the result's rows make a band, and how many of these are computed together.
  private mutating func cut() {
    bandSize = rows.resultSize
    func halve() { bandSize = (bandSize + 1) / 2 }
    while bandSize > 1, sourceCount(of: 0..<bandSize) > Self.largestBand { halve() }
    let work = blockCount * resultChannelCount * groupCount * columns.resultSize * tapCount
    // A piece is worth some ten microseconds at least; eight of them keep the threads even.
    while bandSize > 1, blockCount * bandCount < 8, work * sourceChannelCount * bandSize > 20_000 {
      halve()
    }
    // As many rows as give the turning back of a result a long run.
    tileRowCount = max(1, min(bandSize, 96 / max(columns.resultSize, 1)))
  }

  private func sourceCount(of places: Range<Int>) -> Int {
    sourceChannelCount * rows.sources(for: places).count * rowWidth * Self.lanes
  }

  private func computePiece(_ index: Int) {
    let (block, band) = (index / bandCount, index % bandCount)
    let places = band * bandSize..<min((band + 1) * bandSize, rows.resultSize)
    let images = block * Self.lanes..<min((block + 1) * Self.lanes, imageCount)
    let needed = rows.sources(for: places)
    let sourceCount = sourceChannelCount * needed.count * rowWidth * Self.lanes
    let tileCount = Self.channelBlock * tileRowCount * columns.resultSize * Self.lanes
    let turned = Scratch.numbers(sourceCount + tileCount, for: .piece)
    let tile = turned + sourceCount
    if rowWidth > columns.sourceSize { turned.update(repeating: 0, count: sourceCount) }
    for group in 0..<groupCount {
      turn(images, group: group, rows: needed, into: turned)
      for first in stride(from: places.lowerBound, to: places.upperBound, by: tileRowCount) {
        let places = first..<min(first + tileRowCount, places.upperBound)
        for block in ChannelBlocks(resultChannelCount, largest: Self.channelBlock) {
          computeTile(
            places, group: group, channels: block, from: turned, sourceRows: needed, into: tile)
          let channel = group * resultChannelCount + block.lowerBound
          write(tile, images: images, channel: channel, count: block.count, places: places)
        }
      }
    }
  }

  /// Turns a block of images; every row stands between its margins.
  private func turn(
    _ images: Range<Int>, group: Int, rows needed: Range<Int>,
    into turned: UnsafeMutablePointer<Float>
  ) {
    let plane = rows.sourceSize * columns.sourceSize
    let imageStep = groupCount * sourceChannelCount * plane
    let start = source + images.lowerBound * imageStep + group * sourceChannelCount * plane
    // Whole planes lie one after the other, as one tall one.
    let planeCount = needed.count == rows.sourceSize ? 1 : sourceChannelCount
    let rowCount = needed.count * sourceChannelCount / planeCount
    guard rowCount > 0 else { return }
    for index in 0..<planeCount {
      vk_interleave(
        start + index * plane + needed.lowerBound * columns.sourceSize, imageStep, images.count,
        rowCount, columns.sourceSize,
        turned + (index * rowCount * rowWidth + margins.before) * Self.lanes, rowWidth)
    }
  }

  private func computeTile(
    _ places: Range<Int>, group: Int, channels: Range<Int>, from turned: UnsafePointer<Float>,
    sourceRows: Range<Int>, into tile: UnsafeMutablePointer<Float>
  ) {
    let width = channels.count
    let blockWeights =
      packed + (group * resultChannelCount + channels.lowerBound) * sourceChannelCount * tapCount
    let blockBias = bias.map { $0 + group * resultChannelCount + channels.lowerBound }
    for place in places {
      let rowTaps = rows.taps(at: place)
      for index in 0..<columns.runCount {
        let run = columns.run(index)
        let hasTaps = rowTaps.count > 0 && run.taps.count > 0
        var correlation = vk_correlation(
          channel_count: hasTaps ? sourceChannelCount : 0, row_count: rowTaps.count,
          column_count: run.taps.count,
          source_channel_step: sourceRows.count * rowWidth,
          source_row_step: rowTaps.sourceStep * rowWidth, source_column_step: run.taps.sourceStep,
          weight_channel_step: tapCount * width,
          weight_row_step: rowTaps.step * columns.kernelSize * width,
          weight_column_step: run.taps.step * width,
          place_count: run.count, source_place_step: run.sourceStep, result_place_step: run.step,
          result_channel_step: places.count * columns.resultSize)
        let row = hasTaps ? rowTaps.source - sourceRows.lowerBound : 0
        let column = hasTaps ? run.taps.source + margins.before : 0
        let tap = hasTaps ? rowTaps.first * columns.kernelSize + run.taps.first : 0
        let y = (place - places.lowerBound) * columns.resultSize + run.start
        vk_correlate(
          &correlation, turned + (row * rowWidth + column) * Self.lanes,
          blockWeights + tap * width, blockBias, width, tile + y * Self.lanes)
      }
    }
  }

  private func write(
    _ tile: UnsafePointer<Float>, images: Range<Int>, channel: Int, count: Int, places: Range<Int>
  ) {
    let plane = rows.resultSize * columns.resultSize
    let imageStep = groupCount * resultChannelCount * plane
    let runLength = places.count * columns.resultSize
    let start = result + images.lowerBound * imageStep + places.lowerBound * columns.resultSize
    for index in 0..<count {
      vk_deinterleave(
        tile + index * runLength * Self.lanes, imageStep, images.count, runLength,
        start + (channel + index) * plane)
    }
  }

  // MARK: Weights

  /// Lays the weights of each block of result channels side by side: source channel, tap, result channel.
  private func packWeights() {
    // As they lie: result channel before source channel for a convolution, the other way round transposed.
    let isTransposed = rows.isTransposed
    let sourceStep = (isTransposed ? resultChannelCount : 1) * tapCount
    let resultStep = (isTransposed ? 1 : sourceChannelCount) * tapCount
    var next = packed
    for group in 0..<groupCount {
      let weights = weights + group * sourceChannelCount * resultChannelCount * tapCount
      for block in ChannelBlocks(resultChannelCount, largest: Self.channelBlock) {
        for channel in 0..<sourceChannelCount {
          for tap in 0..<tapCount {
            let weights = weights + channel * sourceStep + tap
            for (index, result) in block.enumerated() { next[index] = weights[result * resultStep] }
            next += block.count
          }
        }
      }
    }
  }
}

/// Channels in blocks of nearly one size.
struct ChannelBlocks: Sequence, IteratorProtocol {
  private let channelCount: Int
  private let blockCount: Int
  private var index = 0

  init(_ channelCount: Int, largest: Int) {
    self.channelCount = channelCount
    blockCount = (channelCount + largest - 1) / largest
  }

  mutating func next() -> Range<Int>? {
    guard index < blockCount else { return nil }
    defer { index += 1 }
    return index * channelCount / blockCount..<(index + 1) * channelCount / blockCount
  }
}
