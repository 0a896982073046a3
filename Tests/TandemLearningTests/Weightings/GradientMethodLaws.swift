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
    "nor beyond rounding error where gradients nearly depend on each other",
    arguments: names(with: .commonDescent), [3, 6, 12])
  func commonDescentOfDependent(name: String, taskCount: Int) throws {
    for rows in Jacobians.nearlyDependent(taskCount, seed: 29) {
      let answer = try combine(name, rows)
      let direction = answer.direction(of: rows)
      let reach = zip(answer.weights, rows).reduce(0) {
        $0 + ($1.0 * Jacobians.size([$1.1])).magnitude
      }
      for row in rows {
        let product = zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(product >= -1e-9 * Jacobians.size([row]) * reach, "\(rows) \(direction)")
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
