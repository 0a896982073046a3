import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

@Suite struct TrainingTests {
  @Test("three tasks learn what can be learned")
  func learns() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 60))
    #expect(run.ending == .finished)
    #expect(run.state.epoch == 60)
    #expect(run.stepsPerEpoch == 6)
    #expect(run.state.step == 360)
    for curve in run.lossCurves.series {
      #expect(curve.values.count == 60)
      #expect(curve.values[59] < curve.values[0] / 3, "\(curve.name)")
    }
    #expect(run.test[0]["accuracy"] ?? 0 > 0.8)
    #expect(run.test[1]["r2"] ?? 0 > 0.8)
    #expect(run.test[2]["r2"] ?? 0 > 0.8)
    #expect(run.conflictCurves.series.map(\.name) == ["kind · up", "kind · down", "up · down"])
    #expect(run.conflictCurves.series.allSatisfy { $0.values.allSatisfy { abs($0) <= 1.000001 } })
    #expect(run.normCurves["up"]?.values.count == 60)
    #expect(run.weightCurves["up"]?.values == Array(repeating: 1, count: 60))
    #expect(run.inputColumns(ofTask: 0) == ["x0", "x1", "x2", "x3"])
    #expect(run.model.parameterCount == 4 * 16 + 16 + 16 * 4 + 4)
  }

  @Test("the same settings give the same numbers, another seed gives others")
  func deterministic() throws {
    let settings = try TrainingCases.settings(
      architecture: TrainingCases.hard(TrainingCases.layers("dense 16", "relu", "dropout 0.3")))
    let runs = try (0..<2).map { _ in try TrainingCases.train(settings) }
    #expect(runs[0].state.comparable == runs[1].state.comparable)
    #expect(runs[0].test == runs[1].test)
    var other = settings
    other.seed = 2
    #expect(try TrainingCases.train(other).state.parameters != runs[0].state.parameters)
  }

  @Test("figures of a whole run are those of its last epoch")
  func lastEpoch() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 3))
    for (task, scores) in run.validation.enumerated() {
      #expect(scores.loss == run.history.validationLosses[task].last)
      #expect(scores.metrics[0].value == run.history.validationMetrics[task].last)
      #expect(scores.rowCount == 18)
    }
  }

  @Test("a task's own weight multiplies its loss before any weighting")
  func ownWeight() throws {
    let data = TrainingCases.table()
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
    func weights(own: Double, fixed: Double) throws -> [Float] {
      var tasks = try TrainingCases.tasks(of: data)
      tasks[1].weight = own
      let weighting = try TrainingCases.weighting("fixed", [("up", .number(fixed))])
      let run = try TrainingCases.train(
        TrainingCases.settings(tasks: tasks, weighting: weighting, epochs: 1, optimizer: sgd))
      return run.state.parameters
    }
    // The same steps whether 'up' counts 3 by itself or by the weighting; 1 is another run.
    let own = try weights(own: 3, fixed: 1)
    let fixed = try weights(own: 1, fixed: 3)
    #expect(zip(own, fixed).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(try weights(own: 1, fixed: 1) != own)
  }

  @Test("a task that is missing from a batch takes no part in the step")
  func takesNoPart() throws {
    // One labelled row in 84: most batches of 8 have none of 'rare'.
    let data = TrainingCases.table()
    guard case .numbers(var numbers)? = data.column("up")?.values else { return }
    let split = try data.effectiveSplit
    let labelled = split.train[5]
    for row in numbers.indices where row != labelled { numbers[row] = .nan }
    let rare = try data.with([("up", Column(label: "up", values: .numbers(numbers), of: data))])
    let tasks = try [
      TrainingCases.task("classify", rare.column("kind")),
      TrainingCases.task("regress", rare.column("up")),
    ]
    let flag = InterruptFlag()
    let reports = StopAfter(-1, flag)
    let run = try Trainer.train(
      TrainingCases.settings(
        tasks: tasks, weighting: TrainingCases.weighting("dwa"), epochs: 3, batch: 8),
      interrupt: flag, observer: reports)
    #expect(reports.reports.count == 33)
    #expect(reports.reports.filter { !$0.losses[1].isNaN }.count == 3)
    #expect(reports.reports.allSatisfy { !$0.losses[0].isNaN })
    #expect(run.history.losses[1].allSatisfy { $0.isFinite })
    #expect(run.validation[1].rowCount == 0 && run.validation[1].loss.isNaN)
    #expect(run.history.validationLosses[1].allSatisfy { $0.isNaN })
  }

  @Test("tasks of two data sets share a trunk; an epoch is as long as the longer one")
  func twoDataSets() throws {
    let long = TrainingCases.table(rows: 200, seed: 5)
    let short = TrainingCases.table(rows: 60, seed: 6)
    let tasks = try [
      TrainingCases.task("classify", long.column("kind")),
      TrainingCases.task("regress", short.column("up")),
    ]
    for name in ["equal", "pcgrad", "uncertainty"] {
      let run = try TrainingCases.train(
        TrainingCases.settings(
          tasks: tasks,
          architecture: TrainingCases.hard(TrainingCases.layers("dense 16", "batch_norm", "relu")),
          weighting: TrainingCases.weighting(name), epochs: 40, batch: 20))
      #expect(run.stepsPerEpoch == 7)
      #expect(run.encoders.count == 2)
      #expect(run.test[0]["accuracy"] ?? 0 > 0.75, "\(name)")
      #expect(run.test[1]["r2"] ?? 0 > 0.6, "\(name)")
      #expect(run.test[0].rowCount == 30 && run.test[1].rowCount == 9)
      // Targets of one data set are no inputs of the other, or the trunk's columns would not match.
      #expect(run.inputColumns(ofTask: 0) == run.inputColumns(ofTask: 1).dropLast(0))
      #expect(run.inputColumns(ofTask: 1) == ["x0", "x1", "x2", "x3", "down"])
    }
  }

  @Test("early stopping looks at the validation loss and counts anew after a resume")
  func earlyStopping() throws {
    var settings = try TrainingCases.settings(epochs: 200)
    settings.stop = try TrainingCases.make(
      StopRules.all, "early", [("patience", .number(3)), ("minimum_change", .number(0.01))],
      as: (any StopRule).self)
    let run = try TrainingCases.train(settings)
    #expect(run.ending == .stoppedEarly)
    #expect(run.state.epoch > 3 && run.state.epoch < 200)
    let losses = (0..<run.state.epoch).map { epoch in
      run.history.validationLosses.reduce(0) { $0 + $1[epoch] } / 3
    }
    let best = losses.prefix(run.state.epoch - 3).min() ?? 0
    #expect(losses.suffix(3).allSatisfy { $0 >= best - 0.01 - 1e-12 })
    let resumed = try Trainer.resume(run, epochs: 50, interrupt: InterruptFlag())
    #expect(resumed.state.epoch >= run.state.epoch + 3)
  }

  @Test("a stop rule needs validation rows")
  func stopRuleWithoutRows() throws {
    var data = TrainingCases.table()
    data.split = Split(train: Array(0..<100), validation: [], test: Array(100..<120))
    var settings = try TrainingCases.settings(tasks: TrainingCases.tasks(of: data))
    settings.stop = try TrainingCases.make(StopRules.all, "early", as: (any StopRule).self)
    #expect(throws: TrainingError.noValidationRows(argument: "stop")) {
      try TrainingCases.train(settings)
    }
    settings.stop = nil
    let constant = settings.schedule
    settings.schedule = try TrainingCases.make(Schedules.all, "plateau", as: (any Schedule).self)
    #expect(throws: TrainingError.noValidationRows(argument: "schedule")) {
      try TrainingCases.train(settings)
    }
    settings.schedule = constant
    #expect(try TrainingCases.train(settings).validation[0].loss.isNaN)
  }

  @Test("clipping bounds the step")
  func clips() throws {
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(1))], as: (any Optimizer).self)
    var settings = try TrainingCases.settings(epochs: 1, batch: 84, optimizer: sgd)
    settings.clip = 0.05
    let clipped = try TrainingCases.train(settings)
    settings.epochs = 0
    let start = try TrainingCases.train(settings)
    let squares = zip(clipped.state.parameters, start.state.parameters)
      .map { Double($0 - $1) * Double($0 - $1) }
    #expect(abs(squares.reduce(0, +).squareRoot() - 0.05) < 1e-5)
  }
}
