import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// The order in which tasks are written does not matter, to rounding error, also where everything depends on it.
@Suite struct TaskOrderLaws {
  /// Methods that say so, and those that single out a task, whatever its place.
  static let names =
    GradientMethodLaws.names(with: .permutationEquivariance) + ["gem", "agem", "pcd", "epo"]

  static let matrices =
    Jacobians.random(taskCount: 6, seed: 8) + Jacobians.degenerate(6)
    + [77, 5, 91, 12].flatMap { Jacobians.mixed(6, seed: $0) }
    + [3, 41].flatMap { Jacobians.nearlyDependent(6, seed: $0) }

  /// The direction, and how long it would be if nothing cancelled.
  private func answer(_ name: String, _ rows: [[Double]], _ places: [Int]) throws
    -> (direction: [Double], reach: Double, notes: [MethodNote])
  {
    guard var method = try WeightingLaws.make(name).gradientMethod else { return ([], 0, []) }
    let losses = places.map { 1 + Double($0) / 7 }
    let signals = StepSignals(
      tasks: places.map { "t\($0)" }, indices: places, runTaskCount: places.count, losses: losses)
    var context = MethodContext(
      generator: Generator(seed: 1), probe: FixedProbe(rows: rows))
    let gradients = TaskGradients(rows: rows, signals: signals)
    let combination = try method.combine(gradients, in: &context)
    let lengths = rows.map { Jacobians.size([$0]) }
    let reach = zip(combination.weights, lengths).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
    return (
      combination.direction(of: rows), combination.weights.isEmpty ? lengths.max() ?? 0 : reach,
      context.notes
    )
  }

  @Test("the direction is the same in any order", arguments: names)
  func permuted(name: String) throws {
    let order = [5, 2, 0, 4, 1, 3]
    for rows in Self.matrices {
      let one = try answer(name, rows, Array(rows.indices))
      let other = try answer(name, order.map { rows[$0] }, order)
      let apart = Jacobians.size([zip(one.direction, other.direction).map { $0 - $1 }])
      // Where gradients are dependent the weights are not unique, the direction is.
      let allowed = 1e-8 * Jacobians.size([one.direction]) + 1e-11 * one.reach
      #expect(apart <= allowed, "\(apart) of \(one.reach)")
      #expect(Set(one.notes) == Set(other.notes), "\(rows)")
    }
  }

  @Test func `tasks are computed in the order of their gradients`() {
    // Lengths 1, 2, 2, 1: of each two the one with the larger products first.
    let rows = [[1.0, 0], [0, 2], [2, 0], [0, -1]]
    let gradients = TaskGradients(
      rows: rows, signals: StepSignals(tasks: ["a", "b", "c", "d"], losses: [1, 2, 3, 4]))
    #expect(gradients.order([0, 0, 0, 0]) == [2, 1, 0, 3])
    let weights = gradients.inOrder(with: [5, 6, 7, 8]) { ordered, figures in
      #expect(ordered.signals.tasks == ["c", "b", "a", "d"])
      #expect(ordered.losses == [3, 2, 1, 4] && figures == [7, 6, 5, 8])
      #expect(ordered[0, 2] == 2 && ordered[1, 3] == -2)
      return [10, 20, 30, 40]
    }
    #expect(weights == [30, 20, 10, 40])
  }

  @Test func `equal gradients go by what else is known of their tasks`() {
    let rows = [[1.0, 2], [1, 2], [1, 2]]
    let gradients = TaskGradients(
      rows: rows, signals: StepSignals(tasks: ["a", "b", "c"], losses: [1, 3, 2]))
    #expect(gradients.order([0, 0, 0]) == [1, 2, 0])
    #expect(gradients.order([1, 0, 2]) == [2, 0, 1])
  }
}
