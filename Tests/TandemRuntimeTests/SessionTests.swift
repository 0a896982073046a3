import Foundation
import TandemRuntime
import Testing

@Suite("A session") struct SessionTests {
  @Test("runs nothing of a cell that has an error that checking finds")
  func checkedWhole() {
    let notebook = Notebook()
    let error = notebook.run("print(\"a\")\nunknwon(1)\nlet x = 1 +")
    #expect(notebook.printed.isEmpty)
    #expect(error.components(separatedBy: "error:").count == 3, "\(error)")
  }

  @Test("keeps what stood before an error that only running finds")
  func keepsEarlier() {
    let notebook = Notebook("let n = 0")
    notebook.run("let a = 1; print(a); let a = 1 / n; let b = 2")
    #expect(notebook.errorName == "division-by-zero")
    #expect(notebook.printed == "1\n")
    #expect(notebook.run("a") == "1")
    notebook.run("b")
    #expect(notebook.errorName == "unknown-name")
  }

  @Test("points into cells that ran before")
  func earlierCells() {
    let notebook = Notebook("data digits = digits()", "task one = regress(digits.label)")
    let error = notebook.run(
      "architecture a = hard { encoder: dense(4) }\ntrain(a, [one], epochs: 1, stop: early(0))")
    #expect(error.contains("cell 3, line 2"))
    notebook.run("data narrow = digits.select([\"label\"])")
    notebook.run("task two = regress(narrow.label)")
    let other = notebook.run("train(hard { encoder: dense(4) }, [two])")
    #expect(other.contains("cell 6, line 1") && other.contains("cell 5, line 1"), "\(other)")
  }

  @Test("shows what x? asks for as a page, and help(x) in the cell")
  func help() {
    let notebook = Notebook("let x = 3")
    #expect(notebook.run("train?") == "")
    #expect(notebook.output.pages.first?.text.contains("optimizer: adam()") == true)
    notebook.run("x?")
    #expect(notebook.output.pages.first?.text.contains("a number") == true)
    notebook.run("help(uncertainty)")
    #expect(notebook.output.displays.first?.bundle.text.contains("1705.07115") == true)
    notebook.run("methods(weighting)")
    #expect(notebook.output.displays.first?.bundle.text.contains("pcgrad") == true)
    notebook.run("tain?")
    #expect(notebook.errorName == "unknown-name")
    notebook.run("methods()")
    let overview = notebook.output.displays.last?.bundle.text ?? ""
    for kind in ["data", "layer", "optimizer", "task", "weighting", "plot"] {
      #expect(overview.contains("\n    \(kind) "), "\(overview)")
    }
    #expect(overview.contains(" mgda, ") && overview.contains("3: load, resume, train"))
  }

  @Test("every function and every part has a page with its name")
  func pages() {
    #expect(HelpPages.names.count > 50)
    for name in HelpPages.names {
      let last = String(name.split(separator: ".").last ?? "")
      #expect(HelpPages.text(about: name)?.contains(last) == true, "\(name)")
    }
    #expect(HelpPages.text(about: nil)?.contains("weighting") == true)
    #expect(HelpPages.text(about: "nonsense") == nil)
  }

  @Test("asks, and says so where nobody can answer")
  func ask() {
    let notebook = Notebook()
    notebook.output.answers = ["Ada"]
    #expect(notebook.run("\"Hello \" + ask(\"Name? \")") == "\"Hello Ada\"")
    notebook.run("ask(\"Name? \")")
    #expect(notebook.errorName == "no-input")
  }

  @Test("an interrupt ends sleep and long lists")
  func interrupts() {
    let notebook = Notebook()
    for cell in ["sleep(60)", "[x for x in 1...900000000 if x < 0]"] {
      let interrupt = notebook.interrupt
      let timer = Thread {
        usleep(100_000)
        interrupt.raise()
      }
      timer.start()
      let time = ContinuousClock().measure { notebook.run(cell) }
      #expect(notebook.errorName == "interrupted")
      #expect(time < .seconds(5))
    }
  }

  @Test("shows, replaces and clears")
  func displays() {
    let notebook = Notebook()
    notebook.run("show(1, id: \"a\"); show(2, id: \"a\"); show(\"text\"); clear(wait: true)")
    let displays = notebook.output.displays
    #expect(displays.map(\.id) == ["a", "a", nil])
    #expect(displays.map(\.isUpdate) == [false, true, false])
    #expect(notebook.output.clears == [true])
    notebook.run("show(3, id: \"a\"); print(\"x\", error: true)")
    #expect(notebook.output.displays.first?.isUpdate == true)
    #expect(notebook.output.standardError == "x\n")
    // Run again, a cell whose output the front end has cleared shows anew.
    for _ in 0..<2 {
      notebook.run("show(4, id: \"b\"); show(5, id: \"b\")")
      #expect(notebook.output.displays.map(\.isUpdate) == [false, true])
    }
  }

