import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// The two-objective toy against the published experiments.
@Suite struct ToyTests {
  private func point(_ x: [Double]) -> ToyProblem.Point { ToyProblem.Point(x[0], x[1]) }

  private func distance(_ a: ToyProblem.Point, _ b: [Double]) -> Double {
    let apart = a - point(b)
    return (apart * apart).sum().squareRoot()
  }

  @Test func `losses are those of the definition`() throws {
    for experiment in try ToyReference.read().experiments.values {
      let problem = ToyProblem(firstScale: experiment.loss_1_scale)
      for run in experiment.methods.values.flatMap(\.runs) {
        for checkpoint in run.checkpoints {
          let losses = problem.evaluate(point(checkpoint.x)).losses
          expectClose(losses, checkpoint.losses, tolerance: 1e-13)
        }
      }
    }
  }

  @Test func `gradients are those of central differences`() {
    let problem = ToyProblem(firstScale: 0.1)
    var generator = Generator(seed: 5)
    for _ in 0..<2_000 {
      let x = ToyProblem.Point(
        Double(generator.nextUniform()) * 20 - 10, Double(generator.nextUniform()) * 20 - 10)
      // Beside the line x₂ = 0 and the floor of a valley the losses have kinks.
      let gradients = problem.evaluate(x).jacobian
      guard x.y.magnitude > 1e-3, Jacobians.size([gradients]) < 100 else { continue }
      for axis in 0..<2 {
        var step = ToyProblem.Point.zero
        step[axis] = 1e-6
        let (after, before) = (problem.evaluate(x + step).losses, problem.evaluate(x - step).losses)
        for task in 0..<2 {
          let slope = (after[task] - before[task]) / 2e-6
          let error = (slope - gradients[task * 2 + axis]).magnitude
          #expect(error < 1e-6 * max(1, Jacobians.size([gradients])), "\(x) \(task) \(axis)")
        }
      }
    }
  }

  @Test func `in the floor of a valley its gradient is 0`() {
    // v₁ = 0 where x₁ = −7 + 2 tanh(x₂); only the other valley and the fading are left.
    let x = ToyProblem.Point(-7 + 2 * hyperbolicTangent(5), 5)
    let evaluation = ToyProblem(firstScale: 1).evaluate(x)
    #expect(evaluation.jacobian[0] == 0)
    #expect(evaluation.losses[0] < -6)
  }

  @Test func `the Pareto set is the published one, and stationary`() throws {
    for sample in try ToyReference.read().problem.pareto_set_samples {
      #expect(ToyProblem.distanceToParetoSet(point(sample)) < 1e-9)
    }
    for x in ToyProblem.paretoSet {
      let slopes = ToyProblem().evaluate(x).jacobian
      let rows = [Array(slopes.prefix(2)), Array(slopes.suffix(2))]
      let weights = MinimumNorm.weights(gramian: TaskGradients(rows: rows).gramian, count: 2)
      #expect(Jacobians.size([combined(rows, weights)]) < 1e-9)
    }
    #expect(ToyProblem.distanceToParetoSet(ToyProblem.Point(7, 0)) > 8)
  }

  @Test("every method ends where the reference says", arguments: ToyCase.all)
  func descent(toy: ToyCase) throws {
    let experiment = try #require(try ToyReference.read().experiments[toy.experiment])
    let method = try #require(experiment.methods[toy.method])
    #expect(method.runs.count >= 3)
    for run in method.runs {
      var descent = ToyDescent(
        try toy.choice(), on: ToyProblem(firstScale: experiment.loss_1_scale),
        from: point(run.`init`), clip: toy.clip, stepCount: experiment.n_iter)
      descent.factor = toy.factor
      // Later ones the file leaves to its reader: the ways are chaotic there.
      let checkpoints = Dictionary(
        uniqueKeysWithValues: run.checkpoints.filter { $0.step <= 1_000 }.map { ($0.step, $0.x) })
      while descent.stepCount < experiment.n_iter {
        try descent.step()
        guard let x = checkpoints[descent.stepCount] else { continue }
        let isOrigin = run.`init` == [0, 0]
        #expect(
          distance(descent.point, x)
            <= (isOrigin ? toy.originTolerance : nil) ?? toy.checkpointTolerance,
          "\(run.`init`), step \(descent.stepCount)")
      }
      #expect(
        !toy.endsAtThePoint || distance(descent.point, run.final_x) <= run.final_tolerance_x,
        "\(run.`init`) ends at \(descent.point), not \(run.final_x)")
      guard toy.comparesChaoticEnds || run.final_tolerance_x < 1 else { continue }
      let reached = ToyProblem.distanceToParetoSet(descent.point) < ToyProblem.reach
      #expect(reached == run.reached_pareto_front, "\(run.`init`)")
    }
  }
}
