import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Methods that weigh losses, on histories that no reference holds, against their definitions written once more.
///
/// What are derivatives of a value is in `ScalarizationGradients`, random weights are in `RandomWeightTests`.
@Suite struct HeldOutLosses {
  /// A step of a history: what a method may look at, with gradients of 5 numbers.
  private static func history(_ count: Int, seed: UInt64, epochLength: Int = 3) -> [StepSignals] {
    var generator = Generator(seed: seed)
    func loss(_ task: Int) -> Double {
      exponential(Double(task % 3 - 1) * 2 + Double(generator.nextUniform()))
    }
    let tasks = (0..<count).map { "t\($0)" }
    let first = (0..<count).map(loss)
    return (0..<9).map { place in
      var step = StepSignals(
        tasks: tasks, losses: place == 0 ? first : (0..<count).map(loss), initialLosses: first,
        epoch: 1 + place / epochLength, step: place + 1, stepCount: 9)
      step.epochLosses = (0..<count).map { task in (1..<step.epoch).map { _ in loss(task) } }
      step.jacobian = (0..<count * 5).map { Double(generator.nextUniform()) - 0.3 * Double($0 % 2) }
      step.gradientNorms = (0..<count).map {
        vectorLength(Array(step.jacobian[$0 * 5..<$0 * 5 + 5]))
      }
      step.metrics = (0..<count).map { _ in Double(generator.nextUniform()) }
      return step
    }
  }

  /// A method and one step of its definition: weights for a step, the losses after it, and what it keeps.
  struct Definition: CustomTestStringConvertible, Sendable {
    var name: String
    var arguments: [String: Value]
    var weights: @Sendable (StepSignals, inout [String: [Double]]) -> [Double]
    var learn: @Sendable ([Double], StepSignals, inout [String: [Double]]) -> Void = { _, _, _ in }
    var testDescription: String { name }
  }

  static let definitions = [dwa, gradnorm, lbtw, dtp, famo, excess, go4align, worst]

  @Test(arguments: definitions, [2, 4, 7])
  func `a method is its definition, over nine steps`(definition: Definition, count: Int) throws {
    for seed: UInt64 in 31...34 {
      let choice = try AggregationAnswer.choice(definition.name, definition.arguments)
      var method = try #require(choice.weighting)
      var kept: [String: [Double]] = [:]
      for step in Self.history(count, seed: seed) {
        var context = MethodContext(generator: Generator(seed: 1))
        let got = try method.weights(for: step, in: &context)
        expectClose(
          got.weights, definition.weights(step, &kept), tolerance: 1e-11, "step \(step.step)")
        let after = step.losses.enumerated().map { $1 * (0.8 + 0.05 * Double($0 % 4)) }
        method.learn(from: after, after: step)
        definition.learn(after, step, &kept)
      }
    }
  }

  private static let dwa = Definition(
    name: "dwa", arguments: ["temperature": .number(0.7)],
    weights: { step, _ in
      let ratios = step.epochLosses.map { losses in
        losses.count < 2 ? 1 : losses[losses.count - 1] / losses[losses.count - 2]
      }
      return scaled(ratios.map { exponential($0 / 0.7) })
    })

  private static let gradnorm = Definition(
    name: "gradnorm", arguments: ["alpha": .number(0.8), "rate": .number(0.01)],
    weights: { step, kept in
      let weights = kept["weights"] ?? step.ones
      let left = zip(step.losses, step.initialLosses).map { $0 / $1 }
      let mean = left.reduce(0, +) / Double(left.count)
      let sizes = zip(weights, step.gradientNorms).map { $0 * $1 }
      let middle = sizes.reduce(0, +) / Double(sizes.count)
      let targets = left.map { middle * exponential(0.8 * logarithm($0 / mean)) }
      let slopes = weights.indices.map { task in
        sizes[task] > targets[task] ? step.gradientNorms[task] : -step.gradientNorms[task]
      }
      kept["weights"] = scaled(zip(weights, slopes).map { $0 - 0.01 * $1 })
      return weights
    })

  private static let lbtw = Definition(
    name: "lbtw", arguments: ["alpha": .number(0.3)],
    weights: { step, kept in
      if kept["epoch"] != [Double(step.epoch)] {
        (kept["epoch"], kept["first"]) = ([Double(step.epoch)], step.losses)
      }
      return scaled(
        zip(step.losses, kept["first"] ?? []).map { exponential(0.3 * logarithm($0 / $1)) })
    })

  private static let dtp = Definition(
    name: "dtp", arguments: ["gamma": .number(2), "alpha": .number(0.4), "kpi": .text("loss")],
    weights: { step, kept in
      let measures = zip(step.losses, step.initialLosses).map { min(max(1 - $0 / $1, 1e-6), 1) }
      let averages = zip(kept["kpi"] ?? measures, measures).map { 0.6 * $0 + 0.4 * $1 }
      kept["kpi"] = averages
      return averages.map { -(1 - $0) * (1 - $0) * logarithm($0) }
    })

