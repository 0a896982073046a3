import CVectorKernels
import TestSupport
import Testing

/// What gradients of several tasks are worked on with, at every level that the processor has.
@Suite struct TaskGradientKernelTests {
  private func numbers(_ count: Int, _ source: inout RandomSource) -> [Float] {
    (0..<count).map { _ in Float(source.number(-1...1)) }
  }

  @Test("inner products are those of doubles", arguments: KernelLevel.all)
  func innerProducts(level: KernelLevel) {
    forAll(count: 40) { source in
      let (xCount, yCount) = (source.whole(1...9), source.whole(1...9))
      let count = source.whole(0...70)
      let stride = count + source.whole(0...3)
      let x = numbers(xCount * stride, &source)
      let y = numbers(yCount * stride, &source)
      for isSymmetric in [false, true] {
        let (other, otherCount) = isSymmetric ? (x, xCount) : (y, yCount)
        var sums = [Double](repeating: .nan, count: xCount * otherCount)
        level.kernels.vk_inner_products(
          x, xCount, stride, other, otherCount, stride, count, isSymmetric ? 1 : 0, &sums)
        for i in 0..<xCount {
          for j in (isSymmetric ? i : 0)..<otherCount {
            let exact = (0..<count).reduce(0.0) {
              $0 + Double(x[i * stride + $1]) * Double(other[j * stride + $1])
            }
            try #require(abs(sums[i * otherCount + j] - exact) < 1e-13 * Double(count + 1))
          }
        }
      }
    }
  }

  @Test("a weighted sum leaves rows of weight 0 out", arguments: KernelLevel.all)
  func weightedSum(level: KernelLevel) {
    forAll(count: 30) { source in
      let (rowCount, count) = (source.whole(1...9), source.whole(0...90))
      let stride = count + source.whole(0...3)
      var x = numbers(rowCount * stride, &source)
      var weights = numbers(rowCount, &source)
      let left = source.whole(0...rowCount - 1)
      weights[left] = 0
      for place in 0..<count { x[left * stride + place] = .nan }
      var y = [Float](repeating: -7, count: count + 1)
      level.kernels.vk_weighted_sum(x, rowCount, stride, weights, count, &y)
      for place in 0..<count {
        let exact = (0..<rowCount).filter { $0 != left }.reduce(0.0) {
          $0 + Double(weights[$1]) * Double(x[$1 * stride + place])
        }
        try #require(abs(Double(y[place]) - exact) < 1e-5)
      }
      try #require(y[count] == -7)
    }
  }

  /// A stack `[taskCount, rowCount, columnCount]` with zeros in the same places, and where they are not.
  private func stack(
    _ taskCount: Int, _ rowCount: Int, _ columnCount: Int, _ source: inout RandomSource
  ) -> (numbers: [Float], isUsed: [Bool]) {
    let isUsed = (0..<rowCount * columnCount).map { _ in source.whole(0...1) == 1 }
    var numbers = numbers(taskCount * rowCount * columnCount, &source)
    for place in numbers.indices where !isUsed[place % isUsed.count] { numbers[place] = 0 }
    // One number is enough, be it none.
    if let first = isUsed.firstIndex(of: true) {
      for task in 1..<max(taskCount, 1) where task < taskCount {
        numbers[task * isUsed.count + first] = 0
      }
      numbers[first] = .nan
    }
    return (numbers, isUsed)
  }

