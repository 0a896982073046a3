import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// What methods promise, on gradients that no reference holds; steps after the first; and no answer.
@Suite struct ConeMethodValues {
  /// Independent gradients, their sizes over up to eight orders.
  private static let independent = [2, 5, 12].flatMap { count in
    Jacobians.random(taskCount: count, seed: UInt64(60 + count)).filter { $0[0].count == 60 }
  }

  private func combine(
    _ name: String, _ arguments: [String: Value], _ rows: [[Double]],
    in context: inout MethodContext
  ) throws -> Combination {
    var method = try AggregationAnswer.choice(name, arguments).gradientMethod
    return try method?.combine(TaskGradients(rows: rows), in: &context) ?? .weights([])
  }

  private func direction(
    _ name: String, _ arguments: [String: Value], _ rows: [[Double]]
  ) throws -> [Double] {
    var context = MethodContext(generator: Generator(seed: 1))
    let answer = try combine(name, arguments, rows, in: &context).direction(of: rows)
    #expect(context.notes.isEmpty)
    return answer
  }

  @Test(arguments: ["imtl_g", "config", "nash_mtl"])
  func `independent gradients are served alike`(name: String) throws {
    for rows in Self.independent {
      let d = try direction(name, [:], rows)
      let cosines = rows.map { cosine($0, d) }
      // imtl_g and config: at one angle to all; nash_mtl: ⟨gₖ, d⟩ ∝ 1 / aₖ.
      if name != "nash_mtl" {
        for value in cosines {
          #expect((value.magnitude / cosines[0].magnitude - 1).magnitude < 1e-9)
        }
      } else {
        var context = MethodContext(generator: Generator(seed: 1))
        let weights = try combine(name, ["max_norm": .number(0)], rows, in: &context)
          .weights
        let free = combined(rows, weights)
        for (row, weight) in zip(rows, weights) {
          let product = zip(row, free).reduce(0) { $0 + $1.0 * $1.1 }
          #expect((product * weight - 1).magnitude < 1e-12)
        }
        #expect(Jacobians.size([d]) <= 1 + 1e-12)
      }
    }
  }

  @Test func `aligned gradients are orthogonal and of one length`() throws {
    for rows in Self.independent where Jacobians.size(rows) / Jacobians.smallestSize(rows) < 1e3 {
      let aligned = try rows.indices.map { task in
        try direction(
          "aligned_mtl",
          ["preference": .list(rows.indices.map { .number($0 == task ? 1 : 0) })], rows)
      }
      let square = aligned[0].reduce(0) { $0 + $1 * $1 }
      for (i, a) in aligned.enumerated() {
        for (j, b) in aligned.enumerated() {
          let product = zip(a, b).reduce(i == j ? -square : 0) { $0 + $1.0 * $1.1 }
          #expect(product.magnitude < 1e-8 * square)
        }
      }
    }
  }

  @Test func `projections are those of two tasks in closed form`() throws {
    for rows in Jacobians.random(taskCount: 2, seed: 77) where rows[0].count > 2 {
      let gramian = TaskGradients(rows: rows).gramian
      let conflict = min(0, gramian[1])
      // Each loses what it does against the other, as in pcgrad.
      let weights = [1 - conflict / gramian[0], 1 - conflict / gramian[3]].map { $0 / 2 }
      expectClose(
        try direction("upgrad", [:], rows), combined(rows, weights), tolerance: 1e-12,
        scale: 1e-3 * Jacobians.smallestSize(rows), "\(rows)")
    }
  }

  @Test func `gem lets each remembered gradient weigh at least the margin`() throws {
    let rows = [[1.0, 0.5, 0], [-0.6, 0.9, 0.1], [0.2, 0.3, 2]]
    var context = MethodContext(generator: Generator(seed: 1))
    let weights = try combine("gem", ["margin": .number(0.5)], rows, in: &context).weights
    #expect(weights[0] == 1 && weights[1] >= 0.5 && weights[2] == 0.5)
    // By name, the last task is the one that is learned; it conflicts with none.
    let last = try combine("gem", ["task": .text("t2")], rows, in: &context).weights
    #expect(last == [0, 0, 1])
    #expect(try combine("agem", ["task": .text("t2")], rows, in: &context).weights == [0, 0, 1])
  }

  @Test(arguments: [("pcd_tau0.02", 0.02), ("pcd_tau0.5", 0.5)])
  func `pcd remembers the gradients' sizes`(name: String, tau: Double) throws {
    for reference in try AggregationReference.read() {
      let answer = try #require(reference.methods[name])
      var method = try PriorityDescent.made(with: ["tau": .number(tau)])
      var context = MethodContext(generator: Generator(seed: 1))
      let steps = try #require(answer.sequence)
      for (rows, wanted) in zip(reference.inputs.G_sequence, steps) {
        let got = method.combine(TaskGradients(rows: rows), in: &context)
        expectClose(
          got.direction(of: rows), try #require(wanted.direction),
          tolerance: try #require(answer.tolerance), scale: 1e-3 * Jacobians.size(rows),
          "\(reference.name)")
      }
    }
  }

  @Test func `nash_mtl bargains anew at every interval-th step`() throws {
    var method = try NashBargaining.made(with: ["interval": .number(2), "max_norm": .number(0)])
    var context = MethodContext(generator: Generator(seed: 1))
    let steps = Jacobians.random(taskCount: 3, seed: 4).filter { $0[0].count == 60 }
    let weights = steps.map { method.combine(TaskGradients(rows: $0), in: &context).weights }
    #expect(weights[0] == weights[1] && weights[2] == weights[3] && weights[0] != weights[2])
  }

  @Test func `where there is no answer, a note says what was done`() throws {
    for reference in try AggregationReference.read() {
      for (name, method, arguments) in [
        ("nash_mtl", "nash_mtl", [:]), ("fairgrad_alpha2", "fairgrad", ["alpha": .number(2)]),
        ("cagrad_c0.8", "cagrad", ["c": .number(0.8)]),
      ] as [(String, String, [String: Value])] {
        var context = MethodContext(generator: Generator(seed: 1))
        let got = try combine(method, arguments, reference.G, in: &context)
        let isUndefined = reference.methods[name]?.status != nil
        #expect(context.notes.isEmpty != isUndefined, "\(reference.name) \(name)")
        guard isUndefined else { continue }
        let d = got.direction(of: reference.G)
        if method == "cagrad" {
          expectClose(
            d, try direction("dualproj", [:], reference.G), tolerance: 1e-12, "\(reference.name)")
        } else if reference.name == "k3_pareto_stationary" {
          #expect(d == [0, 0])
        } else {
          #expect(context.notes == [.init(finding: .zeroGradient(task: "t1"), response: .leftOut)])
          #expect(reference.G.allSatisfy { cosine($0, d) >= 0 })
        }
      }
    }
  }

  @Test func `a task without a positive loss is left out of a normalization`() throws {
    var method = try MultipleGradientDescent.made(with: ["normalization": .text("loss")])
    var context = MethodContext(generator: Generator(seed: 1))
    let step = StepSignals(tasks: ["a", "b"], losses: [0, 2])
    let got = method.combine(TaskGradients(rows: [[1, 0], [0, 1]], signals: step), in: &context)
    #expect(got.weights == [0, 1])
    #expect(context.notes == [.init(finding: .nonpositiveLoss(task: "a"), response: .leftOut)])
  }
}
