import TandemTensors
import Testing

@testable import TandemLearning

/// The shortest vector in a convex hull, where the answer is known in closed form or can be proven.
@Suite struct MinimumNormTests {
  private func weights(_ rows: [[Double]]) -> [Double] {
    MinimumNorm.weights(gramian: TaskGradients(rows: rows).gramian, count: rows.count)
  }

  @Test func `two vectors have a closed form`() {
    for rows in Jacobians.random(taskCount: 2, seed: 31) {
      let difference = zip(rows[1], rows[0]).map { $0 - $1 }
      let square = difference.reduce(0) { $0 + $1 * $1 }
      let product = zip(difference, rows[1]).reduce(0) { $0 + $1.0 * $1.1 }
      let first = min(1, max(0, product / square))
      expectClose(
        combined(rows, weights(rows)), combined(rows, [first, 1 - first]), tolerance: 1e-9,
        scale: 1e-3 * min(Jacobians.size([rows[0]]), Jacobians.size([rows[1]])), "\(rows)")
    }
  }

  @Test func `orthogonal vectors weigh by the inverse square of their length`() {
    // w ∝ 1/|g|², over twelve orders of |g|².
    let lengths = [1e-3, 1, 20, 1e3]
    let rows = lengths.indices.map { i in lengths.indices.map { $0 == i ? lengths[i] : 0 } }
    let inverse = lengths.map { 1 / ($0 * $0) }
    let sum = inverse.reduce(0, +)
    for (got, wanted) in zip(weights(rows), inverse.map { $0 / sum }) {
      #expect((got - wanted).magnitude <= 1e-14 * wanted)
    }
  }

  @Test func `a hull that holds the origin gives the zero vector`() {
    let rows = [[2.0, 0], [-1, 3], [-1, -3], [5, 5]]
    expectClose(combined(rows, weights(rows)), [0, 0], tolerance: 1e-14, scale: 1)
  }

  @Test func `vectors of length zero share the weight`() {
    #expect(weights([[1, 2], [0, 0], [3, -1], [0, 0]]) == [0, 0.5, 0, 0.5])
  }

  @Test func `weights do not depend on the unit of the vectors`() {
    for rows in Jacobians.random(taskCount: 5, seed: 41) {
      let scaled = rows.map { $0.map { $0 * 0x1p-60 } }
      #expect(weights(scaled) == weights(rows))
    }
  }

  /// More vectors than dimensions, copies that differ in the last digits, eight orders of length.
  @Test func `dependent and nearly equal vectors end in a proven optimum`() {
    var generator = Generator(seed: 77)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    for trial in 0..<400 {
      let (count, width) = (2 + trial % 39, 2 + trial % 5)
      let base = (0..<width).map { _ in uniform() }
      let closeness = exponential(-2.302585 * Double(trial % 13))
      let rows = (0..<count).map { _ in
        let size = exponential(uniform() * 4 * 2.302585)
        let sign = trial % 2 == 0 && uniform() < 0 ? -1.0 : 1
        return base.map { sign * size * ($0 + closeness * uniform()) }
      }
      let found = weights(rows)
      #expect(found.allSatisfy { $0 >= 0 && $0.isFinite })
      let gramian = TaskGradients(rows: rows).gramian
      #expect(MinimumNorm.residual(of: found, gramian: gramian) < 1e-12, "trial \(trial)")
    }
  }

  @Test func `the residual sees weights that are not optimal`() {
    let gramian = TaskGradients(rows: [[1, 0], [0, 1]]).gramian
    #expect(MinimumNorm.residual(of: [0.5, 0.5], gramian: gramian) <= 1e-16)
    #expect(MinimumNorm.residual(of: [0.6, 0.4], gramian: gramian) > 0.05)
  }

  @Test func `linear equations are solved, singular ones refused`() throws {
    let solution = try #require(
      LinearSystem.solve([0, 2, 1, 1, -2, -3, -1, 1, 2], [-8, 0, 3]))
    expectClose(solution, [-4, -5, 2], tolerance: 1e-14)
    #expect(LinearSystem.solve([1, 2, 2, 4], [1, 2]) == nil)
  }
}
