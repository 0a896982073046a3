import TandemTensors

@testable import TandemLearning

/// Matrices of task gradients, row after row.
enum Jacobians {
  /// Random directions; sizes alike, and spread over 2, 4 and 8 orders.
  static func random(taskCount: Int, seed: UInt64) -> [[[Double]]] {
    var generator = Generator(seed: seed)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    func row(_ width: Int, spread: Double) -> [Double] {
      let size = exponential(uniform() * spread * 2.302585)
      return (0..<width).map { _ in uniform() * size }
    }
    var matrices: [[[Double]]] = []
    for spread in [0.0, 1, 2, 4] {
      for width in [2, 5, 60] {
        matrices.append((0..<taskCount).map { _ in row(width, spread: spread) })
      }
    }
    return matrices
  }

  /// Rows that are equal, opposite, zero, on one line, and nearly so.
  static func degenerate(_ taskCount: Int) -> [[[Double]]] {
    let base = [1.0, -2, 0.5]
    func rows(_ scale: (Int) -> Double) -> [[Double]] {
      (0..<taskCount).map { task in base.map { $0 * scale(task) } }
    }
    let almost = (0..<taskCount).map { task -> [Double] in
      [1, 1e-9 * Double(task), Double(task % 2) * 1e-3]
    }
    let oneZero = (0..<taskCount).map { task -> [Double] in
      task == 0 ? [0, 0, 0] : [1, Double(task), -Double(task)]
    }
    let equal = rows { _ in 1 }
    let opposite = rows { $0 % 2 == 0 ? 1.0 : -1 }
    let zero = rows { _ in 0 }
    let collinear = rows { exponential(Double($0 % 9) * 2.302585) }
    let unlike = rows { $0 % 2 == 0 ? 1e4 : -1e-4 }
    return [equal, opposite, zero, collinear, unlike, almost, oneZero]
  }

  /// Random rows, a few of which are equal, opposite, on one line or zero.
  static func mixed(_ taskCount: Int, seed: UInt64 = 77) -> [[[Double]]] {
    var generator = Generator(seed: seed)
    func place() -> Int { Int(generator.next() % UInt64(taskCount)) }
    return random(taskCount: taskCount, seed: seed).flatMap { rows in
      [1.0, -1, 0, 37, -0.02].map { factor in
        var mixed = rows
        for _ in 0..<max(1, taskCount / 3) {
          let (a, b) = (place(), place())
          if a != b { mixed[a] = mixed[b].map { factor * $0 } }
        }
        return mixed
      }
    }
  }

  /// Random rows, a few of which are on one line all but 1e-6 to 1e-12, or opposite to the sum of others.
  static func nearlyDependent(_ taskCount: Int, seed: UInt64) -> [[[Double]]] {
    var generator = Generator(seed: seed)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    func place() -> Int { Int(generator.next() % UInt64(taskCount)) }
    return random(taskCount: taskCount, seed: seed).flatMap { rows in
      [1e-6, 1e-7, 1e-8, 1e-10, 1e-12, 0].map { distance in
        var near = rows
        for _ in 0..<max(1, taskCount / 3) {
          let (a, b) = (place(), place())
          let size = distance * Jacobians.size([near[b]])
          let factor = exponential(uniform() * 9) * (uniform() < 0 ? -1 : 1)
          if a != b, distance > 0 { near[a] = near[b].map { factor * ($0 + size * uniform()) } }
        }
        if distance == 0 {
          let rest = near.dropLast(1)
          near[taskCount - 1] = near[0].indices.map { k in -rest.reduce(0) { $0 + $1[k] } }
        }
        return near
      }
    }
  }

  /// The length of the shortest row that is not 0.
  static func smallestSize(_ rows: [[Double]]) -> Double {
    rows.map { size([$0]) }.filter { $0 > 0 }.min() ?? 0
  }

  /// The Frobenius norm.
  static func size(_ rows: [[Double]]) -> Double {
    rows.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}

/// The cosine of the angle between two vectors, 0 where one is zero.
func cosine(_ a: [Double], _ b: [Double]) -> Double {
  let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  let sizes = Jacobians.size([a]) * Jacobians.size([b])
  return sizes > 0 ? product / sizes : 0
}
