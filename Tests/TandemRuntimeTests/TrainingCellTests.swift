import Foundation
import TandemRuntime
import Testing

/// What cells that train show, keep and leave behind.
@Suite("Training in cells") struct TrainingCellTests {
  @Test("a run has all its parts, by task and metric")
  func parts() {
    let notebook = Notebook(SessionCellTests.declarations)
    #expect(
      notebook.run("let run = train(trunk, [digit, parity, ink], epochs: 2, batch: 256, seed: 3)")
        == "")
    let parts = ["loss", "validation", "metrics", "test", "weights", "conflict", "norms", "model"]
    for part in parts {
      #expect(!notebook.run("run.\(part)").isEmpty)
      #expect(notebook.errorName == nil, "run.\(part)")
    }
    #expect(notebook.run("run.metrics.digit.accuracy > 0 and run.test.ink.rmse > 0") == "true")
    #expect(notebook.run("run.loss.digit == run.loss.parity") == "false")
    #expect(notebook.run("run.settings.epochs") == "2")
    #expect(notebook.run("run.settings.inputs.ink") == "[\"pixels\"]")
    #expect(notebook.run("run.time > 0") == "true")
    #expect(notebook.run("predict(run, digit, 5000...900000000000)").contains("5000"))
    #expect(notebook.errorName == "row-out-of-range")
  }

  @Test("an interrupt keeps what was trained, and resume makes it whole, bit for bit")
  func interrupt() {
    let notebook = Notebook(SessionCellTests.declarations)
    let train = "train(trunk, [digit, parity], weighting: balance, epochs: 3, batch: 128, seed: 5)"
    notebook.run("let whole = \(train)")
    var count = 0
    notebook.output.onDisplay = {
      count += 1
      if count == 1 { notebook.interrupt.raise() }
    }
    let error = notebook.run("let part = \(train)\nprint(\"not reached\")")
    notebook.output.onDisplay = nil
    #expect(notebook.errorName == "interrupted")
    #expect(error.contains("'part' holds what was trained so far"), "\(error)")
    #expect(notebook.printed.isEmpty)
    #expect(notebook.run("part == whole") == "false")
    notebook.run("let resumed = resume(part)")
    #expect(notebook.run("[resumed == whole, resumed.test == whole.test]") == "[true, true]")
    #expect(
      notebook.run("[resumed.loss == whole.loss, resumed.weights == whole.weights]")
        == "[true, true]")
  }

  @Test("an interrupted expression is still the last value")
  func interruptedExpression() {
    let notebook = Notebook(SessionCellTests.declarations)
    notebook.output.onDisplay = { notebook.interrupt.raise() }
    notebook.run("train(trunk, [digit], epochs: 50)")
    notebook.output.onDisplay = nil
    #expect(notebook.errorName == "interrupted")
    #expect(notebook.run("resume(last, epochs: 1).settings.epochs") == "50")
  }

  @Test("an interrupted list of runs keeps those that there are")
  func interruptedList() {
    let notebook = Notebook(SessionCellTests.declarations)
    var ids: Set<String> = []
    notebook.output.onDisplay = {
      ids.formUnion(notebook.output.displays.compactMap(\.id))
      if ids.count == 2 { notebook.interrupt.raise() }
    }
    notebook.run("let runs = [train(trunk, [digit], epochs: 2, seed: s) for s in 1...9]")
    notebook.output.onDisplay = nil
    #expect(notebook.errorName == "interrupted")
    #expect(notebook.run("runs.count") == "2")
    #expect(notebook.run("resume(runs[1]) == train(trunk, [digit], epochs: 2, seed: 2)") == "true")
  }

  @Test("an interrupted comparison keeps its finished runs")
  func interruptedComparison() {
    let notebook = Notebook(SessionCellTests.declarations)
    var count = 0
    notebook.output.onDisplay = {
      count += 1
      if count == 3 { notebook.interrupt.raise() }
    }
    notebook.run(
      "let some = compare([trunk], [digit, parity], epochs: 40, batch: 512, seeds: 1...5)")
    notebook.output.onDisplay = nil
    #expect(notebook.errorName == "interrupted")
    #expect(notebook.run("some").contains("comparison"))
    #expect(notebook.errorName == nil)
  }

  @Test("a saved run is the same run, and goes on the same way")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "mix.safetensors").path
    let notebook = Notebook(
      SessionCellTests.declarations,
      "let run = train(experts, [digit, ink], weighting: lagging(alpha: 2) + surgery, epochs: 1, "
        + "batch: 256, optimizer: sgd(0.05, momentum: 0.9), schedule: cosine(), stop: early())",
      "save(run, \"\(path)\")")
    #expect(notebook.errorName == nil, "\(notebook.output.error?.text ?? "")")
    let other = Notebook("let run = load(\"\(path)\")")
    #expect(other.errorName == nil, "\(other.output.error?.text ?? "")")
    let summary = "[run.test.digit.loss, resume(run, epochs: 1).test.digit.loss, run.test.ink.rmse]"
    #expect(other.run(summary) == notebook.run(summary))
    #expect(other.run("run.settings.weighting == run.settings.weighting") == "true")
    #expect(other.run("run.settings.weighting").contains("(loss / initial_loss) ^ 2"))
    #expect(
      other.run("predict(run, \"digit\", 0...3)") == notebook.run("predict(run, digit, 0...3)"))
  }

  @Test("a file that asks for endless work can be stopped")
  func endlessFile() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let honest = "sgd(0.0123456789, momentum: 0.91234567)"
    let endless = "[x for x in 1...900000000 if x < 0]"
    let notebook = Notebook(
      SessionCellTests.declarations,
      "save(train(trunk, [digit], epochs: 1, optimizer: \(honest)), \"\(path)\")")
    #expect(notebook.errorName == nil, "\(notebook.output.error?.text ?? "")")
    var bytes = try Data(contentsOf: URL(filePath: path))
    // The settings' own text; the text of the call has it too.
    let entry = try #require(bytes.firstRange(of: Data("\"optimizer\":\"\(honest)".utf8)))
    let place = entry.suffix(honest.utf8.count)
    bytes.replaceSubrange(
      place, with: Data(endless.padding(toLength: place.count, withPad: " ", startingAt: 0).utf8))
    try bytes.write(to: URL(filePath: path))
    let interrupt = notebook.interrupt
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.3)
      interrupt.raise()
    }
    notebook.run("load(\"\(path)\")")
    #expect(notebook.errorName == "interrupted")
  }

  @Test("a run that diverges says where, how, and what to try")
  func divergence() {
    let notebook = Notebook(SessionCellTests.declarations)
    let error = notebook.run(
      "let run = train(trunk, [digit, parity], optimizer: sgd(1000.0), epochs: 2)")
    #expect(notebook.errorName == "loss-not-finite")
    for part in [
      " at step ", "(epoch 1)", "^^^^^^^^^^^ learning rate 1000.0", "= note: at step ",
      "the largest gradient, ", "was in 'trunk.",
      "= help: try 'sgd(10.0)', or 'clip: 1.0' in 'train'",
    ] {
      #expect(error.contains(part), "\(error)")
    }
    // The name holds what the last good step left.
    #expect(notebook.run("run").contains("run: went wrong after "))
  }

  @Test("while it trains a cell has one display, replaced, and a still at the end")
  func progress() {
    let notebook = Notebook(SessionCellTests.declarations)
    notebook.run("let run = train(trunk, [digit], epochs: 2)")
    let displays = notebook.output.displays
    #expect(Set(displays.compactMap(\.id)).count == 1)
    #expect(displays.count >= 2)
    #expect(displays.map(\.isUpdate) == [false] + displays.dropFirst().map { _ in true })
    #expect(displays.allSatisfy { $0.bundle.data["image/svg+xml"] != nil })
  }

  @Test("the programme of the language's page runs from end to end", .timeLimit(.minutes(3)))
  func programme() {
    let notebook = Notebook(SessionCellTests.declarations)
    notebook.run(
      """
      let run = train(trunk, [digit, parity, ink], weighting: balance, epochs: 3, seed: 1)
      plot(run.loss)
      """)
    #expect(notebook.errorName == nil, "\(notebook.output.error?.text ?? "")")
    notebook.run(
      """
      compare([trunk, experts], [digit, parity, ink],
              weightings: [equal(), balance, surgery, lagging(alpha: 2)], seeds: 1...2, epochs: 1)
      """)
    #expect(notebook.errorName == nil, "\(notebook.output.error?.text ?? "")")
    // The picture comes as a display before the table.
    #expect(notebook.output.displays.last?.bundle.data["image/svg+xml"] != nil)
  }

  @Test("five seeds reach 96 % on digit and on parity, each in under ten seconds")
  func accuracy() {
    let notebook = Notebook(SessionCellTests.declarations)
    let clock = ContinuousClock()
    var slowest = Duration.zero
    for seed in 1...5 {
      let time = clock.measure {
        notebook.run(
          "let run\(seed) = train(trunk, [digit, parity, ink], weighting: balance, epochs: 30, "
            + "seed: \(seed))")
      }
      slowest = max(slowest, time)
    }
    let digit = notebook.run(
      "[run1, run2, run3, run4, run5].count if false else "
        + "[run.test.digit.accuracy for run in [run1, run2, run3, run4, run5]].mean")
    let parity = notebook.run(
      "[run.test.parity.accuracy for run in [run1, run2, run3, run4, run5]].mean")
    print("mean test accuracy of five seeds: digit \(digit), parity \(parity), slowest \(slowest)")
    #expect((Double(digit) ?? 0) >= 0.96)
    #expect((Double(parity) ?? 0) >= 0.96)
  }
}