  @Test("two cells of one number keep their places apart")
  func numbers() {
    let output = RecordedOutput()
    let session = Session(interrupt: SessionInterrupt())
    func run(_ code: String) -> String {
      let result = session.run(code, cell: 1, isSilent: false, allowsInput: false, output: output)
      guard case .failed(let error) = result else { return "" }
      return error.text
    }
    _ = run("data narrow = digits().select([\"label\"]); task two = regress(narrow.label)")
    let error = run("train(hard { encoder: dense(4) }, [two])\n# no task here")
    #expect(error.contains("task two = regress(narrow.label)"), "\(error)")
  }

  @Test("a front end's expressions give a bundle or an error, and change nothing")
  func expressions() throws {
    let notebook = Notebook("let x = 2")
    #expect(try notebook.session.evaluate("x + 1").get().text == "3")
    #expect(throws: SessionError.self) { try notebook.session.evaluate("x + y").get() }
    #expect(notebook.run("x") == "2")
  }

  @Test("completes names, columns and labels")
  func completion() {
    let notebook = Notebook("data digits = digits()")
    func matches(_ code: String) -> [String] {
      notebook.session.complete(code, cursor: code.unicodeScalars.count).matches.map(\.text)
    }
    #expect(matches("digits.la").contains("label"))
    #expect(matches("uncer").contains { $0.hasPrefix("uncertainty") })
    #expect(matches("dig").contains { $0.hasPrefix("digits") })
    let page = notebook.session.inspect("train", cursor: 3)
    #expect(page?.text.contains("optimizer: adam()") == true)
  }

  @Test("completes and explains what a value holds, however deep it lies")
  func parts() {
    let notebook = Notebook(
      "data digits = digits()", "task parity = classify(digits.label % 2)",
      "let run = train(single { encoder: dense(2) }, [parity], epochs: 1)", "let a = [b: [c: 3]]")
    func matches(_ code: String) -> [String] {
      notebook.session.complete(code, cursor: code.unicodeScalars.count).matches.map(\.text)
    }
    #expect(matches("run.metrics.") == ["parity"])
    #expect(matches("print(run.test.parity.") == ["accuracy", "loss", "rows"])
    #expect(matches("run.loss.") == ["parity"])
    #expect(matches("run.settings.ep") == ["epochs"])
    #expect(matches("a.b.") == ["c"])
    #expect(matches("let run = 3\nrun.metrics.") == [])
    func page(_ code: String) -> String? {
      notebook.session.inspect(code, cursor: code.unicodeScalars.count)?.text
    }
    #expect(page("digits.label")?.hasPrefix("digits.label: a column") == true)
    #expect(page("run.test.parity")?.hasPrefix("run.test.parity: a record") == true)
    #expect(page("a.b")?.contains("[c: 3]") == true)
    #expect(page("digits.nonsense") == nil)
  }

  @Test("knows when a text is complete")
  func completeness() {
    let session = Session(interrupt: SessionInterrupt())
    #expect(session.completeness(of: "1 + 2") == .complete)
    #expect(session.completeness(of: "hard {") == .incomplete(indent: 2))
    #expect(session.completeness(of: "let = )") == .invalid)
  }

  @Test("values that double, or nest, end in an error too")
  func size() {
    let notebook = Notebook("let a = [1, 2]; let b = [1]")
    for _ in 0..<40 where notebook.errorName == nil { notebook.run("let a = [a, a]") }
    #expect(notebook.errorName == "list-too-long")
    #expect(notebook.run("a == a") == "true")
    notebook.output.error = nil
    for _ in 0..<300 where notebook.errorName == nil { notebook.run("let b = [b]") }
    #expect(notebook.errorName == "too-deep")
    notebook.run("let t = \"abcdefghij\"")
    for _ in 0..<40 where notebook.errorName == nil { notebook.run("let t = t + t") }
    #expect(notebook.errorName == "text-too-long")
  }

  @Test("deep chains of declared functions end in an error")
  func depth() {
    let name = onEvaluationThread {
      let notebook = Notebook("let f(x = 1) = x")
      for _ in 0..<600 where notebook.errorName == nil {
        notebook.run("let f(x = 1) = f(x) + 1")
      }
      return notebook.errorName
    }
    #expect(name == "too-deep")
  }
}
