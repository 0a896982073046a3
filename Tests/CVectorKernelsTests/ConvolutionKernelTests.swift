import CVectorKernels
import TestSupport
import Testing

/// The kernels of convolutions and pools, at each level against plain loops in doubles.
@Suite struct ConvolutionKernelTests {
  private static let block = Int(vk_image_block)

  /// Numbers in memory that is aligned for the kernels, for the length of a test.
  private struct Numbers {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int

    init(_ count: Int, _ draw: () -> Float = { -7 }) {
      self.count = count
      // A number past the end, to see that it stays.
      let bytes = (count + 1) * MemoryLayout<Float>.stride
      let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      pointer = raw.bindMemory(to: Float.self, capacity: count + 1)
      for i in 0..<count { (pointer + i).initialize(to: draw()) }
      (pointer + count).initialize(to: -7)
    }

    subscript(index: Int) -> Double { Double(pointer[index]) }

    func free() {
      precondition(pointer[count] == -7, "a number past the end was written")
      pointer.deallocate()
    }
  }

  @Test("images are turned and turned back", arguments: KernelLevel.all)
  func turning(level: KernelLevel) {
    forAll(count: 40) { source in
      let imageCount = source.whole(1...Self.block)
      let (rowCount, rowLength) = (source.whole(1...7), source.whole(1...20))
      let width = rowLength + source.whole(0...3)
      let count = rowCount * rowLength
      let step = count + source.whole(0...5)
      let images = Numbers(step * imageCount) { Float(source.number(-1...1)) }
      let turned = Numbers(rowCount * width * Self.block)
      level.kernels.vk_interleave(
        images.pointer, step, imageCount, rowCount, rowLength, turned.pointer, width)
      for index in 0..<rowCount * width * Self.block {
        let (place, image) = (index / Self.block, index % Self.block)
        let (row, column) = (place / width, place % width)
        let expected =
          column >= rowLength
          ? -7 : image < imageCount ? images[image * step + row * rowLength + column] : 0
        try #require(turned[index] == expected)
      }
      let back = Numbers(step * imageCount)
      for row in 0..<rowCount {
        level.kernels.vk_deinterleave(
          turned.pointer + row * width * Self.block, step, imageCount, rowLength,
          back.pointer + row * rowLength)
      }
      for image in 0..<imageCount {
        for i in 0..<step {
          try #require(back[image * step + i] == (i < count ? images[image * step + i] : -7))
        }
      }
      for numbers in [images, turned, back] { numbers.free() }
    }
  }

  @Test("outputs are sums over channels and taps", arguments: KernelLevel.all)
  func correlation(level: KernelLevel) {
    forAll(count: 60) { source in
      let (channels, rows, columns) = (
        source.whole(0...3), source.whole(1...3), source.whole(1...3)
      )
      let width = source.whole(1...Int(vk_channel_block))
      let places = source.whole(1...11)
      let (step, columnStep, rowStep) = (source.whole(1...2), source.whole(1...2), 40)
      let x = Numbers(3 * 130 * Self.block) { Float(source.number(-1...1)) }
      let weights = Numbers(27 * width) { Float(source.number(-1...1)) }
      let bias = Numbers(width) { Float(source.number(-1...1)) }
      let hasBias = source.whole(0...1) == 1
      let y = Numbers(width * 2 * places * Self.block)
      var run = vk_correlation(
        channel_count: channels, row_count: rows, column_count: columns, source_channel_step: 130,
        source_row_step: rowStep, source_column_step: columnStep, weight_channel_step: 9 * width,
        weight_row_step: 3 * width, weight_column_step: width, place_count: places,
        source_place_step: step, result_place_step: 2, result_channel_step: 2 * places)
      level.kernels.vk_correlate(
        &run, x.pointer, weights.pointer, hasBias ? bias.pointer : nil, width, y.pointer)
      for index in 0..<width * 2 * places * Self.block {
        let (vector, image) = (index / Self.block, index % Self.block)
        let (output, place) = (vector / (2 * places), vector % (2 * places))
        guard place % 2 == 0 else {
          try #require(y[index] == -7)
          continue
        }
        var total = hasBias ? bias[output] : 0
        for c in 0..<channels {
          for r in 0..<rows {
            for k in 0..<columns {
              let source = c * 130 + r * rowStep + k * columnStep + place / 2 * step
              total +=
                x[source * Self.block + image] * weights[(c * 9 + r * 3 + k) * width + output]
            }
          }
        }
        try #require(abs(y[index] - total) < 1e-5)
      }
      for numbers in [x, weights, bias, y] { numbers.free() }
    }
  }

