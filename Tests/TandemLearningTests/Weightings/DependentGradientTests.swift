import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// What methods make of gradients that depend on each other.
@Suite struct DependentGradientTests {
  @Test func `imtl_g of dependent gradients of unlike size has the pseudo-inverse's answer`() throws
  {
    // By eigenvalues in 60 digits; in double precision they are lost where gradients are this unlike.
    let rows = [
      [30_000.0, -10_000, 20_000], [-15, 5, -10], [2, 1, 0], [0.001, 0.002, -0.003],
      [0.004, 0.002, 0],
    ]
    let wanted = [0.00095417571546925777, -0.000742605488997624, -0.00082723377465283488]
    var method = try ImpartialGradients.byDefault()
    var context = MethodContext(generator: Generator(seed: 1))
    let direction = method.combine(TaskGradients(rows: rows), in: &context).direction(of: rows)
    expectClose(direction, wanted, tolerance: 1e-11, scale: Jacobians.size([wanted]))
    #expect(context.notes == [MethodNote(finding: .dependentGradients, response: .tookShortest)])
  }

  @Test func `nash_mtl keeps to max_norm however nearly opposite two gradients are`() throws {
    for distance in [1e-3, 1e-5, 1e-6, 3e-7] {
      let rows = [[2.0, 0], [-0.1, 0.1 * distance]]
      var method = try NashBargaining.byDefault()
      var context = MethodContext(generator: Generator(seed: 1))
      let answer = method.combine(TaskGradients(rows: rows), in: &context)
      let size = Jacobians.size([answer.direction(of: rows)])
      // The digits of the cosine near −1 that are lost show in d, but not by the factor √2 of a missing bound.
      #expect((size - 1).magnitude < 0.1, "\(distance): \(size)")
    }
  }

  @Test(arguments: [3, 8])
  func `gem lets no other loss rise where two gradients nearly are opposite`(
    taskCount: Int
  ) throws {
    var compared = 0
    for rows in Jacobians.nearlyDependent(taskCount, seed: 61) {
      var method = try EpisodicMemory.byDefault()
      var context = MethodContext(generator: Generator(seed: 1))
      let answer = method.combine(TaskGradients(rows: rows), in: &context)
      let direction = answer.direction(of: rows)
      let reach = zip(answer.weights, rows).reduce(0) {
        $0 + ($1.0 * Jacobians.size([$1.1])).magnitude
      }
      for row in rows.dropFirst() {
        compared += 1
        let product = zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(product >= -1e-12 * Jacobians.size([row]) * reach, "\(rows)")
      }
    }
    #expect(compared > 100)
  }

  @Test func `pcd with others that need not gain never calls that infeasible`() throws {
    for rows in Jacobians.nearlyDependent(5, seed: 62) + Jacobians.degenerate(5) {
      var method = try PriorityDescent.made(with: ["tau": .number(0)])
      var context = MethodContext(generator: Generator(seed: 1))
      _ = method.combine(TaskGradients(rows: rows), in: &context)
      #expect(!context.notes.contains { $0.finding == .infeasible }, "\(rows)")
    }
  }

  @Test(
    "a written-out direction that cancels is said to be none",
    arguments: [
      "db_mtl", "moco", "metabalance", "forum",
    ])
  func rest(name: String) throws {
    let rows = [[1.0, -2, 0.5], [-1, 2, -0.5]]
    guard var method = try WeightingLaws.make(name).gradientMethod else { return }
    var context = MethodContext(generator: Generator(seed: 1), probe: FixedProbe(rows: rows))
    let gradients = TaskGradients(rows: rows)
    let answer = try method.combine(gradients, in: &context)
    context.noteRest(answer, of: gradients)
    #expect(Jacobians.size([answer.direction(of: rows)]) < 1e-14)
    #expect(context.notes == [MethodNote(finding: .stationary, response: .rested)])
  }
}
