import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Gradient methods on cases that no reference holds, against their definitions written once more, in vectors.
///
/// What has a closed form stands here; what is the solution of a problem is proven in `HeldOutProofs`.
@Suite struct HeldOutGradients {
  typealias Rows = [[Double]]

  /// Three steps each: 2 to 9 tasks, three widths, sizes alike and over up to eight orders.
  static let histories: [[Rows]] = [(2, 811), (3, 812), (9, 813)].flatMap { count, seed in
    let steps = (0..<3).map { Jacobians.random(taskCount: count, seed: UInt64(seed + 10 * $0)) }
    return steps[0].indices.map { place in steps.map { $0[place] } }
  }

  /// A method and one step of its definition: the direction for gradients, losses and what it keeps.
  struct Definition: CustomTestStringConvertible, Sendable {
    var name: String
    var arguments: [String: Value]
    var direction: @Sendable (Rows, [Double], inout [String: [Double]]) -> [Double]
    var testDescription: String { name }
  }

  static let definitions = [
    pcgrad, gradvac, agem, dbmtl, moco, modo, sdmgrad, metabalance, normBalance, smoothed,
  ]

  @Test(arguments: definitions)
  func `a method is its definition, over three steps`(definition: Definition) throws {
    var generator = Generator(seed: 9)
    for steps in Self.histories {
      let choice = try AggregationAnswer.choice(definition.name, definition.arguments)
      var method = try #require(choice.gradientMethod)
      var kept: [String: [Double]] = [:]
      for rows in steps {
        var signals = TaskGradients(rows: rows).signals
        signals.losses = rows.map { _ in 0.1 + Double(generator.nextUniform()) }
        var context = MethodContext(
          generator: Generator(seed: 1), probe: ListedProbe(samples: [rows, rows.map { $0 }]))
        let got = try method.combine(TaskGradients(rows: rows, signals: signals), in: &context)
        expectClose(
          got.direction(of: rows), definition.direction(rows, signals.losses, &kept),
          tolerance: 1e-9, scale: 1e-3 * Jacobians.size(rows), "\(rows)")
      }
    }
  }

  @Test func `graddrop keeps number by number`() {
    var generator = Generator(seed: 14)
    for steps in Self.histories {
      let rows = steps[0]
      let draws = rows[0].map { _ in Double(generator.nextUniform()) }
      let leaks = rows.indices.map { Double($0 % 3) / 2 }
      let wanted = draws.indices.map { column -> Double in
        let numbers = rows.map { $0[column] }
        let share =
          (1 + numbers.reduce(0, +) / numbers.reduce(0) { $0 + $1.magnitude }) / 2
        return zip(numbers, leaks).reduce(0) { sum, pair in
          let isKept = pair.0 > 0 ? share > draws[column] : share < draws[column]
          return sum + (isKept ? pair.0 : pair.1 * pair.0)
        }
      }
      expectClose(
        GradientSignDropout.direction(TaskGradients(rows: rows), draws: draws, leaks: leaks),
        wanted, tolerance: 1e-12)
    }
  }

  private static let pcgrad = Definition(
    name: "pcgrad", arguments: ["order": .text("ascending")],
    direction: { rows, _, _ in
      sum(
        rows.indices.map { task in
          var gradient = rows[task]
          for other in rows.indices where other != task {
            let product = dot(gradient, rows[other])
            if product < 0 { add(rows[other], -product / dot(rows[other], rows[other]), &gradient) }
          }
          return gradient
        })
    })

  private static let gradvac = Definition(
    name: "gradvac", arguments: ["order": .text("ascending"), "beta": .number(0.3)],
    direction: { rows, _, kept in
      var targets = kept["targets"] ?? Array(repeating: 0, count: rows.count * rows.count)
      let raised = rows.indices.map { task -> [Double] in
        var gradient = rows[task]
        for other in rows.indices where other != task {
          let place = task * rows.count + other
          let (own, size) = (length(gradient), length(rows[other]))
          let (cosine, target) = (dot(gradient, rows[other]) / own / size, targets[place])
          if cosine < target {
            let (sine, targetSine) = (
              (1 - cosine * cosine).squareRoot(), (1 - target * target).squareRoot()
            )
            add(
              rows[other], own * (target * sine - cosine * targetSine) / (size * targetSine),
              &gradient)
          }
          targets[place] = 0.7 * target + 0.3 * cosine
        }
        return gradient
      }
      kept["targets"] = targets
      return sum(raised)
    })

  private static let agem = Definition(
    name: "agem", arguments: [:],
    direction: { rows, _, _ in
      let mean = sum(Array(rows.dropFirst())).map { $0 / Double(rows.count - 1) }
      var gradient = rows[0]
      let product = dot(gradient, mean)
      if product < 0 { add(mean, -product / dot(mean, mean), &gradient) }
      return gradient
    })

