import CVectorKernels
import Glibc
import TestSupport
import Testing

/// The functions of `vk_rows.h` against plain loops in doubles.
@Suite struct RowTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    /// Numbers of the result, of so many rows of so many numbers.
    var resultCount: @Sendable (Int, Int) -> Int
    var kernel: @Sendable (vk_kernels, Numbers, Numbers, Int, Int, Result) -> Void
    var exact: @Sendable ([[Double]], [[Double]]) -> [Double]
    var testDescription: String { name }
  }

  typealias Numbers = UnsafePointer<Float>
  typealias Result = UnsafeMutablePointer<Float>

  static let examples: [Example] = [
    .init(name: "sum of rows", resultCount: { rows, _ in rows }) { kernels, a, _, rows, count, y in
      kernels.vk_sum_rows(a, rows, count, y)
    } exact: { a, _ in
      a.map { $0.reduce(0, +) }
    },
    .init(name: "sum of columns", resultCount: { $1 }) { kernels, a, _, rows, count, y in
      kernels.vk_sum_columns(a, rows, count, y)
    } exact: { a, _ in
      a[0].indices.map { column in a.reduce(0) { $0 + $1[column] } }
    },
    .init(name: "largest of rows", resultCount: { rows, _ in rows }) {
      kernels, a, _, rows, count, y in
      kernels.vk_largest_of_rows(a, rows, count, y)
    } exact: { a, _ in
      a.map { $0.max() ?? 0 }
    },
    .init(name: "largest of columns", resultCount: { $1 }) { kernels, a, _, rows, count, y in
      kernels.vk_largest_of_columns(a, rows, count, y)
    } exact: { a, _ in
      a[0].indices.map { column in a.map { $0[column] }.max() ?? 0 }
    },
    .init(name: "softmax", resultCount: { $0 * $1 }) { kernels, a, _, rows, count, y in
      kernels.vk_softmax(a, rows, count, y)
    } exact: { a, _ in
      a.flatMap(softmax)
    },
    .init(name: "log softmax", resultCount: { $0 * $1 }) { kernels, a, _, rows, count, y in
      kernels.vk_log_softmax(a, rows, count, y)
    } exact: { a, _ in
      a.flatMap { softmax($0).map(log) }
    },
    .init(name: "softmax gradient", resultCount: { $0 * $1 }) { kernels, a, b, rows, count, y in
      kernels.vk_softmax_gradient(a, b, rows, count, y)
    } exact: { a, b in
      zip(a, b).flatMap { u, s in
        let mean = zip(u, s).reduce(0) { $0 + $1.0 * $1.1 }
        return zip(u, s).map { $1 * ($0 - mean) }
      }
    },
    .init(name: "log softmax gradient", resultCount: { $0 * $1 }) { kernels, a, b, rows, count, y in
      kernels.vk_log_softmax_gradient(a, b, rows, count, y)
    } exact: { a, b in
      zip(a, b).flatMap { u, l in
        let sum = u.reduce(0, +)
        return zip(u, l).map { $0 - exp($1) * sum }
      }
    },
  ]

  @Test("each level gives what doubles give", arguments: examples, KernelLevel.all)
  func values(example: Example, level: KernelLevel) {
    forAll(count: 60) { source in
      let (rows, count) = (
        source.whole(1...40), source.whole(1...source.element(of: [9, 40, 200]))
      )
      let (a, b) = (numbers(rows * count, &source), numbers(rows * count, &source))
      let resultCount = example.resultCount(rows, count)
      var result = [Float](repeating: -7, count: resultCount + 1)
      result.withUnsafeMutableBufferPointer { y in
        guard let y = y.baseAddress else { return }
        example.kernel(level.kernels, a, b, rows, count, y)
      }
      try #require(result.removeLast() == -7, "a number past the end was written")
      let exact = example.exact(matrix(a, count), matrix(b, count))
      for (ours, exact) in zip(result, exact) {
        try #require(
          abs(Double(ours) - exact) <= 4e-6 * max(abs(exact), 30), "\(rows) rows of \(count)")
      }
      guard resultCount == a.count else { return }
      // Over its first operand it gives the same bits.
      var over = a
      over.withUnsafeMutableBufferPointer { y in
        guard let y = y.baseAddress else { return }
        example.kernel(level.kernels, y, b, rows, count, y)
      }
      try #require(over == result, "in place, \(rows) rows of \(count)")
    }
  }

  @Test("what is not a number is not hidden", arguments: examples, KernelLevel.all)
  func notANumber(example: Example, level: KernelLevel) {
    for count in [1, 5, 16, 37, 70] {
      for place in [0, count / 2, count - 1] {
        var a = [Float](repeating: 1, count: 3 * count)
        a[count + place] = .nan
        var result = [Float](repeating: 0, count: example.resultCount(3, count))
        result.withUnsafeMutableBufferPointer { y in
          guard let y = y.baseAddress else { return }
          example.kernel(level.kernels, a, a, 3, count, y)
        }
        #expect(result.contains { $0.isNaN }, "\(place) of \(count)")
        #expect(count == 1 || result.contains { !$0.isNaN }, "\(place) of \(count)")
      }
    }
  }

  @Test("a softmax bears numbers of any size", arguments: KernelLevel.all)
  func large(level: KernelLevel) {
    let x: [Float] = [1e30, -1e30, -.infinity, 1e30, 5] + [Float](repeating: -.infinity, count: 14)
    var (y, l) = (x, x)
    y.withUnsafeMutableBufferPointer { level.kernels.vk_softmax(x, 1, 19, $0.baseAddress) }
    l.withUnsafeMutableBufferPointer { level.kernels.vk_log_softmax(x, 1, 19, $0.baseAddress) }
    #expect(y == [0.5, 0, 0, 0.5] + [Float](repeating: 0, count: 15))
    #expect(l[2] == -.infinity && l[18] == -.infinity)
  }

  @Test("products and scaled sums", arguments: KernelLevel.all)
  func vectors(level: KernelLevel) {
    forAll(count: 60) { source in
      let count = source.whole(0...150)
      let (a, b) = (numbers(count, &source), numbers(count, &source))
      let exact = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      try #require(abs(level.kernels.vk_dot(a, b, count) - exact) <= 1e-12)
      var sum = b
      sum.withUnsafeMutableBufferPointer { y in
        level.kernels.vk_add_scaled(0.5, a, y.baseAddress, count)
      }
      try #require(sum == zip(a, b).map { $1 + 0.5 * $0 })
    }
  }

  private func numbers(_ count: Int, _ source: inout RandomSource) -> [Float] {
    (0..<count).map { _ in Float(source.number(-3...3)) }
  }

  private func matrix(_ numbers: [Float], _ count: Int) -> [[Double]] {
    stride(from: 0, to: numbers.count, by: count).map { start in
      numbers[start..<start + count].map(Double.init)
    }
  }
}

private func softmax(_ row: [Double]) -> [Double] {
  let total = row.reduce(0) { $0 + exp($1) }
  return row.map { exp($0) / total }
}
