import TandemTensors
import Testing

@testable import TandemLearning

/// Solvers where vectors depend on each other, exactly or all but 1e-6 to 1e-12, with lengths over eight orders.
@Suite struct DependentVectorTests {
  static let matrices = [2, 3, 5, 8, 20].flatMap { count in
    [7, 19, 53].flatMap { Jacobians.nearlyDependent(count, seed: $0) }
      + Jacobians.mixed(count, seed: 31).filter { rows in
        !rows.contains { Jacobians.size([$0]) == 0 }
      }
  }

  private func unit(_ rows: [[Double]]) -> UnitRows {
    UnitRows(gramian: TaskGradients(rows: rows).gramian, count: rows.count)
  }

  @Test func `a pseudo-inverse of dependent vectors keeps the short ones' digits`() {
    // Along one axis a e and −b e, across it c f: M⁺ |g| in closed form.
    for (a, b, c) in [(3e4, 2e-4, 1e-4), (1, 2, 1e-8), (1e-6, 1e7, 1e-3)] {
      let inverse = GradedInverse(unit([[a, 0], [-b, 0], [0, c]]))
      #expect(inverse.rank == 2)
      let square = a * a + b * b
      let share = (a * a - b * b) / (square * square)
      let (v, wanted) = (inverse.apply([a, b, c]), [a * share, -b * share, 1 / c])
      for (got, value) in zip(v, wanted) {
        #expect((got - value).magnitude <= 4e-15 * value.magnitude, "\(v) \(wanted)")
      }
    }
  }

  @Test func `a pseudo-inverse undoes what depends on nothing`() {
    let rows = [[3e4, 1e4, 0], [0.2, -0.1, 0.4], [0, 1e-4, 2e-4]]
    let inverse = GradedInverse(unit(rows))
    let x = [1.0, -2, 0.5].enumerated().map { $0.element * Jacobians.size([rows[$0.offset]]) }
    let v = inverse.apply(x)
    let direction = combined(rows, v)
    for (row, value) in zip(rows, x) {
      let product = zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 }
      #expect((product - value).magnitude <= 1e-13 * value.magnitude)
    }
    #expect(inverse.rank == 3)
    #expect(GradedInverse(unit([[0, 0], [0, 0]])).apply([1, 1]) == [0, 0])
  }

  @Test func `projections onto the dual cone are proven`() {
    for rows in Self.matrices {
      let unit = unit(rows)
      for task in 0..<min(3, rows.count) {
        let right = rows.indices.map { -unit.cosines[$0 * rows.count + task] }
        let z = PolyhedralProjection.ofCone(cosines: unit.cosines, right: right)
        let residual = PolyhedralProjection.residual(of: z, cosines: unit.cosines, right: right)
        #expect(residual < 1e-13, "\(residual) \(rows)")
      }
    }
  }

  @Test func `the shortest vector is proven`() {
    for rows in Self.matrices {
      let gramian = TaskGradients(rows: rows).gramian
      let weights = MinimumNorm.weights(gramian: gramian, count: rows.count)
      #expect(weights.allSatisfy { $0 >= 0 })
      let residual = MinimumNorm.residual(of: weights, gramian: gramian)
      #expect(residual < 1e-9, "\(residual) \(rows)")
    }
  }

  @Test(arguments: [0.1, 0.5, 3]) func `the best direction near the mean is proven`(c: Double) {
    for rows in Self.matrices {
      let unit = unit(rows)
      let mean = unit.lengths.map { $0 / Double(rows.count) }
      guard unit.length(of: mean) > 0 else { continue }
      let residual = ConflictAverse(unit, hasZero: false, mean: mean, radius: c).residual
      #expect(residual < 1e-6, "\(residual) \(rows)")
    }
  }

  @Test(arguments: [0.2, 0.5, 1, 2, 10]) func `a fair system is solved`(alpha: Double) {
    for rows in Self.matrices {
      let unit = unit(rows)
      // Nearer to a stationary point than 1e-6 of the lengths, cosines no longer tell the two apart.
      let weights = MinimumNorm.weights(gramian: unit.cosines, count: rows.count)
      guard unit.length(of: weights) > 1e-6 else { continue }
      guard let solution = FairSystem.solve(unit, alpha: alpha) else {
        Issue.record("no solution for \(rows)")
        continue
      }
      let residual = FairSystem.residual(of: solution, unit, alpha: alpha)
      #expect(residual < 1e-11, "\(residual) \(rows)")
    }
  }

  @Test func `equal short vectors beside a long one do not stop the fair system`() {
    let rows = [[4e-4, 0, 0], [1e-3, 1e-2, 0], [2e3, 3e3, 1e4], [4e-4, 0, 0]]
    for alpha in [0.2, 0.3] {
      let solution = FairSystem.solve(unit(rows), alpha: alpha)
      let residual = FairSystem.residual(of: solution ?? [0, 0, 0, 0], unit(rows), alpha: alpha)
      #expect(residual < 1e-13)
    }
  }

  @Test func `a linear program's answer is proven, or there is none`() {
    var generator = Generator(seed: 3)
    var (solved, unsolved) = (0, 0)
    for rows in Self.matrices {
      let (unit, count) = (unit(rows), rows.count)
      let program = LinearProgram(
        objective: rows.map { _ in Double(generator.nextUniform()) * 2 - 1 },
        rows: rows.indices.map { Array(unit.cosines[$0 * count..<($0 + 1) * count]) },
        bounds: rows.map { _ in 0 }, equality: rows.map { _ in 1 })
      guard let solution = program.solve() else {
        unsolved += 1
        continue
      }
      solved += 1
      #expect(program.residual(of: solution) < 1e-7, "\(rows)")
    }
    #expect(solved > 20 * unsolved, "\(solved) \(unsolved)")
  }
}
