import TandemTensors
import Testing

@testable import TandemLearning

/// Solvers of the gradient methods, where the answer is known in closed form or can be proven.
@Suite struct ConeSolverTests {
  /// More vectors than dimensions, copies that differ in the last digits, eight orders of length.
  static let hard: [[[Double]]] = {
    var generator = Generator(seed: 91)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    return (0..<120).map { trial in
      let (count, width) = (2 + trial % 39, 2 + trial % 47)
      let base = (0..<width).map { _ in uniform() }
      let closeness = exponential(-2.302585 * Double(trial % 9 - 1))
      return (0..<count).map { _ in
        let size = exponential(uniform() * 4 * 2.302585)
        let sign = trial % 2 == 0 && uniform() < 0 ? -1.0 : 1
        return base.map { sign * size * ($0 + closeness * uniform()) }
      }
    }
  }()

  private func unit(_ rows: [[Double]]) -> UnitRows {
    UnitRows(gramian: TaskGradients(rows: rows).gramian, count: rows.count)
  }

  @Test func `eigenvalues of a graded matrix are right to the last digits, the small ones too`() {
    // D C D with C = [[1, ½], [½, 1]]: the product of the eigenvalues is ¾ Π d², their sum Σ d².
    for small in [1.0, 1e-3, 1e-7] {
      let eigen = SymmetricEigen([1, small / 2, small / 2, small * small], count: 2)
      let (sum, product) = (1 + small * small, 0.75 * small * small)
      #expect((eigen.values[0] + eigen.values[1] - sum).magnitude <= 4e-16 * sum)
      #expect((eigen.values[0] * eigen.values[1] - product).magnitude <= 4e-15 * product)
    }
  }

  @Test func `eigenvectors give the matrix back, and are orthogonal`() {
    for rows in Self.hard.prefix(80) {
      let gramian = TaskGradients(rows: rows).gramian
      let eigen = SymmetricEigen(gramian, count: rows.count)
      #expect(eigen.residual(of: gramian) < 1e-13)
      #expect(eigen.values == eigen.values.sorted(by: >))
      let vectors = (0..<rows.count).map {
        Array(eigen.vectors[$0 * rows.count..<($0 + 1) * rows.count])
      }
      for (i, a) in vectors.enumerated() {
        for (j, b) in vectors.enumerated() {
          let product = zip(a, b).reduce(i == j ? -1 : 0) { $0 + $1.0 * $1.1 }
          #expect(product.magnitude < 1e-13)
        }
      }
    }
  }

  @Test func `the rank does not depend on the lengths`() {
    #expect(unit([[1, 0], [1e-8, 1e-9], [0, 0], [3, 4]]).rank == 2)
    #expect(unit([[1e9, 0, 0], [1e-9, 1e-9, 0], [0, 1, 1e-3]]).rank == 3)
    #expect(unit([[1, 2], [-1e6, -2e6]]).rank == 1)
    #expect(unit([[0, 0]]).rank == 0)
  }

  @Test func `a projection onto the dual cone proves its optimum and conflicts with none`() {
    for rows in Self.hard {
      let unit = unit(rows)
      for first in 0..<min(3, rows.count) {
        var x = rows.map { _ in 0.0 }
        x[first] = 1
        let right = unit.multiplied(by: x).map { -$0 }
        let z = PolyhedralProjection.multipliers(cosines: unit.cosines, right: right)
        #expect(z != nil)
        let residual = PolyhedralProjection.residual(
          of: z ?? [], cosines: unit.cosines, right: right)
        #expect(residual < 1e-13)
        let sum = PolyhedralProjection.ontoDualCone(of: unit, x)
        #expect(unit.products(with: sum).allSatisfy { $0 >= -1e-10 })
      }
    }
  }

  @Test func `the residual sees multipliers that are not optimal`() {
    let cosines = unit([[1, 0], [-0.6, 0.8]]).cosines
    func residual(_ z: [Double]) -> Double {
      PolyhedralProjection.residual(of: z, cosines: cosines, right: [-1, 0.6])
    }
    #expect(residual([0, 0.6]) < 1e-16)
    #expect(
      residual([0, 0.5]) > 0.05 && residual([0, 0.7]) > 0.01 && residual([-0.1, 0.6]) > 0.05)
  }

  @Test func `constraints that contradict each other have no solution`() {
    // d ≥ 1 and −d ≥ 1; three directions of a star, each at least 1.
    #expect(PolyhedralProjection.multipliers(cosines: [1, -1, -1, 1], right: [1, 1]) == nil)
    let star = unit([[1, 0], [-1, 1.8], [-1, -1.8]])
    #expect(PolyhedralProjection.multipliers(cosines: star.cosines, right: [1, 1, 1]) == nil)
    #expect(PolyhedralProjection.multipliers(cosines: star.cosines, right: [1, 1, -5]) != nil)
  }

  @Test func `two tasks bargain in closed form`() throws {
    // s = 1 / √(1 + cos).
    for cosine in [-0.999_999, -0.5, 0, 0.3, 1 - 1e-9] {
      let rows = [[1e6, 0], [1e-3 * cosine, 1e-3 * (1 - cosine * cosine).squareRoot()]]
      let solution = try #require(FairSystem.solve(unit(rows), alpha: 1))
      let wanted = 1 / (1 + unit(rows).cosines[1]).squareRoot()
      #expect(solution.allSatisfy { ($0 - wanted).magnitude < 1e-15 / (1 + cosine) * wanted })
    }
  }

  @Test(arguments: [0.2, 0.5, 1, 2, 10]) func `a fair system is solved`(alpha: Double) {
    var solved = 0
    for rows in Self.hard {
      let unit = unit(rows)
      guard let solution = FairSystem.solve(unit, alpha: alpha) else {
        #expect(unit.isStationary)
        continue
      }
      solved += 1
      #expect(FairSystem.residual(of: solution, unit, alpha: alpha) < 1e-13, "\(rows)")
    }
    #expect(solved > 40)
  }

  @Test(arguments: [0.1, 0.5, 0.9, 3]) func `the best direction near the mean is proven`(c: Double)
  {
    for rows in Self.hard {
      let unit = unit(rows)
      let mean = unit.lengths.map { $0 / Double(rows.count) }
      guard unit.length(of: mean) > 0 else { continue }
      let answer = ConflictAverse(unit, hasZero: false, mean: mean, radius: c)
      #expect(answer.residual < 1e-9, "\(rows.count) \(answer) \(answer.residual)")
    }
  }
}
