import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Gradient methods that solve a problem: their answers prove themselves on cases that no reference holds.
@Suite struct HeldOutProofs {
  private static let cases: [[[Double]]] =
    HeldOutGradients.histories.flatMap { $0 } + [3, 8].flatMap { Jacobians.mixed($0, seed: 821) }

  /// A direction, its weights, and whether the method had an answer of its own.
  private func answer(_ name: String, _ arguments: [String: Value], _ rows: [[Double]]) throws
    -> (direction: [Double], weights: [Double], isOwn: Bool)
  {
    var context = MethodContext(generator: Generator(seed: 1))
    var method = try #require(try AggregationAnswer.choice(name, arguments).gradientMethod)
    let answer = try method.combine(TaskGradients(rows: rows), in: &context)
    return (answer.direction(of: rows), answer.weights, context.notes.isEmpty)
  }

  /// The conditions of `d = argmin |d − x|` over `⟨gₖ, d⟩ ≥ bₖ`: what is added to x pushes along bounds that bind.
  private func expectProjection(
    _ d: [Double], of x: [Double], pushes: [Double], bounds: [Double]? = nil, _ rows: [[Double]],
    at place: SourceLocation = #_sourceLocation
  ) {
    let size = max(HeldOutGradients.length(x), HeldOutGradients.length(d))
    if HeldOutGradients.length(d) == 0 {
      // No other direction is in the cone: the hull has 0 in it. There pushes are not told.
      let unit = UnitRows(gramian: TaskGradients(rows: rows + [x]).gramian, count: rows.count + 1)
      #expect(unit.isStationary || HeldOutGradients.length(x) == 0, sourceLocation: place)
      return
    }
    for (task, row) in rows.enumerated() {
      let length = HeldOutGradients.length(row)
      guard length > 0, size > 0 else { continue }
      let slack = (HeldOutGradients.dot(row, d) - (bounds?[task] ?? 0)) / (length * size)
      let push = pushes[task] * length / size
      #expect(slack > -1e-9, "a bound is broken: \(rows)", sourceLocation: place)
      #expect(push > -1e-9, "a push the other way: \(rows)", sourceLocation: place)
      #expect(min(slack, push) < 1e-9, "a push without need: \(rows)", sourceLocation: place)
    }
  }

  @Test(arguments: ["l2", "loss", "loss_plus"])
  func `mgda's divided gradients have the shortest combination`(word: String) throws {
    for rows in Self.cases {
      // All losses are 1: 'loss' divides by nothing, 'loss_plus' by the length.
      let lengths = rows.map(HeldOutGradients.length)
      guard !lengths.contains(0) else { continue }
      let scales = lengths.map { word == "loss" ? 1 : $0 }
      let (_, weights, _) = try answer("mgda", ["normalization": .text(word)], rows)
      #expect((weights.reduce(0, +) - 1).magnitude < 1e-12)
      let divided = zip(rows, scales).map { row, scale in row.map { $0 / scale } }
      let residual = MinimumNorm.residual(
        of: weights, gramian: TaskGradients(rows: divided).gramian)
      #expect(residual < 1e-11, "\(rows)")
    }
  }

