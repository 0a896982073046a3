import Foundation
import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

@Suite struct RunFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("tandem-run-\(UUID().uuidString)")

  /// A run with all that a file has to keep, interrupted in the middle of an epoch.
  private func interruptedRun() throws -> Run {
    let data = TrainingCases.table(missing: true)
    let up = try data.requireColumn("up")
    var above = try TrainingCases.task("classify", Column.apply(.greater, .column(up), .number(0)))
    above.name = "above"
    let from = Value.list(try ["x0", "x1"].map { .object(try data.requireColumn($0)) })
    let tasks = try [
      above, TrainingCases.task("classify", data.column("kind")),
      TrainingCases.task("regress", data.column("down"), [("from", from)]),
    ]
    var settings = try TrainingResumeTests.settings(
      weighting: "uncertainty + pcgrad", optimizer: 1, isMissing: true)
    settings.tasks = tasks
    settings.architecture = try TrainingCases.make(
      Architectures.all, "single",
      [("encoder", TrainingCases.layers("dense 6", "batch_norm", "relu", "dropout 0.2"))],
      as: (any Architecture).self)
    settings.clip = 2
    settings.clipValue = 0.5
    settings.accumulate = 2
    settings.rates = PartRates(factors: [.init("encoders", 0.5)], frozen: ["encoders.kind"])
    let flag = InterruptFlag()
    return try Trainer.train(settings, interrupt: flag, observer: StopAfter(8, flag))
  }

  /// What the runtime does with a file's texts, without the language.
  private func load(_ path: String, like run: Run) throws -> Run {
    let archive = try RunFile.read(path)
    let settings = run.settings
    let tasks = try archive.tasks.map { task in
      let kind = String(task.source.prefix { $0 != "(" })
      return try TrainingCases.task(kind, task.targets.first)
    }
    return archive.makeRun(
      architecture: settings.architecture, weighting: settings.weighting,
      optimizer: settings.optimizer, schedule: settings.schedule, stop: settings.stop, tasks: tasks)
  }

  private func path(_ name: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appendingPathComponent(name).path
  }

  @Test("a loaded run predicts the same and goes on bit for bit")
  func roundTrip() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try interruptedRun()
    let place = try path("run.safetensors")
    try RunFile.write(run, to: place)
    let archive = try RunFile.read(place)
    let settings = run.settings
    #expect(archive.architecture == settings.architecture.sourceText)
    #expect(archive.weighting == settings.weighting.sourceText)
    #expect(archive.optimizer == settings.optimizer.sourceText)
    #expect(archive.schedule == settings.schedule.sourceText)
    #expect(archive.stop == nil)
    #expect(
      archive.tasks.map(\.source) == ["classify(target)", "classify(target)", "regress(target)"])
    let loaded = try load(place, like: run)
    #expect(loaded.state.comparable == run.state.comparable)
    #expect(loaded.ending == .interrupted && loaded.settings.clip == 2)
    #expect(loaded.settings.accumulate == 2)
    #expect(loaded.settings.clipValue == 0.5 && loaded.settings.rates == run.settings.rates)
    #expect(loaded.time == run.time && loaded.model == run.model)
    #expect(loaded.encoders == run.encoders)
    #expect(loaded.tasks.map(\.name) == ["above", "kind", "down"])
    #expect(loaded.inputColumns(ofTask: 2) == ["x0", "x1"])
    let other = TrainingCases.table(rows: 30, seed: 9)
    for name in ["above", "kind", "down"] {
      let (a, b) = try (
        Trainer.predict(run, task: name, rows: other),
        Trainer.predict(loaded, task: name, rows: other)
      )
      #expect(a.values == b.values && a.probabilities == b.probabilities && a.levels == b.levels)
    }
    let ends = try [run, loaded].map { try Trainer.resume($0, interrupt: InterruptFlag()) }
    #expect(ends[0].state.comparable == ends[1].state.comparable)
    #expect(ends[0].test == ends[1].test)
    #expect(
      try Trainer.evaluate(loaded, on: other).scores == Trainer.evaluate(run, on: other).scores)
  }

  @Test("a run without statistics, slots or weights of its own has empty arrays in its file")
  func emptyArrays() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let sgd = try TrainingCases.make(
      Optimizers.all, "sgd", [(nil, .number(0.1))], as: (any Optimizer).self)
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 1, optimizer: sgd))
    let place = try path("plain")
    try RunFile.write(run, to: place)
    #expect(try load(place, like: run).state.comparable == run.state.comparable)
  }

  @Test("tasks of two data sets share a network whose categories have one place, in a file too")
  func sharedCategories() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    func task(_ name: String, _ levels: [String]) throws -> LearningTask {
      let pains = ColumnValues.categories(
        codes: (0..<60).map { $0 % levels.count }, levels: levels)
      let up = try TrainingCases.table(rows: 60).requireColumn("up")
      let data = Dataset(
        Table([("pain", pains), ("up", up.values)], rowCount: 60, source: name), sourceText: name)
      var task = try TrainingCases.task("regress", data.column("up"))
      task.name = name
      return task
    }
    let tasks = [
      try task("here", ["dull", "none"]), try task("there", ["dull", "none", "sharp"]),
    ]
    let run = try TrainingCases.train(TrainingCases.settings(tasks: tasks, epochs: 1))
    #expect(run.encoders.map(\.rowShape) == [[3], [3]])
    let place = try path("clinics")
    try RunFile.write(run, to: place)
    let loaded = try load(place, like: run)
    #expect(loaded.encoders == run.encoders && loaded.tasks.map(\.name) == ["here", "there"])
  }

  @Test("a file that is saved again is the same")
  func again() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try interruptedRun()
    let (first, second) = (try path("a"), try path("b"))
    try RunFile.write(run, to: first)
    try RunFile.write(load(first, like: run), to: second)
    let bytes = try [first, second].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    #expect(bytes[0] == bytes[1])
    #expect(bytes[0].count % 4 == 0)
    // The header is what other readers of the format expect.
    let length = bytes[0].prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: bytes[0][8..<8 + length]) as? [String: Any]
    let weight = header?["model.encoder.kind[0].weight"] ?? header?["model.kind[0].weight"]
    #expect(weight != nil || header?.keys.contains { $0.hasSuffix("[0].weight") } == true)
    #expect((header?["__metadata__"] as? [String: String])?["format"] == "tandem run 1")
  }

  @Test("a file that is cut off, changed or something else is refused, never a crash")
  func damaged() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try interruptedRun()
    let place = try path("run.safetensors")
    try RunFile.write(run, to: place)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: place))
    let broken = try path("broken")
    func refuses(_ data: Data) throws -> Bool {
      try data.write(to: URL(fileURLWithPath: broken))
      do {
        let loaded = try load(broken, like: run)
        _ = try? Trainer.resume(loaded, interrupt: InterruptFlag())
        return false
      } catch TrainingError.unreadableFile(let path, let reason) {
        #expect(path == broken && !reason.isEmpty)
        return true
      } catch is TaskError, is TrainingCases.Missing {
        return true  // a text or a target was changed: the language refuses to make a task of it
      }
    }
    for length in [0, 7, 8, 9, 100, bytes.count / 2, bytes.count - 1] {
      #expect(try refuses(bytes.prefix(length)), "cut to \(length)")
    }
    #expect(try refuses(Data("PK\u{3}\u{4} not a run at all, but long enough".utf8)))
    #expect(try refuses(Data([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x7B, 0x7D])))
    var generator = Generator(seed: 4)
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    for _ in 0..<150 {
      var changed = bytes
      let index = Int.random(in: 0..<8 + length, using: &generator)
      changed[index] = UInt8.random(in: 0x20...0x7E, using: &generator)
      _ = try refuses(changed)
    }
    // Numbers may be any; what they make the run say or do is no crash either.
    for _ in 0..<100 {
      var changed = bytes
      for _ in 0..<8 {
        let index = Int.random(in: 8 + length..<bytes.count, using: &generator)
        changed[index] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = try refuses(changed)
    }
  }

  @Test("what cannot be written or found says why")
  func unwritable() throws {
    let run = try TrainingCases.train(TrainingCases.settings(epochs: 0))
    let nowhere = folder.appendingPathComponent("no/such/run").path
    #expect(
      throws: TrainingError.unwritableFile(
        path: nowhere, reason: "there is no such file or folder")
    ) { try RunFile.write(run, to: nowhere) }
    let refused = [
      (FileManager.default.temporaryDirectory.path, "it is a folder"),
      ("/dev/null", "it is no regular file"),
    ]
    for (path, reason) in refused {
      #expect(throws: TrainingError.unwritableFile(path: path, reason: reason)) {
        try RunFile.write(run, to: path)
      }
    }
    #expect(throws: DataError.unreadable(path: nowhere, .notFound)) { try RunFile.read(nowhere) }
    #expect(throws: DataError.self) { try RunFile.read("/dev/zero") }
  }
}
