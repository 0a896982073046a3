import TandemCatalog
import TandemData
public import TandemTensors

extension Comparison {
  /// Trains every mix with every seed, and each task alone with every seed.
  ///
  /// Alone, a task has the comparison's first architecture to itself, with the settings and the input
  /// columns that it has among the others, and no weighting. All runs of a seed come before the next
  /// seed's, so that an interrupted comparison has whole seeds to show.
  /// - Parameters:
  ///   - request: What to compare.
  ///   - interrupt: Ends the comparison after the current step; finished runs are kept.
  ///   - observer: Is told of every step of every run.
  /// - Returns: The comparison, with the runs that were finished.
  /// - Throws: `TrainingError` and the like, where a mix cannot be trained; before the first step.
  public static func run(
    _ request: ComparisonRequest, interrupt: InterruptFlag,
    observer: (any TrainingObserver)? = nil
  ) throws -> Comparison {
    let runner = try ComparisonRunner(request, interrupt: interrupt, observer: observer)
    return try runner.run()
  }
}

/// A comparison while its runs are trained.
private final class ComparisonRunner {
  private let request: ComparisonRequest
  private let interrupt: InterruptFlag
  private let observer: (any TrainingObserver)?
  private let excluded: Set<String>
  /// Each task alone first, then the mixes.
  private var contests: [Contest] = []

  /// One row of the table: settings without a seed, their data, and the runs so far.
  private struct Contest {
    var title: String
    var settings: TrainingSettings
    var preparation: Preparation
    var row: Comparison.Row
  }

  /// Checks every mix, before the first step of any.
  init(
    _ request: ComparisonRequest, interrupt: InterruptFlag, observer: (any TrainingObserver)?
  ) throws {
    self.request = request
    self.interrupt = interrupt
    self.observer = observer
    excluded = request.settings.excludedInputs.union(request.settings.tasks.targetColumns)
    if let first = request.architectures.first {
      for task in request.settings.tasks { try addBaseline(of: task, in: first) }
    }
    try addMixes()
    try checkContests()
  }

  /// Compiles a step of every contest; a part that the settings name has to be in one of them.
  private func checkContests() throws {
    let baselineCount = request.architectures.isEmpty ? 0 : request.settings.tasks.count
    var unknown: [(name: String, argument: String)]?
    var parts: [String] = []
    for (index, contest) in contests.enumerated() {
      let loop = try TrainingLoop(contest.settings, contest.preparation)
      // Alone, a task may have nothing but frozen parts.
      if index >= baselineCount { try loop.checkTraining() }
      try loop.check()
      let missing = loop.model.unknownParts
      unknown = unknown?.filter { known in missing.contains { $0 == known } } ?? missing
      for part in loop.model.summary.parts where !parts.contains(part.name) {
        parts.append(part.name)
      }
    }
    if let (name, argument) = unknown?.first {
      throw TrainingError.unknownPart(name, argument: argument, parts: parts)
    }
  }

  private func addBaseline(
    of task: LearningTask, in architecture: ComparisonRequest.Named<any Architecture>
  ) throws {
    var settings = request.settings
    settings.architecture = architecture.method
    settings.tasks = [task]
    settings.weighting = WeightingChoice()
    settings.excludedInputs = excluded
    contests.append(
      Contest(
        title: "\(task.name) alone", settings: settings,
        preparation: try Preparation(settings),
        row: Comparison.Row(architecture: architecture.name, weighting: "alone")))
  }

  private func addMixes() throws {
    var shared = request.settings
    shared.excludedInputs = excluded
    let preparation = try Preparation(shared)
    for architecture in request.architectures {
      for weighting in request.weightings {
        var settings = shared
        settings.architecture = architecture.method
        settings.weighting = weighting.method
        try settings.checkNames(of: settings.tasks)
        contests.append(
          Contest(
            title: "\(architecture.name) · \(weighting.name)", settings: settings,
            preparation: preparation,
            row: Comparison.Row(architecture: architecture.name, weighting: weighting.name)))
      }
    }
  }

  func run() throws -> Comparison {
    let clock = ContinuousClock()
    let start = clock.now
    let ending = try trainAll()
    let taskCount = request.architectures.isEmpty ? 0 : request.settings.tasks.count
    let rows = contests.map(\.row)
    return Comparison(
      tasks: request.settings.tasks.map(\.name), seeds: request.seeds,
      rows: rows.dropFirst(taskCount).filter { !$0.runs.isEmpty || !$0.failures.isEmpty },
      baselines: Array(rows.prefix(taskCount)), ending: ending, time: clock.now - start,
      sourceText: request.sourceText)
  }

  private func trainAll() throws -> Run.Ending {
    var number = 0
    for seed in request.seeds {
      for index in contests.indices {
        if interrupt.isRaised { return .interrupted }
        number += 1
        guard try train(index, seed: seed, number: number) else { return .interrupted }
      }
    }
    return .finished
  }

  /// Trains one run.
  /// - Returns: Whether it came to its end.
  private func train(_ index: Int, seed: Int, number: Int) throws -> Bool {
    let contest = contests[index]
    var settings = contest.settings
    settings.seed = seed
    let reporter = observer.map {
      RunReporter(
        $0, run: number, runCount: contests.count * request.seeds.count,
        title: "\(contest.title) · seed \(seed)")
    }
    do {
      let run = try Trainer.train(
        settings, contest.preparation, interrupt: interrupt, observer: reporter)
      if run.ending == .interrupted { return false }
      contests[index].row.runs.append(run)
    } catch TrainingError.lossNotFinite(let failure) {
      // One diverging run must not cost the others: the table says which it was.
      contests[index].row.failures.append(.init(seed: seed, reason: .loss(failure)))
    } catch let error as WeightingError {
      contests[index].row.failures.append(.init(seed: seed, reason: .weighting(error)))
    }
    return true
  }
}

/// Adds to a run's reports which run of the comparison it is.
private final class RunReporter: TrainingObserver {
  private let observer: any TrainingObserver
  private let run: Int
  private let runCount: Int
  private let title: String

  init(_ observer: any TrainingObserver, run: Int, runCount: Int, title: String) {
    self.observer = observer
    self.run = run
    self.runCount = runCount
    self.title = title
  }

  func didStep(_ progress: TrainingProgress) {
    var progress = progress
    progress.run = run
    progress.runCount = runCount
    progress.title = title
    observer.didStep(progress)
  }
}
