import TandemTensors
import Testing

@testable import TandemLearning

/// The simplex: nearest points, and quadratic programs on it.
@Suite struct SimplexProgramTests {
  @Test func `the nearest point of the simplex satisfies its conditions`() {
    var generator = Generator(seed: 3)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    for trial in 0..<500 {
      let size = exponential(Double(trial % 40) - 5)
      let point = (0..<1 + trial % 12).map { _ in uniform() * size }
      let nearest = SimplexProjection.nearest(to: point)
      let sum = nearest.reduce(0, +)
      #expect((sum - 1).magnitude < 1e-12 && nearest.allSatisfy { $0 >= 0 })
      // v − w is one number where w > 0, and no larger elsewhere.
      let gaps = zip(point, nearest).map { $0 - $1 }
      let level = gaps.max() ?? 0
      for (gap, weight) in zip(gaps, nearest) where weight > 1e-9 {
        #expect(level - gap <= 1e-12 * max(1, size), "\(point)")
      }
    }
    #expect(SimplexProjection.nearest(to: [1e300, -1e300]) == [1, 0])
    #expect(SimplexProjection.nearest(to: [5e16, 5e16]) == [0.5, 0.5])
  }

  @Test func `random programs end in a proven optimum`() {
    for taskCount in [1, 2, 3, 8, 20, 40] {
      for rows in Jacobians.random(taskCount: taskCount, seed: 5) + Jacobians.degenerate(taskCount)
      {
        let matrix = TaskGradients(rows: rows).gramian
        let linear = rows.map { row in row.reduce(0, +) * 0.7 - row[0] }
        let weights = SimplexProgram.weights(matrix: matrix, linear: linear)
        let sum = weights.reduce(0, +)
        #expect((sum - 1).magnitude < 1e-12 && weights.allSatisfy { $0 >= 0 })
        let residual = SimplexProgram.residual(of: weights, matrix: matrix, linear: linear)
        #expect(residual < 1e-11, "\(rows) \(residual)")
      }
    }
  }

  @Test func `without a linear term it is the shortest vector`() {
    for rows in Jacobians.random(taskCount: 6, seed: 9).prefix(3) {
      let matrix = TaskGradients(rows: rows).gramian
      let zeros = rows.map { _ in 0.0 }
      expectClose(
        combined(rows, SimplexProgram.weights(matrix: matrix, linear: zeros)),
        combined(rows, MinimumNorm.weights(gramian: matrix, count: 6)), tolerance: 1e-7,
        scale: Jacobians.size(rows))
    }
  }
}
