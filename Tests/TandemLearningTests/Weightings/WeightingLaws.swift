import FoundationEssentials
import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Laws that every weighting and gradient method obeys; a new one is tested the moment it is registered.
@Suite struct WeightingLaws {
  /// Those that can be made without arguments, and a formula.
  static let choices: [(name: String, make: @Sendable () throws -> WeightingChoice)] =
    Weightings.all.map { entry in
      (
        entry.descriptor.name,
        {
          let written =
            entry.descriptor.name == "formula"
            ? [WrittenArgument(.object(Formula(.signal(.loss), sourceText: "loss")))] : []
          let value = try entry.make(try entry.descriptor.bind(written))
          guard case .object(let object) = value, let choice = object as? WeightingChoice else {
            throw MissingChoice()
          }
          return choice
        }
      )
    }

  struct MissingChoice: Error {}

  static let names = choices.map(\.name)
  static let counts = [1, 2, 3, 8, 40]

  static func make(_ name: String) throws -> WeightingChoice {
    guard let choice = choices.first(where: { $0.name == name }) else { throw MissingChoice() }
    return try choice.make()
  }

  static func descriptor(_ name: String) -> MethodDescriptor {
    Weightings.all.first { $0.descriptor.name == name }?.descriptor ?? EqualWeighting.descriptor
  }

  @Test("one finite weight a task, none below 0 where that is promised", arguments: names, counts)
  func finite(name: String, taskCount: Int) throws {
    guard var weighting = try Self.make(name).weighting else { return }
    var context = MethodContext(generator: Generator(seed: 5))
    for signals in StepSignals.samples(taskCount: taskCount, seed: 7) {
      let result = try weighting.weights(for: signals, in: &context)
      #expect(result.weights.count == taskCount)
      #expect(result.weights.allSatisfy { $0.isFinite }, "losses \(signals.losses)")
      if Self.descriptor(name).guarantees.contains(.nonnegativeWeights) {
        #expect(result.weights.allSatisfy { $0 >= 0 }, "losses \(signals.losses)")
      }
      #expect([0, signals.runTaskCount].contains(result.parameterGradient.count))
      #expect(result.parameterGradient.allSatisfy { $0.isFinite })
    }
  }

