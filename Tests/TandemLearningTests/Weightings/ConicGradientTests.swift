import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// ConicGrad's direction is in its cone, and no other direction of the cone is better for the worst-off task.
@Suite struct ConicGradientTests {
  private func worst(_ rows: [[Double]], _ d: [Double]) -> Double {
    rows.map { zip($0, d).reduce(0) { $0 + $1.0 * $1.1 } }.min() ?? 0
  }

  @Test(arguments: [0.1, 0.5, 0.9], [2, 3, 5])
  func `no direction of the cone is better`(c: Double, taskCount: Int) throws {
    var generator = Generator(seed: 6)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    var compared = 0
    for rows in Jacobians.random(taskCount: taskCount, seed: 51) where rows[0].count < 60 {
      var method = try ConicGradient.made(with: ["c": .number(c)])
      var context = MethodContext(generator: generator)
      let d = method.combine(TaskGradients(rows: rows), in: &context).direction(of: rows)
      let mean = combined(rows, rows.map { _ in 1 / Double(taskCount) })
      let size = Jacobians.size([mean])
      #expect((Jacobians.size([d]) / size - 1).magnitude < 1e-9)
      #expect(cosine(d, mean) >= c - 1e-9)
      let reached = worst(rows, d)
      guard reached > 0 else { continue }
      for trial in 0..<2000 {
        // Near the answer, and anywhere.
        let spread = trial % 2 == 0 ? 1 : exponential(-5 * Double(generator.nextUniform()))
        var other = d.map { $0 * (trial % 2 == 0 ? 0.3 : 1) + spread * size * uniform() }
        let scale = size / Jacobians.size([other])
        other = other.map { $0 * scale }
        guard cosine(other, mean) >= c else { continue }
        compared += 1
        #expect(worst(rows, other) <= reached * (1 + 1e-9), "\(rows) \(d) \(other)")
      }
    }
    #expect(compared > 300)
  }

  @Test(arguments: [3, 5, 8])
  func `where every direction raises a loss, none rises less for the mean's fall`(taskCount: Int)
    throws
  {
    var generator = Generator(seed: 8)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    var compared = 0
    for rows in Jacobians.mixed(taskCount) where rows[0].count < 60 {
      let mean = combined(rows, rows.map { _ in 1 / Double(taskCount) })
      let size = Jacobians.size([mean])
      guard size > 1e-6 * Jacobians.size(rows) else { continue }
      // Along the mean by 1: what a direction does to the worst-off task for that fall of the mean.
      func score(_ d: [Double]) -> Double {
        let along = zip(d, mean).reduce(0) { $0 + $1.0 * $1.1 } / size
        return worst(rows, d.map { $0 / along })
      }
      var method = try ConicGradient.byDefault()
      var context = MethodContext(generator: generator)
      let d = method.combine(TaskGradients(rows: rows), in: &context).direction(of: rows)
      #expect((Jacobians.size([d]) / size - 1).magnitude < 1e-9, "\(rows)")
      #expect(cosine(d, mean) >= 0.5 - 1e-9, "\(rows)")
      // Where no loss need rise, the direction is mgda's: another measure.
      let reached = score(d)
      guard reached < 1e-9 * Jacobians.size(rows) else { continue }
      for trial in 0..<400 {
        let spread = trial % 2 == 0 ? 1 : exponential(-5 * Double(generator.nextUniform()))
        let other = d.map { $0 + spread * size * uniform() }
        guard cosine(other, mean) >= 0.5 else { continue }
        compared += 1
        #expect(score(other) <= reached + 1e-9 * Jacobians.size(rows), "\(rows) \(d) \(other)")
      }
    }
    #expect(compared > 300)
  }

  @Test func `a wide cone is mgda's direction, a narrow one the mean's`() throws {
    let rows = [[1.0, 0.5, 0], [-0.6, 0.9, 0.1], [0.2, 0.3, 2]]
    var context = MethodContext(generator: Generator(seed: 1))
    func direction(_ c: Double) throws -> [Double] {
      var method = try ConicGradient.made(with: ["c": .number(c)])
      return method.combine(TaskGradients(rows: rows), in: &context).direction(of: rows)
    }
    var mgda = try MultipleGradientDescent.byDefault()
    let shortest = mgda.combine(TaskGradients(rows: rows), in: &context).direction(of: rows)
    #expect(cosine(try direction(0.01), shortest) > 1 - 1e-12)
    let mean = combined(rows, [1, 1, 1].map { $0 / 3.0 })
    expectClose(try direction(1 - 1e-12), mean, tolerance: 1e-5)
    #expect((cosine(try direction(0.97), mean) - 0.97).magnitude < 1e-12)
  }
}
