import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

@Suite struct TrainingResumeTests {
  /// Names of weightings, sums among them.
  static let weightings = [
    "equal", "fixed", "uncertainty", "dwa", "rlw", "pcgrad", "mgda", "uncertainty + pcgrad",
    "rlw + mgda",
  ]
  static let optimizers: [(String, [(String?, Value)])] = [
    ("sgd", [(nil, .number(0.05)), ("momentum", .number(0.9)), ("nesterov", .truth(true))]),
    ("adam", []), ("adamw", [(nil, .number(0.01))]), ("lamb", []), ("lion", []),
    ("rmsprop", [("centered", .truth(true)), ("momentum", .number(0.9))]),
  ]

  static func weighting(_ text: String) throws -> WeightingChoice {
    let parts = try text.split(separator: "+").map { part in
      try TrainingCases.weighting(String(part.filter { $0 != " " }))
    }
    return try parts.dropFirst().reduce(parts[0]) { try .combining($0, $1) }
  }

  static func settings(weighting: String, optimizer: Int, isMissing: Bool) throws
    -> TrainingSettings
  {
    let (name, arguments) = optimizers[optimizer]
    return try TrainingCases.settings(
      tasks: TrainingCases.tasks(of: TrainingCases.table(missing: isMissing)),
      architecture: TrainingCases.hard(
        TrainingCases.layers("dense 12", "batch_norm", "relu", "dropout 0.3")),
      weighting: Self.weighting(weighting), epochs: 4,
      optimizer: TrainingCases.make(
        Optimizers.all, name, arguments, as: (any Optimizer).self),
      schedule: TrainingCases.make(
        Schedules.all, "cosine", [("warmup", .number(1))], as: (any Schedule).self))
  }

  @Test(
    "an interrupted run goes on bit for bit as if it had not been", arguments: weightings,
    optimizers.indices)
  func resumes(weighting: String, optimizer: Int) throws {
    let settings = try Self.settings(
      weighting: weighting, optimizer: optimizer, isMissing: optimizer == 1)
    let whole = try TrainingCases.train(settings)
    var generator = Generator(seed: 11, stream: "\(weighting) \(optimizer)")
    for _ in 0..<2 {
      let flag = InterruptFlag()
      let step = Int.random(in: 1..<whole.state.step, using: &generator)
      var run = try Trainer.train(settings, interrupt: flag, observer: StopAfter(step, flag))
      #expect(run.ending == .interrupted && run.state.step == step)
      #expect(run.test.count == 3)
      // A second interrupt, of the run that goes on.
      flag.lower()
      if step + 2 < whole.state.step {
        run = try Trainer.resume(run, interrupt: flag, observer: StopAfter(2, flag))
        #expect(run.state.step == step + 2)
      }
      let resumed = try Trainer.resume(run, interrupt: InterruptFlag())
      #expect(resumed.ending == .finished)
      #expect(resumed.state.comparable == whole.state.comparable, "interrupted at step \(step)")
      #expect(resumed.test == whole.test)
    }
  }

  @Test("a schedule that looks at validation losses goes on as if it had not stopped")
  func plateau() throws {
    var settings = try Self.settings(weighting: "equal", optimizer: 1, isMissing: false)
    settings.epochs = 12
    let plateau: any Schedule = try TrainingCases.make(
      Schedules.all, "plateau", [("patience", .number(0)), ("minimum_change", .number(0.2))])
    settings.schedule = try TrainingCases.make(
      Schedules.all, "warmup", [(nil, .number(1)), ("then", .object(plateau))])
    let whole = try TrainingCases.train(settings)
    let flag = InterruptFlag()
    let half = try Trainer.train(settings, interrupt: flag, observer: StopAfter(50, flag))
    let resumed = try Trainer.resume(half, interrupt: InterruptFlag())
    #expect(resumed.state.comparable == whole.state.comparable)
    // It did look: with a constant rate the run is another.
    settings.schedule = try TrainingCases.make(Schedules.all, "warmup", [(nil, .number(1))])
    #expect(try TrainingCases.train(settings).state.parameters != whole.state.parameters)
  }

  @Test("more epochs go on from a whole run, and the schedule keeps its horizon")
  func moreEpochs() throws {
    let settings = try Self.settings(weighting: "dwa", optimizer: 1, isMissing: false)
    let first = try TrainingCases.train(settings)
    let longer = try Trainer.resume(first, epochs: 3, interrupt: InterruptFlag())
    #expect(longer.state.epoch == 7 && longer.epochsAsked == 7)
    #expect(longer.settings.epochs == 4)
    let pieces = try Trainer.resume(
      Trainer.resume(first, epochs: 1, interrupt: InterruptFlag()), epochs: 2,
      interrupt: InterruptFlag())
    #expect(pieces.state.comparable == longer.state.comparable)
    // Another horizon is another schedule.
    var seven = settings
    seven.epochs = 7
    #expect(try TrainingCases.train(seven).state.parameters != longer.state.parameters)
    // Mid-epoch, the epoch that has begun is one of those asked for.
    let flag = InterruptFlag()
    let half = try Trainer.train(settings, interrupt: flag, observer: StopAfter(9, flag))
    let whole = try Trainer.resume(half, epochs: 3, interrupt: InterruptFlag())
    #expect(half.state.epoch == 1 && whole.state.epoch == 4)
    #expect(whole.state.comparable == first.state.comparable)
  }

  @Test("a finished run has nothing left to resume, and stays as it is")
  func nothingLeft() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 1))
    let again = try Trainer.resume(run, interrupt: InterruptFlag())
    #expect(again.state.comparable == run.state.comparable)
    #expect(again.ending == .finished)
  }

  @Test("an interrupt before the first step gives a whole run without steps")
  func interruptedAtOnce() throws {
    let flag = InterruptFlag()
    flag.raise()
    let run = try Trainer.train(TrainingCases.settings(), interrupt: flag)
    #expect(run.state.step == 0 && run.ending == .interrupted)
    let resumed = try Trainer.resume(run, interrupt: InterruptFlag())
    let whole = try TrainingCases.train(TrainingCases.settings())
    #expect(resumed.state.comparable == whole.state.comparable)
  }
}