  private static let famo = Definition(
    name: "famo",
    arguments: ["decay": .number(0.02), "w_lr": .number(0.05), "floor": .number(0.001)],
    weights: { step, kept in
      let shares = softmax(kept["logits"] ?? step.ones.map { _ in 0 })
      let parts = zip(shares, step.losses).map { $0 / ($1 - 0.001 + 1e-8) }
      return parts.map { $0 / parts.reduce(0, +) }
    },
    learn: { after, step, kept in
      var logits = kept["logits"] ?? step.ones.map { _ in 0 }
      let shares = softmax(logits)
      let falls = zip(step.losses, after).map {
        logarithm($0 - 0.001 + 1e-8) - logarithm($1 - 0.001 + 1e-8)
      }
      let mean = zip(shares, falls).reduce(0) { $0 + $1.0 * $1.1 }
      let count = (kept["count"]?[0] ?? 0) + 1
      var (means, squares) = (
        kept["means"] ?? step.ones.map { _ in 0 }, kept["squares"] ?? step.ones.map { _ in 0 }
      )
      for task in logits.indices {
        let slope = shares[task] * (falls[task] - mean) + 0.02 * logits[task]
        means[task] = 0.9 * means[task] + 0.1 * slope
        squares[task] = 0.999 * squares[task] + 0.001 * slope * slope
        let (first, second) = (
          means[task] / (1 - exponential(count * logarithm(0.9))),
          squares[task] / (1 - exponential(count * logarithm(0.999)))
        )
        logits[task] -= 0.05 * first / (second.squareRoot() + 1e-8)
      }
      (kept["logits"], kept["count"], kept["means"], kept["squares"]) = (
        logits, [count], means, squares
      )
    })

  private static let excess = Definition(
    name: "excess_mtl", arguments: ["rate": .number(0.3), "warmup": .number(2)],
    weights: { step, kept in
      var weights = kept["weights"] ?? step.ones
      let count = (kept["count"]?[0] ?? 0) + 1
      var risks: [Double] = []
      for task in step.ones.indices {
        let gradient = step.jacobian[task * 5..<task * 5 + 5]
        let squares = zip(kept["squares \(task)"] ?? gradient.map { _ in 0 }, gradient)
          .map { $0 + $1 * $1 }
        kept["squares \(task)"] = squares
        risks.append(
          zip(gradient, squares).reduce(0) { $0 + $1.0 * $1.0 / ($1.1 + 1e-7).squareRoot() })
      }
      if count <= 2 {
        kept["base"] = zip(kept["base"] ?? risks.map { _ in 0 }, risks).map { $0 + $1 / 2 }
      } else {
        let base = kept["base"] ?? []
        weights = scaled(
          weights.indices.map { weights[$0] * exponential(0.3 * risks[$0] / base[$0]) })
      }
      (kept["weights"], kept["count"]) = (weights, [count])
      return weights
    })

  private static let go4align = Definition(
    name: "go4align", arguments: ["beta": .number(0.02)],
    weights: { step, kept in
      let old = kept["smooth"] ?? step.ones.map { $0 / Double(step.taskCount) }
      let raw = zip(old, step.losses).map { $0 * exponential(-0.02 * $1) }
      let smooth = raw.map { $0 / raw.reduce(0, +) }
      kept["smooth"] = smooth
      let sum = step.losses.reduce(0, +)
      let values = zip(step.losses, smooth).map { sum / $0 * $1 }
      return twoGroups(values)
    })

  private static let worst = Definition(
    name: "tchebycheff", arguments: ["reference": .number(0.05)],
    weights: { step, _ in
      let distances = step.losses.map { $0 - 0.05 }
      let worst = distances.firstIndex(of: distances.max() ?? 0)
      return distances.indices.map { $0 == worst ? 1 / Double(distances.count) : 0 }
    })

  /// The means of the two groups with the least squares, over all ways to cut.
  private static func twoGroups(_ values: [Double]) -> [Double] {
    var (best, least) = (values, Double.infinity)
    for cut in 1..<(1 << values.count) - 1 {
      func mean(_ side: Int) -> Double {
        let group = values.indices.filter { cut >> $0 & 1 == side }.map { values[$0] }
        return group.reduce(0, +) / Double(group.count)
      }
      let means = [mean(0), mean(1)]
      let groups = values.indices.map { means[cut >> $0 & 1] }
      let error = zip(values, groups).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      if error < least { (best, least) = (groups, error) }
    }
    return best
  }

  private static func scaled(_ weights: [Double]) -> [Double] {
    weights.map { $0 * Double(weights.count) / weights.reduce(0, +) }
  }

  private static func softmax(_ logits: [Double]) -> [Double] {
    let powers = logits.map(exponential)
    return powers.map { $0 / powers.reduce(0, +) }
  }
}