  private static let dbmtl = Definition(
    name: "db_mtl", arguments: ["beta": .number(0.6), "sigma": .number(0.5)],
    direction: { rows, losses, kept in
      let step = (kept["step"]?[0] ?? 0) + 1
      kept["step"] = [step]
      let rate = 0.6 / step.squareRoot()
      let averages = rows.indices.map { task -> [Double] in
        let old = kept["\(task)"] ?? rows[task].map { _ in 0 }
        let new = zip(old, rows[task]).map {
          rate * $0 + (1 - rate) * $1 / (losses[task] + 1e-8)
        }
        kept["\(task)"] = new
        return new
      }
      let longest = averages.map(length).max() ?? 0
      return sum(averages.map { average in average.map { $0 * longest / length(average) } })
    })

  private static let moco = Definition(
    name: "moco",
    arguments: ["normalization": .text("loss"), "gamma": .number(0.4), "rho": .number(0.2)],
    direction: { rows, losses, kept in
      let step = (kept["step"]?[0] ?? 0) + 1
      kept["step"] = [step]
      let tracked = rows.indices.map { task -> [Double] in
        let old = kept["\(task)"] ?? rows[task].map { _ in 0 }
        let scale = losses[task] / length(rows[task])
        let new = zip(old, rows[task]).map { $0 - 0.5 / step.squareRoot() * ($0 - scale * $1) }
        kept["\(task)"] = new
        return new
      }
      let start = kept["weights"] ?? rows.map { _ in 1 / Double(rows.count) }
      let shortest = combined(tracked, start)
      let weights = nearestOnSimplex(
        start.indices.map {
          start[$0] - 0.4 / step.squareRoot() * (dot(tracked[$0], shortest) + 0.2 * start[$0])
        })
      kept["weights"] = weights
      return combined(tracked, weights)
    })

  private static let modo = Definition(
    name: "modo", arguments: ["gamma": .number(1e-2)],
    direction: { rows, _, kept in
      let start = kept["weights"] ?? rows.map { _ in 1 / Double(rows.count) }
      let shortest = combined(rows, start)
      let weights = nearestOnSimplex(
        start.indices.map { start[$0] - 1e-2 * (dot(rows[$0], shortest) + 0.1 * start[$0]) })
      kept["weights"] = weights
      return combined(rows, weights)
    })

  /// With a rate at which rounding errors do not grow: the swings of the default are another matter.
  private static let sdmgrad = Definition(
    name: "sdmgrad", arguments: ["rate": .number(0.1), "steps": .number(5)],
    direction: { rows, _, kept in
      let lean = 0.3 / Double(rows.count)
      let scale = rows.map(length).reduce(0, +) / Double(rows.count)
      var weights = kept["weights"] ?? rows.map { _ in 1 / Double(rows.count) }
      var velocity = weights.map { _ in 0.0 }
      for _ in 0..<5 {
        let leaning = combined(rows, weights.map { $0 + lean })
        velocity = velocity.indices.map {
          0.5 * velocity[$0] + dot(rows[$0], leaning) / scale / scale
        }
        weights = nearestOnSimplex(zip(weights, velocity).map { $0 - 0.1 * $1 })
      }
      kept["weights"] = weights
      return combined(rows, weights.map { ($0 + lean) / 1.3 })
    })

  private static let metabalance = Definition(
    name: "metabalance", arguments: ["target": .text("t1")],
    direction: { rows, _, kept in
      let lengths = rows.indices.map { task in
        0.9 * (kept["lengths"]?[task] ?? 0) + 0.1 * length(rows[task])
      }
      kept["lengths"] = lengths
      return combined(rows, lengths.map { 0.7 * lengths[1] / $0 + 0.3 })
    })

  private static let normBalance = Definition(
    name: "norm_balance", arguments: ["to": .text("min")],
    direction: { rows, _, _ in
      let lengths = rows.map(length)
      return combined(rows, lengths.map { (lengths.min() ?? 0) / $0 })
    })

  private static let smoothed = Definition(
    name: "cr_mogm", arguments: ["alpha": .number(0.4)],
    direction: { rows, _, kept in
      let new = MinimumNorm.weights(gramian: TaskGradients(rows: rows).gramian, count: rows.count)
      let weights = zip(kept["weights"] ?? new, new).map { 0.4 * $0 + 0.6 * $1 }
      kept["weights"] = weights
      return combined(rows, weights)
    })

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func length(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

  private static func add(_ a: [Double], _ factor: Double, _ sum: inout [Double]) {
    for place in sum.indices { sum[place] += factor * a[place] }
  }

  private static func sum(_ rows: Rows) -> [Double] { combined(rows, rows.map { _ in 1 }) }

  /// The point of the simplex `max(x − t, 0)`, t by halving.
  private static func nearestOnSimplex(_ x: [Double]) -> [Double] {
    var (low, high) = ((x.min() ?? 0) - 1, x.max() ?? 0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if x.reduce(0, { $0 + max($1 - middle, 0) }) > 1 { low = middle } else { high = middle }
    }
    return x.map { max($0 - high, 0) }
  }
}
