import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Methods that learn loss weights from validation rows, on losses whose every derivative is known.
@Suite struct BilevelMethodTests {
  private func context(_ probe: QuadraticProbe) -> MethodContext {
    MethodContext(generator: Generator(seed: 1), probe: probe)
  }

  @Test func `a step's slopes are the validation losses' derivatives by the weights`() throws {
    for seed: UInt64 in 1...5 {
      let probe = QuadraticProbe(taskCount: 3, seed: seed)
      let (weights, rate) = ([0.5, 0.2, 0.9], 0.3)
      let step = try BilevelStep(weights: weights, rate: rate, probe: probe)
      #expect(step.labelled == [0, 1, 2])
      let rows = probe.gradients(ProbeRequest(.batch, includesOwn: true)).jacobian
      func losses(_ weights: [Double]) -> [Double] {
        probe.validationLosses(
          Rows.sum(rows, weights: weights.map { -rate * $0 }, width: probe.trainedCount))
      }
      for k in 0..<3 {
        let (up, down) = (weights.indices.map { weights[$0] + ($0 == k ? 1e-4 : 0) }, 1e-4)
        let low = weights.indices.map { weights[$0] - ($0 == k ? down : 0) }
        let numeric = zip(losses(up), losses(low)).map { ($0 - $1) / 2e-4 }
        expectClose((0..<3).map { step.row($0)[k] }, numeric, tolerance: 1e-7)
      }
    }
  }

  @Test func `auto_lambda moves each weight against the sum of those derivatives`() throws {
    let probe = QuadraticProbe(taskCount: 3, seed: 4)
    var method = try makeGradientMethod(
      "auto_lambda", [("primary", .list([.text("t0"), .text("t2")])), ("rate", .number(0.01))])
    #expect(method.namedTasks == ["t0", "t2"])
    let step = try BilevelStep(weights: [0.1, 0.1, 0.1], rate: 0.1, probe: probe)
    let slopes = zip(step.row(0), step.row(2)).map { $0 + $1 }
    var context = context(probe)
    let answer = try method.combine(probe.step(), in: &context)
    // Adam's first step is the rate in the slope's direction.
    expectClose(
      answer.weights, slopes.map { 0.1 - 0.01 * $0 / ($0.magnitude + 1e-8) }, tolerance: 1e-7)
    #expect(answer.ownFactors == answer.weights)
  }

  @Test func `auto_lambda weighs down a task that harms the primary one`() throws {
    // Task 1 pulls the shared parameters to the other side of where task 0 wants them.
    let probe = QuadraticProbe(taskCount: 2, seed: 9)
    var method = try makeGradientMethod(
      "auto_lambda", [("primary", .text("t0")), ("rate", .number(0.01))])
    var weights: [Double] = []
    for _ in 0..<60 {
      var context = context(probe)
      let answer = try method.combine(probe.step(), in: &context)
      weights = answer.weights
      probe.move(against: answer, rate: 0.1)
    }
    #expect(weights[0] > 0.3 && weights[1] < 0.05, "\(weights)")
  }

  @Test func `moml's first step lowers all validation losses alike, to first order`() throws {
    for seed: UInt64 in 1...6 {
      let probe = QuadraticProbe(taskCount: 3, seed: seed)
      let third = 1.0 / 3
      let step = try BilevelStep(weights: [third, third, third], rate: 0.1, probe: probe)
      let rows = (0..<3).map { place -> [Double] in
        let row = step.row(place)
        let mean = row.reduce(0, +) / 3
        return row.map { third * ($0 - mean) }
      }
      let gramian = TaskGradients(rows: rows).gramian
      let shortest = combined(rows, MinimumNorm.weights(gramian: gramian, count: 3))
      var method = try makeGradientMethod("moml", [("rate", .number(0.01))])
      var context = context(probe)
      let answer = try method.combine(probe.step(), in: &context)
      let moved = shortest.map { -0.01 * $0 / ($0.magnitude + 1e-8) }
      expectClose(answer.weights, normalizedExponentials(moved), tolerance: 1e-7)
      #expect(answer.ownFactors == answer.weights)
    }
  }

