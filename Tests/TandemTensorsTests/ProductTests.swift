import TestSupport
import Testing

@testable import TandemTensors

/// Products of sizes that are cut in every way: panels, tiles, pieces, batches.
@Suite struct ProductTests {
  static let sizes: [ProductSize] = [
    .init(rows: 1, columns: 1, inner: 1), .init(rows: 33, columns: 7, inner: 500),
    .init(rows: 130, columns: 70, inner: 400), .init(rows: 300, columns: 129, inner: 385),
    .init(rows: 64, columns: 200, inner: 1000), .init(rows: 1000, columns: 64, inner: 100),
    .init(rows: 40, columns: 513, inner: 65), .init(rows: 128, columns: 1, inner: 128),
    .init(rows: 1, columns: 300, inner: 900), .init(rows: 257, columns: 260, inner: 770),
  ]

  @Test(
    "every cut gives the sums, however the sides lie", arguments: sizes,
    [(false, false), (false, true), (true, false), (true, true)])
  func values(size: ProductSize, isTransposed: (left: Bool, right: Bool)) {
    forAll(count: 2) { source in
      let left = source.numbers(size.rows * size.inner)
      let right = source.numbers(size.inner * size.columns)
      var result = [Float](repeating: .nan, count: size.rows * size.columns)
      result.withUnsafeMutableBufferPointer { place in
        withMatrix(left, isTransposed.left ? size.rows : size.inner, isTransposed.left) { a in
          withMatrix(right, isTransposed.right ? size.inner : size.columns, isTransposed.right) {
            if let start = place.baseAddress { multiply(a, $0, into: start, size: size) }
          }
        }
      }
      for _ in 0..<200 {
        let (row, column) = (source.whole(0...size.rows - 1), source.whole(0...size.columns - 1))
        let sum = (0..<size.inner).reduce(0.0) { sum, k in
          let a = left[isTransposed.left ? k * size.rows + row : row * size.inner + k]
          let b = right[isTransposed.right ? column * size.inner + k : k * size.columns + column]
          return sum + Double(a) * Double(b)
        }
        let error = abs(Double(result[row * size.columns + column]) - sum)
        try #require(error < 2e-6 * Double(size.inner))
      }
    }
  }

  @Test("an epilogue sees each number of each product once, when it is finished", arguments: sizes)
  func epilogue(size: ProductSize) {
    // Counts how often a number was finished, where the product of ones has put its inner size.
    struct Context {
      var result: UnsafeMutablePointer<Float>
      var size: ProductSize
    }
    let count = 3
    let (left, right) = (
      [Float](repeating: 1, count: count * size.rows * size.inner),
      [Float](repeating: 1, count: size.inner * size.columns)
    )
    var results = [Float](repeating: .nan, count: count * size.rows * size.columns)
    results.withUnsafeMutableBufferPointer { place in
      guard let start = place.baseAddress else { return }
      let context = Context(result: start, size: size)
      withUnsafePointer(to: context) { context in
        withMatrix(left, size.inner, false) { a in
          withMatrix(right, size.columns, false) { b in
            multiply(
              a, b, into: start, size: size,
              batch: ProductBatch(
                count: count, leftStride: size.rows * size.inner,
                resultStride: size.rows * size.columns),
              epilogue: TileEpilogue(context: UnsafeRawPointer(context)) {
                context, matrix, row, rowCount, column, columnCount in
                let context = context.assumingMemoryBound(to: Context.self).pointee
                let start = context.result + matrix * context.size.rows * context.size.columns
                for row in row..<row + rowCount {
                  for column in column..<column + columnCount {
                    start[row * context.size.columns + column] += 1000
                  }
                }
              })
          }
        }
      }
    }
    #expect(results.allSatisfy { $0 == Float(size.inner) + 1000 })
  }

  @Test("a batch gives its products one by one")
  func batches() {
    forAll(count: 2) { source in
      let (left, right) = (source.numbers(24 * 70 * 90), source.numbers(24 * 90 * 80))
      let together = Tensor(left, [24, 70, 90]).matmul(Tensor(right, [24, 90, 80])).values
      for index in 0..<24 {
        let one = Tensor(Array(left[index * 6300..<(index + 1) * 6300]), [70, 90])
          .matmul(Tensor(Array(right[index * 7200..<(index + 1) * 7200]), [90, 80]))
        let errors = zip(one.values, together[index * 5600..<(index + 1) * 5600]).map {
          abs($0 - $1)
        }
        try #require(errors.allSatisfy { $0 < 1e-4 })
      }
    }
  }

  @Test("pieces cover a batch once, with small kernels and without", arguments: sizes, [1, 5, 64])
  func pieces(size: ProductSize, batchCount: Int) {
    for (hasSmallKernels, turnsRight) in [(true, false), (true, true), (false, false)] {
      let tiling = ProductTiling(
        size, batchCount: batchCount, hasSmallKernels: hasSmallKernels, turnsRight: turnsRight)
      var area = 0
      for index in 0..<tiling.count {
        let (matrix, row, column) = tiling.origin(of: index)
        #expect(matrix < batchCount && row < size.rows && column < size.columns)
        area +=
          min(tiling.matrices, batchCount - matrix) * min(tiling.rows, size.rows - row)
          * min(tiling.columns, size.columns - column)
      }
      #expect(area == batchCount * size.rows * size.columns)
    }
  }

  private func withMatrix(
    _ numbers: [Float], _ columnCount: Int, _ isTransposed: Bool, _ body: (Matrix) -> Void
  ) {
    numbers.withUnsafeBufferPointer {
      guard let start = $0.baseAddress else { return }
      body(Matrix(start, columnCount: columnCount, isTransposed: isTransposed))
    }
  }
}

extension RandomSource {
  fileprivate mutating func numbers(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(number(-1...1)) }
  }
}