  @Test(
    "a learning method has a parameter and a gradient for each task of the run", arguments: names)
  func parameters(name: String) throws {
    guard var weighting = try Self.make(name).weighting else { return }
    let initial = weighting.initialParameters(taskCount: 3)
    #expect([0, 3].contains(initial.count))
    var context = MethodContext(generator: Generator(seed: 5))
    // Task 1 has no labelled row in this batch: its parameter must not move.
    var signals = StepSignals(
      tasks: ["a", "c"], indices: [0, 2], runTaskCount: 3, losses: [0.5, 2])
    signals.learned = initial
    let result = try weighting.weights(for: signals, in: &context)
    #expect(result.weights.count == 2)
    #expect(result.parameterGradient.count == initial.count)
    if !initial.isEmpty { #expect(result.parameterGradient[1] == 0) }
  }

  @Test("task order does not matter, but to random draws", arguments: names)
  func permuted(name: String) throws {
    guard Self.descriptor(name).guarantees.contains(.permutationEquivariance) else { return }
    guard let fresh = try Self.make(name).weighting else { return }
    var context = MethodContext(generator: Generator(seed: 5))
    for signals in StepSignals.samples(taskCount: 5, seed: 17) {
      let order = [3, 0, 4, 1, 2]
      // Two that remember nothing yet: what one remembers goes by the tasks' indices.
      var (weighting, other) = (fresh, fresh)
      let weights = try weighting.weights(for: signals, in: &context).weights
      let permuted = try other.weights(for: signals.permuted(order), in: &context).weights
      expectClose(permuted, order.map { weights[$0] }, tolerance: 1e-12)
    }
  }

  @Test("the same seed gives the same weights", arguments: names)
  func deterministic(name: String) throws {
    func run() throws -> [[Double]] {
      let choice = try Self.make(name)
      var context = MethodContext(generator: Generator(seed: 9))
      if var weighting = choice.weighting {
        return try StepSignals.samples(taskCount: 4, seed: 2).map {
          try weighting.weights(for: $0, in: &context).weights
        }
      }
      guard var method = choice.gradientMethod else { return [] }
      return try Jacobians.random(taskCount: 4, seed: 2).map {
        context = MethodContext(generator: context.generator, probe: FixedProbe(rows: $0))
        return try method.combine(TaskGradients(rows: $0), in: &context).direction(of: $0)
      }
    }
    let first = try run()
    #expect(!first.isEmpty)
    #expect(try run() == first)
  }

  @Test("memory survives a file", arguments: names)
  func memory(name: String) throws {
    let choice = try Self.make(name)
    var context = MethodContext(generator: Generator(seed: 9))
    func probing(_ rows: [[Double]]) -> MethodContext {
      MethodContext(generator: context.generator, probe: FixedProbe(rows: rows))
    }
    func roundTrip(_ memory: MethodMemory) throws -> MethodMemory {
      try JSONDecoder().decode(MethodMemory.self, from: try JSONEncoder().encode(memory))
    }
    let steps = StepSignals.samples(taskCount: 3, seed: 4)
    if var weighting = choice.weighting {
      for step in steps {
        _ = try weighting.weights(for: step, in: &context)
        weighting.learn(from: step.losses.map { $0 * 0.9 }, after: step)
      }
      guard var again = try Self.make(name).weighting else { return }
      again.memory = try roundTrip(weighting.memory)
      var other = context
      let next = try weighting.weights(for: steps[0], in: &context)
      #expect(try again.weights(for: steps[0], in: &other) == next)
    } else if var method = choice.gradientMethod {
      let jacobians = Jacobians.random(taskCount: 3, seed: 4)
      for rows in jacobians {
        context = probing(rows)
        _ = try method.combine(TaskGradients(rows: rows), in: &context)
      }
      guard var again = try Self.make(name).gradientMethod else { return }
      again.memory = try roundTrip(method.memory)
      context = probing(jacobians[0])
      var other = context
      let next = try method.combine(TaskGradients(rows: jacobians[0]), in: &context)
      #expect(try again.combine(TaskGradients(rows: jacobians[0]), in: &other) == next)
    }
  }
}

extension StepSignals {
  /// Steps as they occur: losses over many sizes, exact zeros, none, some and many epochs of history.
  static func samples(taskCount: Int, seed: UInt64) -> [StepSignals] {
    var generator = Generator(seed: seed)
    return [0, 1, 2, 5].flatMap { epochs in
      [0.0, 1, 4, 8].map { spread in
        func figure() -> Double {
          let exponent = (Double(generator.nextUniform()) - 0.5) * 2 * spread
          return generator.nextUniform() < 0.1 ? 0 : exponential(exponent * 2.302585)
        }
        let tasks = (0..<taskCount).map { "task \($0)" }
        var step = StepSignals(
          tasks: tasks, losses: tasks.map { _ in figure() },
          initialLosses: tasks.map { _ in figure() }, epoch: epochs + 1, step: epochs * 10 + 1,
          stepCount: 60)
        step.epochLosses = tasks.map { _ in (0..<epochs).map { _ in figure() } }
        step.bestLosses = zip(step.epochLosses, step.initialLosses).map { $0.min() ?? $1 }
        step.gradientNorms = tasks.map { _ in figure() }
        step.jacobian = tasks.flatMap { _ in (0..<5).map { _ in figure() } }
        step.learned = tasks.map { _ in (Double(generator.nextUniform()) - 0.5) * 10 * spread }
        return step
      }
    }
  }

  /// The same step with the tasks in another order.
  func permuted(_ order: [Int]) -> StepSignals {
    var other = self
    other.tasks = order.map { tasks[$0] }
    other.losses = order.map { losses[$0] }
    other.initialLosses = order.map { initialLosses[$0] }
    other.epochLosses = order.map { epochLosses[$0] }
    other.bestLosses = order.map { bestLosses[$0] }
    other.validationLosses = order.map { validationLosses[$0] }
    other.metrics = order.map { metrics[$0] }
    other.gradientNorms = order.map { gradientNorms[$0] }
    let width = jacobian.count / taskCount
    other.jacobian = order.flatMap { jacobian[$0 * width..<($0 + 1) * width] }
    other.learned = order.map { learned[$0] }
    return other
  }
}