  @Test func `forum's direction solves its problem: no gap to the dual`() throws {
    for seed: UInt64 in 1...12 {
      for rho in [0.1, 0.9, 3] {
        let probe = QuadraticProbe(taskCount: 3, seed: seed, shift: Double(seed % 3))
        var method = try makeGradientMethod("forum", [("rho", .number(rho))])
        var context = context(probe)
        let before = probe.gradients(ProbeRequest(.batch, includesOwn: true))
        let valid = probe.gradients(ProbeRequest(.validation, includesOwn: true))
        let answer = try method.combine(probe.step(), in: &context)
        guard case .vector(let direction) = answer.direction else {
          Issue.record("no direction")
          continue
        }
        #expect(direction.count == probe.trainedCount)
        let excess = excess(probe, before, rate: 0.1, steps: 5)
        // Adam's first step on α is a sign: the push along ∂q/∂α comes from the direction itself.
        let width = probe.trainedCount
        let rows = Rows.products(valid.jacobian, direction, width: width)
        let along = Rows.products(excess.gradient, direction, width: width)[0]
        let push = self.push(direction, valid.jacobian, excess, rho)
        let reach = along + push * excess.inner
        #expect(reach >= rho * excess.square * (1 - 1e-9))
        let length =
          Rows.products(direction, direction, width: width)[0]
          + push * push * excess.inner
        let primal = (rows.min() ?? 0) - length / 2
        let dual = length / 2 - push * rho * excess.square
        #expect((primal - dual).magnitude <= 1e-9 * (length + excess.square))
      }
    }
  }

  private typealias Excess = (gradient: [Double], inner: Double, square: Double)

  /// `∂q/∂θ`, `|∂q/∂α|²` and `|∇q|²`, computed step by step.
  private func excess(
    _ probe: QuadraticProbe, _ before: ProbedGradients, rate: Double, steps: Int
  ) -> Excess {
    let third = Array(repeating: 1.0 / 3, count: 3)
    let width = probe.trainedCount
    let gradient = Rows.sum(before.jacobian, weights: third, width: width)
    var way = gradient.map { _ in 0.0 }
    var losses = before.losses
    var slope = gradient
    for _ in 0..<steps {
      way = zip(way, slope).map { $0 - rate * $1 }
      let next = probe.gradients(
        ProbeRequest(.batch, displacement: way, includesOwn: true))
      slope = Rows.sum(next.jacobian, weights: third, width: width)
      losses = next.losses
    }
    let fallen = zip(before.losses, losses).map { $0 - $1 }
    let mean = fallen.reduce(0, +) / 3
    let inner = fallen.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / 9 }
    return (gradient, inner, gradient.reduce(inner) { $0 + $1 * $1 })
  }

  /// ν, from the shares that make the direction: the constraint's multiplier.
  private func push(
    _ direction: [Double], _ rows: [Double], _ excess: Excess, _ rho: Double
  ) -> Double {
    let width = direction.count
    let products = Rows.products(rows, excess.gradient, width: width)
    let shares = FirstOrderBilevel.shares(
      Rows.gramian(rows, count: 3, width: width, columns: 0..<width), products, excess.square,
      rho: rho)
    let along = zip(shares, products).reduce(0) { $0 + $1.0 * $1.1 }
    return max(rho - along / excess.square, 0)
  }

  @Test func `forum brings training and validation losses down`() throws {
    let probe = QuadraticProbe(taskCount: 3, seed: 3)
    var method = try makeGradientMethod("forum")
    let first = probe.validationLosses([]).reduce(0, +)
    for epoch in 1...400 {
      var context = context(probe)
      probe.move(
        against: try method.combine(probe.step(epoch: epoch), in: &context), rate: 0.1)
    }
    let last = probe.validationLosses([]).reduce(0, +)
    #expect(last < 0.6 * first, "\(first) \(last)")
  }

  @Test(arguments: ["moml", "auto_lambda", "forum"])
  func `validation rows without a task's label leave it out, and say so`(name: String) throws {
    let probe = QuadraticProbe(taskCount: 3, seed: 5)
    probe.unlabelled = [1]
    var method = try makeGradientMethod(name)
    var context = context(probe)
    let some = try method.combine(probe.step(), in: &context)
    #expect(
      context.notes == [MethodNote(finding: .unlabelled(task: "t1"), response: .leftOut)])
    #expect(some.direction(of: []).allSatisfy { $0.isFinite })
    probe.unlabelled = [0, 1, 2]
    context = self.context(probe)
    _ = try method.combine(probe.step(), in: &context)
    #expect(context.notes.count == 3)
  }

  @Test(arguments: [("moml", 2), ("auto_lambda", 2), ("forum", 7)])
  func `what a step costs is what help says`(name: String, requests: Int) throws {
    let probe = QuadraticProbe(taskCount: 3, seed: 5)
    let step = probe.step()
    var method = try makeGradientMethod(name)
    var context = context(probe)
    let before = probe.requestCount
    _ = try method.combine(step, in: &context)
    #expect(probe.requestCount - before == requests)
    #expect(method.needs == [.probe, .validation])
  }
}
