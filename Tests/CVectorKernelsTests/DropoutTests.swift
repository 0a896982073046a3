import CVectorKernels
import TestSupport
import Testing

@Suite struct DropoutTests {
  @Test("the numbers are dropped that counted draws drop", arguments: KernelLevel.all)
  func masks(level: KernelLevel) {
    forAll(count: 100) { source in
      let count = source.whole(0...150)
      let first = UInt64(source.whole(0...1_000_000))
      let key = UInt64(source.whole(0...1 << 60)) &* 0x9E37_79B9_7F4A_7C15
      let threshold = UInt32(source.whole(0...0xFFFF_FFFF))
      var x = (0..<count).map { Float($0 + 1) }
      let expected = x.enumerated().map { index, x in
        bits(key, first + UInt64(index)) < threshold ? 0 : x * 1.5
      }
      var y = [Float](repeating: -7, count: count + 1)
      y.withUnsafeMutableBufferPointer { y in
        level.kernels.vk_dropout(x, y.baseAddress, count, key, first, threshold, 1.5)
      }
      try #require(y.removeLast() == -7, "a number past the end was written")
      try #require(y == expected)
      x.withUnsafeMutableBufferPointer { x in
        level.kernels.vk_dropout(x.baseAddress, x.baseAddress, count, key, first, threshold, 1.5)
      }
      try #require(x == expected, "in place")
    }
  }

  /// A half of a draw of SplitMix64.
  private func bits(_ key: UInt64, _ index: UInt64) -> UInt32 {
    var z = key &+ (index / 2 &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return UInt32(truncatingIfNeeded: index % 2 == 0 ? z : z >> 32)
  }
}