  @Test("gradients of weights are sums over places and images", arguments: KernelLevel.all)
  func weightGradients(level: KernelLevel) {
    forAll(count: 60) { source in
      let (rows, places) = (source.whole(1...3), source.whole(1...9))
      let (channels, taps) = (source.whole(1...12), source.whole(1...12))
      let (placeStep, tapStep) = (source.whole(1...2), source.whole(1...2))
      let x = Numbers(3 * 50 * Self.block) { Float(source.number(-1...1)) }
      let upstream = Numbers(channels * 30 * Self.block) { Float(source.number(-1...1)) }
      let sums = Numbers(channels * taps) { 1 }
      var sizes = vk_weight_gradient(
        row_count: rows, place_count: places, source_row_step: 50, source_place_step: placeStep,
        upstream_row_step: 10, channel_count: channels, upstream_channel_step: 30,
        sum_channel_step: taps, tap_count: taps, source_tap_step: tapStep, sum_tap_step: 1)
      level.kernels.vk_add_weight_gradients(&sizes, x.pointer, upstream.pointer, sums.pointer)
      for channel in 0..<channels {
        for tap in 0..<taps {
          var total = 1.0
          for row in 0..<rows {
            for place in 0..<places {
              let a = (row * 50 + place * placeStep + tap * tapStep) * Self.block
              let b = (channel * 30 + row * 10 + place) * Self.block
              for image in 0..<Self.block { total += x[a + image] * upstream[b + image] }
            }
          }
          try #require(abs(sums[channel * taps + tap] - total) < 1e-4)
        }
      }
      let total = Numbers(1) { 2 }
      level.kernels.vk_add_total(upstream.pointer, rows * places, total.pointer)
      let expected = (0..<rows * places * Self.block).reduce(2) { $0 + upstream[$1] }
      try #require(abs(total[0] - expected) < 1e-3)
      for numbers in [x, upstream, sums, total] { numbers.free() }
    }
  }

  @Test("the first largest number of a square is taken", arguments: KernelLevel.all)
  func pools(level: KernelLevel) {
    forAll(count: 100) { source in
      let (width, rowCount) = (source.whole(2...75), source.whole(1...4))
      let count = width / 2
      // Few different numbers, so that many are equal, and some that are none.
      let x = Numbers(2 * rowCount * width) {
        source.whole(0...9) == 0 ? .nan : Float(source.whole(0...3))
      }
      let upstream = Numbers(rowCount * count) { Float(source.number(-1...1)) }
      let (y, scattered) = (Numbers(rowCount * count), Numbers(2 * rowCount * width))
      level.kernels.vk_max_pool(x.pointer, width, rowCount, y.pointer)
      level.kernels.vk_max_pool_scatter(
        x.pointer, upstream.pointer, width, rowCount, scattered.pointer)
      var expected = [Double](repeating: 0, count: 2 * rowCount * width)
      for index in 0..<rowCount * count {
        let start = 2 * (index / count) * width + 2 * (index % count)
        var best = start
        for place in [start + 1, start + width, start + width + 1]
        where x[place] > x[best] || x[place].isNaN { best = place }
        try #require(y[index] == x[best] || y[index].isNaN && x[best].isNaN)
        expected[best] = upstream[index]
      }
      try #require(expected.indices.allSatisfy { scattered[$0] == expected[$0] })
      for numbers in [x, upstream, y, scattered] { numbers.free() }
    }
  }
}
