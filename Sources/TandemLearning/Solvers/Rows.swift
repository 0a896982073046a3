/// Products of matrices that are written row after row, as gradients are.
enum Rows {
  /// `A Bᵀ`, `[m, n]`.
  /// - Parameters:
  ///   - a: `[m, width]`.
  ///   - b: `[n, width]`.
  ///   - width: How long a row is.
  /// - Returns: The inner product of each row of `a` with each of `b`.
  static func products(_ a: [Double], _ b: [Double], width: Int) -> [Double] {
    guard width > 0 else { return [] }
    return (0..<a.count / width).flatMap { i in
      (0..<b.count / width).map { j in
        product(a, from: i * width, b, from: j * width, count: width)
      }
    }
  }

  /// The inner products of the rows in some columns, `[m, m]`.
  static func gramian(_ a: [Double], count: Int, width: Int, columns: Range<Int>) -> [Double] {
    var gramian = Array(repeating: 0.0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        let sum = product(
          a, from: i * width + columns.lowerBound, a, from: j * width + columns.lowerBound,
          count: columns.count)
        gramian[i * count + j] = sum
        gramian[j * count + i] = sum
      }
    }
    return gramian
  }

  /// The length of each row.
  static func norms(_ a: [Double], count: Int, width: Int) -> [Double] {
    (0..<count).map { row in
      product(a, from: row * width, a, from: row * width, count: width).squareRoot()
    }
  }

  /// The squared length of each row in some columns.
  static func squares(_ a: [Double], count: Int, width: Int, columns: Range<Int>) -> [Double] {
    (0..<count).map { row in
      let start = row * width + columns.lowerBound
      return product(a, from: start, a, from: start, count: columns.count)
    }
  }

  /// Some of the rows, in this order.
  static func selected(_ rows: [Int], of a: [Double], width: Int) -> [Double] {
    if rows.count * width == a.count, rows == Array(rows.indices) { return a }
    var selected: [Double] = []
    selected.reserveCapacity(rows.count * width)
    for row in rows { selected.append(contentsOf: a[row * width..<(row + 1) * width]) }
    return selected
  }

  /// Multiplies each row by a number of its own.
  static func scale(_ a: inout [Double], by factors: [Double], width: Int) {
    for (row, factor) in factors.enumerated() where factor != 1 {
      for place in row * width..<(row + 1) * width { a[place] *= factor }
    }
  }

  /// `Aᵀ w`, the weighted sum of the rows.
  static func sum(_ a: [Double], weights: [Double], width: Int) -> [Double] {
    var sum = Array(repeating: 0.0, count: width)
    for (row, weight) in weights.enumerated() where weight != 0 {
      for k in 0..<width { sum[k] += weight * a[row * width + k] }
    }
    return sum
  }

  /// The inner product of two stretches of numbers, in four sums that run side by side.
  private static func product(
    _ a: [Double], from i: Int, _ b: [Double], from j: Int, count: Int
  ) -> Double {
    precondition(i + count <= a.count && j + count <= b.count, "rows end within their matrix")
    var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var k = 0
        while k + 4 <= count {
          first += a[i + k] * b[j + k]
          second += a[i + k + 1] * b[j + k + 1]
          third += a[i + k + 2] * b[j + k + 2]
          fourth += a[i + k + 3] * b[j + k + 3]
          k += 4
        }
        while k < count {
          first += a[i + k] * b[j + k]
          k += 1
        }
      }
    }
    return (first + second) + (third + fourth)
  }
}