  @Test(arguments: [0.3, 0.7])
  func `cagrad has no gap to its dual`(c: Double) throws {
    for rows in Self.cases {
      let (d, weights, isOwn) = try answer("cagrad", ["c": .number(c)], rows)
      let mean = combined(rows, rows.map { _ in 1 / Double(rows.count) })
      let radius = c * HeldOutGradients.length(mean)
      guard isOwn, radius > 0 else { continue }
      let way = zip(d, mean).map { $0 - $1 }
      #expect((HeldOutGradients.length(way) / radius - 1).magnitude < 1e-7)
      // d − g₀ is along g_w: its weights, scaled to add up to 1, are those of the dual.
      let parts = weights.map { max($0 - 1 / Double(rows.count), 0) }
      let sum = parts.reduce(0, +)
      let shortest = combined(rows, parts.map { $0 / sum })
      let dual =
        HeldOutGradients.dot(shortest, mean) + radius * HeldOutGradients.length(shortest)
      let primal = rows.map { HeldOutGradients.dot($0, d) }.min() ?? 0
      let scale = rows.map(HeldOutGradients.length).min() ?? 0
      #expect(
        (primal - dual).magnitude < 1e-7 * max(scale * radius, dual.magnitude), "\(rows)")
    }
  }

  @Test func `upgrad projects each gradient, dualproj the mean, gem the first`() throws {
    for rows in Self.cases {
      let count = Double(rows.count)
      var sum = rows[0].map { _ in 0.0 }
      for task in rows.indices {
        let unit = rows.indices.map { Value.number($0 == task ? 1 : 0) }
        let one = try answer("upgrad", ["preference": .list(unit)], rows)
        let pushes = one.weights.indices.map { one.weights[$0] - ($0 == task ? 1 : 0) }
        if HeldOutGradients.length(rows[task]) > 0 {
          expectProjection(one.direction, of: rows[task], pushes: pushes, rows)
        }
        sum = zip(sum, one.direction).map { $0 + $1 / count }
      }
      expectClose(
        try answer("upgrad", [:], rows).direction, sum, tolerance: 1e-9,
        scale: 1e-3 * Jacobians.size(rows))

      let mean = combined(rows, rows.map { _ in 1 / count })
      let dual = try answer("dualproj", [:], rows)
      expectProjection(dual.direction, of: mean, pushes: dual.weights.map { $0 - 1 / count }, rows)

      let gem = try answer("gem", [:], rows)
      guard gem.isOwn else { continue }
      let others = Array(rows.dropFirst())
      expectProjection(
        gem.direction, of: rows[0], pushes: Array(gem.weights.dropFirst()), others)
    }
  }

  @Test(arguments: [0, 0.02, 0.6])
  func `pcd is near to its first gradient, within its bounds`(tau: Double) throws {
    var owned = 0
    for rows in Self.cases {
      let (d, weights, isOwn) = try answer("pcd", ["tau": .number(tau)], rows)
      let lengths = rows.map(HeldOutGradients.length)
      guard isOwn, lengths[0] > 0 else { continue }
      owned += 1
      #expect((HeldOutGradients.length(d) / lengths[0] - 1).magnitude < 1e-7)
      // In a first step a gradient's running mean is its own square.
      let scales = lengths.map { 1 / ($0 * $0 + 1e-8).squareRoot() }
      let scaled = zip(rows, scales).map { row, scale in row.map { $0 * scale } }
      let back = scales[0] / weights[0]
      let pushes = weights.indices.map { weights[$0] * back / scales[$0] }
      expectProjection(
        d.map { $0 * back }, of: scaled[0], pushes: Array(pushes.dropFirst()),
        bounds: scaled.dropFirst().map { tau * HeldOutGradients.dot($0, $0) },
        Array(scaled.dropFirst()))
    }
    #expect(owned > 30)
  }

  @Test(arguments: [0.5, 1, 3]) func `fairgrad solves its equations`(alpha: Double) throws {
    var owned = 0
    for rows in Self.cases {
      let (d, weights, isOwn) = try answer("fairgrad", ["alpha": .number(alpha)], rows)
      guard isOwn else { continue }
      owned += 1
      for (row, weight) in zip(rows, weights) {
        let length = HeldOutGradients.length(row)
        // Of the exponentials the logarithm: ⟨gₖ, d⟩ = xₖ^(−1/α).
        let product = logarithm(HeldOutGradients.dot(row, d)) + logarithm(weight) / alpha
        #expect(product.magnitude < 1e-6, "\(length) \(rows)")
      }
    }
    #expect(owned > 30)
  }

  @Test
  func
    `imtl_g and config look at all independent gradients alike, config's length is their agreement`()
    throws
  {
    for rows in Self.cases
    where rows[0].count >= 60 && !rows.contains(where: { $0.allSatisfy { $0 == 0 } }) {
      let config = try answer("config", [:], rows)
      let imtl = try answer("imtl_g", [:], rows)
      guard config.isOwn, imtl.isOwn else { continue }
      for d in [config.direction, imtl.direction] {
        let cosines = rows.map { cosine($0, d) }
        for value in cosines { #expect((value - cosines[0]).magnitude < 1e-8) }
      }
      #expect((imtl.weights.reduce(0, +) - 1).magnitude < 1e-9)
      let length = HeldOutGradients.length(config.direction)
      let agreement = rows.reduce(0) { $0 + HeldOutGradients.dot($1, config.direction) } / length
      #expect((length / agreement - 1).magnitude < 1e-8)
    }
  }
}
