import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// Where methods take gradients: all shared parameters, the representation, the last shared layer.
@Suite struct TrainingSiteTests {
  private static func architecture(_ name: String, _ layers: String...) throws -> any Architecture {
    let texts = layers.isEmpty ? ["dense 6", "tanh"] : layers
    let row = try LayerTemplate(
      texts.flatMap { text -> [any LayerMethod] in
        guard case .object(let object) = try TrainingCases.layers(text),
          let template = object as? LayerTemplate
        else { return [] }
        return template.layers
      })
    let part = name == "mmoe" ? "expert" : "encoder"
    let more: [(String?, Value)] = name == "mmoe" ? [("experts", .number(3))] : []
    return try TrainingCases.make(
      Architectures.all, name, [(part, .object(row))] + more, as: (any Architecture).self)
  }

  /// A run of plain gradient descent.
  private static func run(
    _ choice: WeightingChoice, _ architecture: any Architecture, missing: Bool = false,
    severalSets: Bool = false, batch: Int = 20, accumulate: Int = 1, epochs: Int = 1
  ) throws -> Run {
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
    var tasks = try TrainingCases.tasks(of: TrainingCases.table(missing: missing))
    tasks[2].weight = 0.5
    if severalSets {
      let other = TrainingCases.table(rows: 90, missing: missing, seed: 4)
      tasks[1] = try TrainingCases.tasks(of: other)[1]
    }
    var settings = try TrainingCases.settings(
      tasks: tasks, architecture: architecture, weighting: choice, epochs: epochs, batch: batch,
      optimizer: sgd)
    settings.accumulate = accumulate
    return try TrainingCases.train(settings)
  }

  private static func apart(_ a: Run, _ b: Run) -> Float {
    zip(a.state.parameters, b.state.parameters).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test(
    "what is pulled back through the shared part is what its parameters would get",
    arguments: Architectures.all.map(\.descriptor.name), [0, 1, 2, 3])
  func pulledBack(name: String, kind: Int) throws {
    let (missing, severalSets) = (kind % 2 == 1, kind >= 2)
    // A cut that a shared parameter acts around would miss what it does.
    let architecture = try Self.architecture(name)
    let weighting = try TrainingCases.weighting(
      "fixed", [("kind", .number(0.5)), ("up", .number(2))])
    let summed = try Self.run(
      weighting, architecture, missing: missing, severalSets: severalSets)
    for answer in ["weights", "vector"] {
      let method = try SpyMethod.choice([
        ("at", .text("representation")), ("gives", .text(answer)),
      ])
      let separate = try Self.run(
        .combining(weighting, method), architecture, missing: missing, severalSets: severalSets)
      #expect(Self.apart(summed, separate) < 1e-5, "\(name), \(answer)")
      #expect(
        separate.history.gradientNorms.map(\.count) == summed.history.gradientNorms.map(\.count))
    }
  }