  @Test("what is not zero is gathered, from rows and from columns", arguments: KernelLevel.all)
  func gathering(level: KernelLevel) {
    forAll(count: 40) { source in
      let taskCount = source.whole(0...1) == 0 ? 8 : source.whole(1...11)
      let (rowCount, columnCount) = (source.whole(1...20), source.whole(1...40))
      let (x, isUsed) = stack(taskCount, rowCount, columnCount, &source)
      let size = rowCount * columnCount
      var places = [Int32](repeating: -1, count: size)
      var values = [Float](repeating: -7, count: size * taskCount)
      for row in 0..<rowCount {
        let count = x.withUnsafeBufferPointer { x in
          level.kernels.vk_gather_nonzero(
            x.baseAddress.map { $0 + row * columnCount }, taskCount, size, columnCount, &places,
            &values)
        }
        let expected = (0..<columnCount).filter { isUsed[row * columnCount + $0] }
        try #require(places.prefix(count).map(Int.init) == expected)
        for (place, column) in expected.enumerated() {
          for task in 0..<taskCount {
            let number = x[task * size + row * columnCount + column]
            try #require(
              values[place * taskCount + task].bitPattern == number.bitPattern)
          }
        }
      }
      var counts = [Int32](repeating: -1, count: columnCount)
      level.kernels.vk_gather_nonzero_columns(
        x, taskCount, size, columnCount, rowCount, columnCount, &places, &values, &counts)
      for column in 0..<columnCount {
        let expected = (0..<rowCount).filter { isUsed[$0 * columnCount + column] }
        let start = column * rowCount
        let found = places[start..<start + Int(counts[column])]
        try #require(found.map(Int.init) == expected)
        for (place, row) in expected.enumerated() {
          for task in 0..<taskCount {
            let number = x[task * size + row * columnCount + column]
            let value = values[(start + place) * taskCount + task]
            try #require(value.bitPattern == number.bitPattern)
          }
        }
      }
    }
  }

  @Test("gathered numbers are multiplied with the rows of their places", arguments: KernelLevel.all)
  func multiplying(level: KernelLevel) {
    forAll(count: 40) { source in
      let (taskCount, count) = (source.whole(1...19), source.whole(0...30))
      let columns = source.whole(1...32)
      let places = (0..<count).map { Int32(3 * $0) }
      let values = numbers(count * taskCount, &source)
      let panel = numbers(max(count, 1) * 3 * 32, &source)
      let stride = columns + source.whole(0...2)
      let gate = source.whole(0...1) == 0 ? nil : numbers(columns, &source) + [.infinity]
      var y = [Float](repeating: -7, count: taskCount * stride)
      level.kernels.vk_multiply_gathered(
        places, values, count, taskCount, panel, gate, columns, &y, stride)
      for task in 0..<taskCount {
        for column in 0..<stride {
          if let gate, column < columns, gate[column] <= 0 {
            try #require(y[task * stride + column] == 0)
            continue
          }
          let exact = (0..<count).reduce(0.0) {
            $0 + Double(values[$1 * taskCount + task]) * Double(panel[3 * $1 * 32 + column % 32])
          }
          let number = y[task * stride + column]
          try #require(column < columns ? abs(Double(number) - exact) < 1e-5 : number == -7)
        }
      }
    }
  }

  @Test("gathered rows are multiplied with a triangle and each other", arguments: KernelLevel.all)
  func triangle(level: KernelLevel) {
    forAll(count: 40) { source in
      let (rowCount, size) = (source.whole(1...8), source.whole(1...40))
      let places = (0..<size).filter { _ in source.whole(0...1) == 1 }.map(Int32.init)
      let values = numbers(places.count * rowCount, &source)
      let stride = size + source.whole(0...2)
      var triangle = numbers(size * stride, &source)
      for row in 0..<size {
        for column in 0..<row { triangle[row * stride + column] = 0 }
      }
      var sums = [Double](repeating: 1, count: 72)
      // What follows the numbers means nothing.
      level.kernels.vk_add_gathered_products(
        places, values + [Float](repeating: .nan, count: 8), places.count, rowCount, triangle,
        stride, &sums)
      for (j, k) in (0..<rowCount).flatMap({ j in (0..<rowCount).map { (j, $0) } }) {
        var exact = 1.0
        for (p, row) in places.enumerated() {
          for (q, column) in places.enumerated() {
            exact +=
              Double(values[p * rowCount + j]) * Double(triangle[Int(row) * stride + Int(column)])
              * Double(values[q * rowCount + k])
          }
        }
        try #require(abs(sums[8 * j + k] - exact) < 1e-4)
      }
      for k in 0..<rowCount {
        let exact = places.indices.reduce(1.0) {
          $0 + Double(values[$1 * rowCount + k]) * Double(values[$1 * rowCount + k])
        }
        try #require(abs(sums[64 + k] - exact) < 1e-12)
      }
    }
  }
}
