import CVectorKernels
import TestSupport
import Testing

@Suite struct MixtureTests {
  /// A record that begins with a pointer, as the kernels want them.
  private struct Part {
    var numbers: UnsafePointer<Float>
    var other = 0
  }

  @Test("rows are mixed, and multiplied with those of each part", arguments: KernelLevel.all)
  func mixtures(level: KernelLevel) {
    forAll(count: 60) { source in
      let (rows, count, partCount) = (
        source.whole(1...9), source.whole(1...90), source.whole(1...5)
      )
      let weights = numbers(rows * partCount, &source)
      let parts = (0..<partCount).map { _ in numbers(rows * count, &source) }
      let u = numbers(rows * count, &source)
      var mixed = [Float](repeating: -7, count: rows * count + 1)
      var products = [Float](repeating: -7, count: rows * partCount + 1)
      let records = parts.map { part in
        let place = UnsafeMutablePointer<Float>.allocate(capacity: part.count)
        place.initialize(from: part, count: part.count)
        return Part(numbers: UnsafePointer(place))
      }
      records.withUnsafeBytes { records in
        for first in 0..<rows {
          // Row by row, as pieces of rows would be computed.
          let mixture = vk_mixture(
            parts: records.baseAddress, part_stride: MemoryLayout<Part>.stride,
            part_count: partCount, first_row: first, row_count: 1, count: count)
          withUnsafePointer(to: mixture) { mixture in
            mixed.withUnsafeMutableBufferPointer {
              level.kernels.vk_mix(mixture, weights, $0.baseAddress)
            }
            products.withUnsafeMutableBufferPointer {
              level.kernels.vk_mixture_products(mixture, u, $0.baseAddress)
            }
          }
        }
      }
      for record in records { record.numbers.deallocate() }
      try #require(mixed.removeLast() == -7 && products.removeLast() == -7)
      for row in 0..<rows {
        for column in 0..<count {
          let exact = (0..<partCount).reduce(0.0) {
            $0 + Double(weights[row * partCount + $1]) * Double(parts[$1][row * count + column])
          }
          try #require(abs(Double(mixed[row * count + column]) - exact) <= 1e-5)
        }
        for part in 0..<partCount {
          let exact = (0..<count).reduce(0.0) {
            $0 + Double(u[row * count + $1]) * Double(parts[part][row * count + $1])
          }
          try #require(abs(Double(products[row * partCount + part]) - exact) <= 1e-4)
        }
      }
    }
  }

  private func numbers(_ count: Int, _ source: inout RandomSource) -> [Float] {
    (0..<count).map { _ in Float(source.number(-3...3)) }
  }
}