  @Test("gradients by the representation add up to those by the bias before it")
  func bias() throws {
    // Encoder z = W x + b: the rows' gradients by z, summed over the batch, are those by b.
    let choice = try WeightingChoice.combining(
      SpyWeighting.choice([("sees", .text("rows"))]),
      SpyMethod.choice([("at", .text("representation"))]))
    let run = try Self.run(choice, Self.architecture("hard", "dense 5"), batch: 84)
    let rowsOfParameters = try #require(run.state.weightingMemory.vectors["jacobian"])
    let rows = try #require(run.state.gradientMethodMemory.vectors["jacobian"])
    let (inputs, features, batch) = (4, 5, 84)
    #expect(rowsOfParameters.count == 3 * features * (inputs + 1))
    #expect(rows.count == 3 * batch * features)
    #expect(run.state.gradientMethodMemory.vectors["segments"] == [0, Double(batch * features)])
    for task in 0..<3 {
      let end = (task + 1) * features * (inputs + 1)
      let biases = Array(rowsOfParameters[end - features..<end])
      var sums = [Double](repeating: 0, count: features)
      for row in 0..<batch {
        let start = (task * batch + row) * features
        for feature in 0..<features { sums[feature] += rows[start + feature] }
      }
      expectClose(sums, biases, tolerance: 1e-5)
    }
    let gramian = try #require(run.state.gradientMethodMemory.vectors["gramian"])
    let size = batch * features
    for a in 0..<3 {
      for b in 0..<3 {
        let (left, right) = (rows[a * size..<(a + 1) * size], rows[b * size..<(b + 1) * size])
        let product = zip(left, right).reduce(0.0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - gramian[a * 3 + b]) < 1e-6 * (gramian.max() ?? 0))
      }
    }
  }

  @Test(
    "norms at the last shared layer are those of its parameters alone", arguments: ["hard", "mmoe"])
  func lastLayer(name: String) throws {
    let architecture = try Self.architecture(name, "dense 6", "tanh", "dense 3", "tanh")
    let all = try Self.run(
      SpyWeighting.choice([("sees", .text("rows"))]), architecture, batch: 84)
    let last = try Self.run(
      SpyWeighting.choice([("at", .text("last_layer"))]), architecture, batch: 84)
    let rows = try #require(all.state.weightingMemory.vectors["jacobian"])
    let norms = try #require(last.state.weightingMemory.vectors["norms"])
    let width = rows.count / 3
    // Each expert: 4·6 + 6 numbers, then the last layer's 6·3 + 3.
    let copies = name == "mmoe" ? 3 : 1
    #expect(width == copies * 51)
    for task in 0..<3 {
      var own: [Double] = []
      for copy in 0..<copies {
        let start = task * width + copy * 51
        own += rows[start + 30..<start + 51]
      }
      let norm = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(norm - norms[task]) < 1e-5 * norm)
    }
    // Looking changes nothing.
    let plain = try Self.run(WeightingChoice(), architecture, batch: 84)
    #expect(Self.apart(plain, last) < 1e-6)
  }

  @Test("a weighting and a gradient method look at different sites in one run")
  func both() throws {
    let architecture = try Self.architecture("hard", "dense 6", "tanh", "dense 3")
    func run(_ weights: String, _ gradients: String) throws -> Run {
      try Self.run(
        .combining(
          SpyWeighting.choice([("at", .text(weights)), ("sees", .text("rows"))]),
          SpyMethod.choice([("at", .text(gradients))])), architecture, epochs: 2)
    }
    let plain = try Self.run(WeightingChoice(), architecture, epochs: 2)
    let alike = try run("shared", "shared")
    for weights in ["shared", "representation", "last_layer"] {
      for gradients in ["shared", "representation"] {
        let run = try run(weights, gradients)
        #expect(Self.apart(plain, run) < 1e-5)
        if gradients == "shared" {
          let (a, b) = (run.state.gradientMethodMemory, alike.state.gradientMethodMemory)
          expectClose(a.vectors["jacobian"] ?? [], b.vectors["jacobian"] ?? [], tolerance: 1e-4)
        }
      }
    }
  }

  @Test(
    "several batches a step are as one at every site",
    arguments: ["representation", "last_layer"], [false, true])
  func accumulated(site: String, missing: Bool) throws {
    let architecture = try Self.architecture("hard", "dense 6", "tanh", "dense 3")
    let choice =
      site == "representation"
      ? try WeightingChoice.combining(
        TrainingResumeTests.weighting("uncertainty"), SpyMethod.choice([("at", .text(site))]))
      : try SpyWeighting.choice([("at", .text(site))])
    let whole = try Self.run(choice, architecture, missing: missing, batch: 84, epochs: 3)
    let parts = try Self.run(
      choice, architecture, missing: missing, batch: 24, accumulate: 4, epochs: 3)
    #expect(parts.state.step == 3 && Self.apart(whole, parts) < 1e-4)
    if site == "last_layer" {
      expectClose(
        parts.state.weightingMemory.vectors["norms"] ?? [],
        whole.state.weightingMemory.vectors["norms"] ?? [], tolerance: 1e-3)
    } else {
      expectClose(
        parts.state.gradientMethodMemory.vectors["gramian"] ?? [],
        whole.state.gradientMethodMemory.vectors["gramian"] ?? [], tolerance: 1e-3)
    }
  }

  @Test("factors of the tasks' own parts act on these alone")
  func ownFactors() throws {
    let architecture = try Self.architecture("hard")
    let plain = try Self.run(SpyMethod.choice(), architecture, batch: 84)
    let start = try Self.run(SpyMethod.choice(), architecture, batch: 84, epochs: 0)
    for site in ["shared", "representation"] {
      let scaled = try Self.run(
        SpyMethod.choice([("factor", .number(3)), ("at", .text(site))]), architecture, batch: 84)
      let shared = 4 * 6 + 6
      for i in plain.state.parameters.indices {
        let step = plain.state.parameters[i] - start.state.parameters[i]
        let other = scaled.state.parameters[i] - start.state.parameters[i]
        #expect(abs(other - (i < shared ? 1 : 3) * step) < 1e-5)
      }
    }
  }

  @Test("a direction may go on with the tasks' own parts")
  func wholeVector() throws {
    let architecture = try Self.architecture("hard")
    let start = try Self.run(SpyMethod.choice(), architecture, batch: 84, epochs: 0)
    let run = try Self.run(
      SpyMethod.choice([("gives", .text("whole_vector")), ("probes", .text("batch"))]),
      architecture, batch: 84)
    let shared = 4 * 6 + 6
    #expect(run.state.parameters.dropFirst(shared) == start.state.parameters.dropFirst(shared))
    #expect(run.state.parameters.prefix(shared) != start.state.parameters.prefix(shared))
  }

  @Test("losses that gradients are of count the weights, and segments are parameters")
  func seen() throws {
    let weighting = try TrainingCases.weighting(
      "fixed", [("kind", .number(0.5)), ("up", .number(2))])
    let run = try Self.run(
      .combining(weighting, SpyMethod.choice()), Self.architecture("hard"), batch: 84)
    let losses = try #require(run.state.gradientMethodMemory.vectors["losses"])
    let means = run.history.losses.map { $0[0] }
    expectClose(losses, [0.5 * means[0], 2 * means[1], 0.5 * means[2]], tolerance: 1e-6)
    #expect(run.state.gradientMethodMemory.vectors["segments"] == [0, 24, 24, 30])
    #expect(run.state.gradientMethodMemory.vectors["layers"] == [30])
  }

  @Test("what cannot be combined is said once")
  func notes() throws {
    let apart = try Self.run(TrainingCases.weighting("pcgrad"), Self.architecture("single"))
    let note = RunNote(
      note: MethodNote(finding: .nothingShared, response: .tookSum), method: "pcgrad", step: 1)
    #expect(apart.state.notes == [note])
    let rows = try Self.run(
      TrainingCases.weighting("mgda", [("at", .text("representation"))]),
      Self.architecture("hard"), severalSets: true)
    #expect(rows.state.notes.map(\.note.finding) == [.separateRows])
    #expect(
      try Self.run(TrainingCases.weighting("mgda"), Self.architecture("hard")).state.notes == [])
  }

  @Test(
    "only who looks at gradients themselves is given them", arguments: WeightingLaws.names)
  func needs(name: String) throws {
    let choice = try WeightingLaws.make(name)
    let demand = GradientDemand(choice, isShared: true)
    for site in demand.sites {
      #expect(demand.keepsRows(at: site) == choice.needs.contains(.jacobian))
    }
    #expect(
      demand.sites.isEmpty == !(choice.gradientMethod != nil || choice.needs.looksAtGradients))
    #expect(GradientDemand(choice, isShared: false).sites.isEmpty)
  }
}
