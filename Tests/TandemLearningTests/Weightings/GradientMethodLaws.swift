import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Laws of methods that combine gradients, over random and degenerate Jacobians.
@Suite struct GradientMethodLaws {
  static let names = WeightingLaws.names.filter {
    (try? WeightingLaws.make($0).gradientMethod) as (any GradientMethod)? != nil
  }

  static func names(with guarantee: MethodGuarantees) -> [String] {
    names.filter { WeightingLaws.descriptor($0).guarantees.contains(guarantee) }
  }

  private func combine(
    _ name: String, _ rows: [[Double]], seed: UInt64 = 1
  ) throws -> Combination {
    guard var method = try WeightingLaws.make(name).gradientMethod else { return .weights([]) }
    var context = MethodContext(
      generator: Generator(seed: seed), probe: FixedProbe(rows: rows))
    return try method.combine(TaskGradients(rows: rows), in: &context)
  }

  private func direction(_ name: String, _ rows: [[Double]]) throws -> [Double] {
    try combine(name, rows).direction(of: rows)
  }

  @Test("there are methods to test") func some() {
    #expect(Self.names.contains("pcgrad") && Self.names.contains("mgda"))
    #expect(Self.names(with: .commonDescent).contains("mgda"))
  }

  @Test("a finite answer, over eight orders of size", arguments: names, [1, 2, 3, 8, 40])
  func finite(name: String, taskCount: Int) throws {
    for rows in Jacobians.random(taskCount: taskCount, seed: 3) + Jacobians.degenerate(taskCount)
      + Jacobians.mixed(taskCount)
    {
      let answer = try combine(name, rows)
      if case .weights(let weights) = answer.direction { #expect(weights.count == taskCount) }
      let direction = answer.direction(of: rows)
      #expect(direction.count == rows[0].count)
      #expect(direction.allSatisfy { $0.isFinite }, "\(rows)")
      if let factors = answer.ownFactors {
        #expect(factors.count == taskCount && factors.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test("one task alone keeps its gradient", arguments: names)
  func single(name: String) throws {
    for row in [[3.0, -4], [1e-8, 2e-8], [0, 0], [5e7, 1]] {
      #expect(try direction(name, [row]) == row)
    }
  }

  @Test("gradients of zero give no direction", arguments: names)
  func zeros(name: String) throws {
    let rows = Array(repeating: [0.0, 0, 0], count: 4)
    #expect(try direction(name, rows) == [0, 0, 0])
  }

  @Test(
    "a method without an order does not care for the tasks' order",
    arguments: names(with: .permutationEquivariance))
  func permuted(name: String) throws {
    for rows in Jacobians.random(taskCount: 6, seed: 8) + Jacobians.degenerate(6)
      + Jacobians.mixed(6)
    {
      let order = [5, 2, 0, 4, 1, 3]
      let permuted = order.map { rows[$0] }
      // Where gradients are dependent the weights are not unique, the direction is.
      expectClose(
        try direction(name, permuted), try direction(name, rows),
        tolerance: 1e-7, scale: Jacobians.size(rows), "\(rows)")
    }
  }

  @Test("no loss rises where that is promised", arguments: names(with: .commonDescent), [2, 5, 20])
  func commonDescent(name: String, taskCount: Int) throws {
    for rows in Jacobians.random(taskCount: taskCount, seed: 23) + Jacobians.degenerate(taskCount)
      + Jacobians.mixed(taskCount)
    {
      let direction = try direction(name, rows)
      // A direction that is rounding error beside the gradients is that of a stationary point.
      guard Jacobians.size([direction]) > 1e-9 * Jacobians.smallestSize(rows) else { continue }
      for row in rows {
        #expect(cosine(row, direction) >= -1e-7, "\(rows) \(direction)")
      }
    }
  }

  @Test(
    "a task's scale does not matter where that is promised",
    arguments: names(with: .scaleInvariance))
  func scaled(name: String) throws {
    for rows in Jacobians.random(taskCount: 3, seed: 31) {
      for factor in [1e-4, 0.3, 2e3] {
        let scaled = [rows[0], rows[1].map { $0 * factor }, rows[2]]
        let (before, after) = (try direction(name, rows), try direction(name, scaled))
        guard Jacobians.size([before]) > 1e-9 * Jacobians.smallestSize(rows) else { continue }
        #expect(cosine(before, after) > 1 - 1e-7, "\(rows) \(factor)")
      }
    }
  }

  @Test(
    "no direction at a stationary point, where that is promised",
    arguments: names(with: .stationaryLimit))
  func stationary(name: String) throws {
    for rows in [
      [[1.0, 1], [-3, 1], [1, -3]], [[2.0, 0], [-1, 0]], [[1, 1e-3], [-1e4, -10]],
    ] {
      let direction = try direction(name, rows)
      #expect(Jacobians.size([direction]) <= 1e-7 * Jacobians.size(rows), "\(direction)")
    }
    let apart = [[1.0, 0.2], [-0.5, 1]]
    #expect(Jacobians.size([try direction(name, apart)]) > 1e-3)
  }

  @Test("no weight is below 0 where that is promised", arguments: names(with: .nonnegativeWeights))
  func nonnegative(name: String) throws {
    for rows in Jacobians.random(taskCount: 5, seed: 41) + Jacobians.degenerate(5)
      + Jacobians.mixed(5)
    {
      let weights = try combine(name, rows).weights
      #expect(weights.count == 5 && weights.allSatisfy { $0 >= 0 }, "\(rows)")
    }
  }

  @Test func `pcgrad for two tasks conflicts with neither, whatever the order`() throws {
    for rows in Jacobians.random(taskCount: 2, seed: 21) {
      let direction = try direction("pcgrad", rows)
      for row in rows {
        #expect(cosine(row, direction) >= -1e-9, "\(rows)")
      }
    }
  }

  @Test func `pcgrad without a conflict is the plain sum`() throws {
    let rows = [[1.0, 2, 0.5], [0.5, 1, 1], [2, 0, 0.1]]
    #expect(try combine("pcgrad", rows).weights == [1, 1, 1])
  }

  @Test func `pcgrad gives nothing for two opposite gradients`() throws {
    let rows = [[1.0, -2, 3], [-2, 4, -6]]
    expectClose(try direction("pcgrad", rows), [0, 0, 0], tolerance: 0, scale: 0)
    let three = rows + [[0, 0, 0.5]]
    #expect(try combine("pcgrad", three).weights.allSatisfy { $0.isFinite })
  }

  @Test("mgda proves its optimum", arguments: [2, 3, 8, 20, 40])
  func optimal(taskCount: Int) throws {
    for rows in Jacobians.random(taskCount: taskCount, seed: 13) + Jacobians.degenerate(taskCount) {
      let weights = try combine("mgda", rows).weights
      #expect(weights.allSatisfy { $0 >= 0 })
      let sum = weights.reduce(0, +)
      #expect((sum - 1).magnitude < 1e-12)
      let gramian = TaskGradients(rows: rows).gramian
      #expect(MinimumNorm.residual(of: weights, gramian: gramian) < 1e-12, "\(rows)")
    }
  }
}

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
