import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// What methods promise for noisy gradients, on average.
@Suite struct StochasticMethodTests {
  /// True gradients of two tasks, one of which one batch makes far too large by its noise.
  static let truth = [[1.0, 0.5], [-0.4, 1.5]]
  static let noise = [1.5, 0.2]

  static func sample(using generator: inout Generator) -> [[Double]] {
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    return zip(truth, noise).map { row, size in row.map { $0 + size * uniform() } }
  }

  /// The weights of the shortest combination of the true gradients.
  static let exact = MinimumNorm.weights(
    gramian: TaskGradients(rows: truth).gramian, count: 2)

  /// The mean of what is remembered as weights, over the second half of many steps.
  private func meanWeights(
    _ name: String, _ arguments: [(String, Value)], steps: Int = 40_000
  ) throws -> [Double] {
    var method = try makeGradientMethod(name, arguments)
    var generator = Generator(seed: 5)
    var sum = [0.0, 0]
    for step in 0..<steps {
      let samples = (0..<3).map { _ in Self.sample(using: &generator) }
      var context = MethodContext(generator: generator, probe: ListedProbe(samples: samples))
      _ = try method.combine(TaskGradients(rows: samples[2]), in: &context)
      guard step >= steps / 2 else { continue }
      let weights = try #require(method.memory.vectors["weights"])
      sum = zip(sum, weights).map { $0 + $1 }
    }
    return sum.map { $0 / Double(steps / 2) }
  }

  @Test func `one batch with itself is biased, and by much`() throws {
    // What the methods below are for: the mean of the batches' own answers is far from the truth.
    var generator = Generator(seed: 5)
    var sum = 0.0
    for _ in 0..<4000 {
      let rows = Self.sample(using: &generator)
      sum += MinimumNorm.weights(gramian: TaskGradients(rows: rows).gramian, count: 2)[0]
    }
    #expect((sum / 4000 - Self.exact[0]).magnitude > 0.05)
  }

  @Test func `modo's weights come to those of the true gradients`() throws {
    let mean = try meanWeights("modo", [("gamma", .number(2e-3)), ("rho", .number(0))])
    #expect((mean[0] - Self.exact[0]).magnitude < 0.01, "\(mean) \(Self.exact)")
  }

  @Test func `moco's tracked gradients and weights come to the true ones`() throws {
    let arguments = [("beta", 1.0), ("beta_sigma", 0.6), ("gamma", 0.5), ("gamma_sigma", 0.6)]
    let mean = try meanWeights("moco", arguments.map { ($0.0, .number($0.1)) })
    #expect((mean[0] - Self.exact[0]).magnitude < 0.01, "\(mean) \(Self.exact)")
  }

  private static let shortSteps: [(String, Value)] = [
    ("lambda", .number(0)), ("rate", .number(2e-3)), ("steps", .number(1)),
    ("momentum", .number(0)),
  ]

  @Test func `sdmgrad with short steps and no lean comes to the true weights`() throws {
    let mean = try meanWeights(
      "sdmgrad", Self.shortSteps + [("normalization", .text("none"))])
    #expect((mean[0] - Self.exact[0]).magnitude < 0.01, "\(mean) \(Self.exact)")
  }

  @Test func `sdmgrad's scale by the batch makes it biased again where batches are noisy`() throws {
    let mean = try meanWeights("sdmgrad", Self.shortSteps)
    #expect((mean[0] - Self.exact[0]).magnitude > 0.1, "\(mean) \(Self.exact)")
  }

  @Test func `sdmgrad that leans much is the mean`() throws {
    for rows in Jacobians.random(taskCount: 4, seed: 2) {
      var method = try makeGradientMethod("sdmgrad", [("lambda", .number(1e9))])
      var context = MethodContext(generator: Generator(seed: 1), probe: FixedProbe(rows: rows))
      let weights = try method.combine(TaskGradients(rows: rows), in: &context).weights
      expectClose(weights, [0.25, 0.25, 0.25, 0.25], tolerance: 1e-8)
    }
  }

  @Test func `graddrop keeps each sign by its share`() throws {
    let rows = [[3.0, 1, -2], [-1, 1, -1], [0, 2, 6]]
    var method = try makeGradientMethod(
      "graddrop", [("leak", .record(Record([.init("t1", .number(1))])))])
    var context = MethodContext(generator: Generator(seed: 8))
    var sum = [0.0, 0, 0]
    for _ in 0..<20_000 {
      let direction = try method.combine(TaskGradients(rows: rows), in: &context)
        .direction(of: rows)
      sum = zip(sum, direction).map { $0 + $1 }
    }
    // P = 3/4, 1 and 2/3; t1 leaks whole.
    let mean = [0.75 * 3 - 1, 4, 2.0 / 3 * 6 + 1.0 / 3 * -2 - 1]
    for (got, wanted) in zip(sum, mean) { #expect((got / 20_000 - wanted).magnitude < 0.06) }
  }

  @Test func `gradvac raises cosines to their targets, exactly`() throws {
    for rows in Jacobians.random(taskCount: 2, seed: 12) {
      var method = try makeGradientMethod(
        "gradvac", [("beta", .number(0.5)), ("order", .text("ascending"))])
      var context = MethodContext(generator: Generator(seed: 1))
      // Two gradients that are much alike set high targets.
      let alike = [rows[0], zip(rows[0], rows[1]).map { $0 + 0.1 * $1 }]
      _ = try method.combine(TaskGradients(rows: alike), in: &context)
      let targets = try #require(method.memory.vectors["similarities"])
      let weights = try method.combine(TaskGradients(rows: rows), in: &context).weights
      let raised = [combined(rows, [1, weights[1] - 1]), combined(rows, [weights[0] - 1, 1])]
      let before = cosine(rows[0], rows[1])
      let size = max(weights[0].magnitude, weights[1].magnitude)
      guard size < 1e4 else { continue }
      #expect((cosine(raised[0], rows[1]) - max(before, targets[1])).magnitude < 1e-9 * size)
      #expect((cosine(raised[1], rows[0]) - max(before, targets[2])).magnitude < 1e-9 * size)
    }
  }

  @Test func `gradvac by tensors treats each as a gradient of its own`() throws {
    let rows = [[1.0, -2, 0.5, 3, 1], [-1, 0.5, 2, 1, -4]]
    let ranges = [0..<2, 2..<5]
    func answer(_ groups: String, _ columns: Range<Int>, _ segments: [Range<Int>]) throws
      -> [Double]
    {
      var method = try makeGradientMethod(
        "gradvac", [("groups", .text(groups)), ("order", .text("ascending"))])
      var context = MethodContext(generator: Generator(seed: 1))
      var gradients = TaskGradients(rows: rows.map { Array($0[columns]) })
      gradients.segments = segments
      gradients.layers = [0..<columns.count]
      return try method.combine(gradients, in: &context)
        .direction(of: rows.map { Array($0[columns]) })
    }
    let parts = try ranges.flatMap { try answer("whole", $0, []) }
    expectClose(try answer("matrix", 0..<5, ranges), parts, tolerance: 1e-14)
    expectClose(
      try answer("layer", 0..<5, ranges), try answer("whole", 0..<5, []), tolerance: 1e-14)
  }
}
