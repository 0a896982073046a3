import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// Laws of every registered weighting and gradient method in a run: wherever a person may use it.
@Suite struct TrainingMethodTests {
  /// Where methods are tried: an architecture and what is special about the run.
  enum Setting: String, CaseIterable, Sendable {
    case hard, mmoe, single, masked, severalSets, frozen, accumulated, representation, oneTask
  }

  private static func layers() throws -> Value {
    try TrainingCases.layers("dense 5", "batch_norm", "tanh", "dropout 0.2")
  }

  private static func architecture(_ setting: Setting) throws -> any Architecture {
    switch setting {
    case .mmoe:
      try TrainingCases.make(
        Architectures.all, "mmoe", [("experts", .number(2)), ("expert", layers())],
        as: (any Architecture).self)
    case .single:
      try TrainingCases.make(
        Architectures.all, "single", [("encoder", layers())], as: (any Architecture).self)
    default: try TrainingCases.hard(layers())
    }
  }

  static func settings(_ name: String, _ setting: Setting) throws -> TrainingSettings {
    let isMasked = setting == .masked || setting == .accumulated
    var tasks = try TrainingCases.tasks(of: TrainingCases.table(rows: 60, missing: isMasked))
    if setting == .severalSets {
      tasks[1] = try TrainingCases.tasks(of: TrainingCases.table(rows: 40, seed: 4))[1]
    }
    if setting == .oneTask { tasks = [tasks[1]] }
    var settings = try TrainingCases.settings(
      tasks: tasks, architecture: architecture(setting), weighting: choice(name, setting),
      epochs: 3, batch: 16)
    if setting == .frozen { settings.rates = PartRates(frozen: ["encoder"]) }
    if setting == .accumulated { settings.accumulate = 2 }
    return settings
  }

  /// The method by default; at the representation, if the setting is that and the method may be.
  private static func choice(_ name: String, _ setting: Setting) throws -> WeightingChoice {
    let choice = try WeightingLaws.make(name)
    guard setting == .representation, choice.gradientMethod != nil,
      let site = WeightingLaws.descriptor(name).arguments.first(where: { $0.name == "at" }),
      case .word(let words) = site.accepts, words.contains("representation")
    else { return choice }
    // What averages gradients over steps has to leave that there.
    let still: [String: [(String?, Value)]] = [
      "db_mtl": [("beta", .number(0))],
      "moco": [("beta", .number(1)), ("beta_sigma", .number(0))],
    ]
    return try TrainingCases.weighting(
      name, [("at", .text("representation"))] + (still[name] ?? []))
  }

  @Test(
    "every method trains in every setting, the same by the same seed",
    arguments: WeightingLaws.names, Setting.allCases)
  func trains(name: String, setting: Setting) throws {
    let settings = try Self.settings(name, setting)
    let run = try TrainingCases.train(settings)
    #expect(run.state.parameters.allSatisfy { $0.isFinite })
    #expect(run.history.weights.joined().allSatisfy { $0.isFinite })
    #expect(try TrainingCases.train(settings).state.comparable == run.state.comparable)
  }

  @Test(
    "every method goes on bit for bit, from a whole epoch or from the middle of one",
    arguments: WeightingLaws.names)
  func resumes(name: String) throws {
    for setting in [Setting.hard, .accumulated, .representation] {
      let settings = try Self.settings(name, setting)
      let whole = try TrainingCases.train(settings)
      for step in [1, whole.stepsPerEpoch * 2, whole.state.step - 1] {
        let flag = InterruptFlag()
        let part = try Trainer.train(settings, interrupt: flag, observer: StopAfter(step, flag))
        // As a file would keep it.
        var file = Safetensors()
        var numbers = RunArchive.Numbers(part)
        numbers.state.moveArrays(to: &file, model: part.model)
        var read = try RunFile.value(RunFile.json(numbers), as: RunArchive.Numbers.self)
        try read.state.takeArrays(from: try Safetensors(file.encoded()), model: read.model)
        var stored = part
        stored.state = read.state
        let resumed = try Trainer.resume(stored, interrupt: InterruptFlag())
        #expect(resumed.state.comparable == whole.state.comparable, "\(setting), step \(step)")
      }
    }
  }

  @Test(
    "what a method remembers may be of any size: a file may have been changed",
    arguments: WeightingLaws.names)
  func foreignMemory(name: String) throws {
    let settings = try Self.settings(name, .hard)
    let flag = InterruptFlag()
    let part = try Trainer.train(settings, interrupt: flag, observer: StopAfter(2, flag))
    for change in [-100_000, -1, 1] {
      var changed = part
      changed.state.weightingMemory.changeSizes(by: change)
      changed.state.gradientMethodMemory.changeSizes(by: change)
      let resumed = try Trainer.resume(changed, epochs: 1, interrupt: InterruptFlag())
      #expect(resumed.state.parameters.allSatisfy { $0.isFinite })
    }
  }
}

extension MethodMemory {
  /// Makes every vector longer, or shorter down to none.
  fileprivate mutating func changeSizes(by change: Int) {
    vectors = vectors.mapValues { vector in
      change > 0
        ? vector + Array(repeating: 0.5, count: change) : Array(vector.dropLast(-change))
    }
  }
}
