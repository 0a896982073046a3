import Foundation
import TandemRuntime

/// A session with the output of its last cell, as tests look at it.
final class Notebook {
  let interrupt = SessionInterrupt()
  let session: Session
  let output = RecordedOutput()
  private var count = 0

  init(_ cells: String...) {
    session = Session(interrupt: interrupt)
    for cell in cells { run(cell) }
  }

  /// Runs a cell as the next one; gives what it shows last, its errors, or "" for nothing.
  @discardableResult
  func run(_ code: String) -> String {
    count += 1
    output.clearAll()
    interrupt.lower()
    switch session.run(code, cell: count, isSilent: false, allowsInput: true, output: output) {
    case .finished(let value, let pages):
      output.pages = pages
      return value?.text ?? ""
    case .failed(let error):
      output.error = error
      return error.text
    }
  }

  /// What the last cell wrote on standard output.
  var printed: String { output.standardOutput }
  /// The id of the last cell's first error.
  var errorName: String? { output.error?.name }
}

/// Output that is kept for a test to look at.
final class RecordedOutput: SessionOutput {
  var standardOutput = ""
  var standardError = ""
  var displays: [(bundle: SessionBundle, id: String?, isUpdate: Bool)] = []
  var clears: [Bool] = []
  var pages: [SessionBundle] = []
  var error: SessionError?
  var answers: [String] = []
  var onDisplay: (() -> Void)?

  func clearAll() {
    (standardOutput, standardError, displays, clears) = ("", "", [], [])
    (pages, error) = ([], nil)
  }

  func write(_ text: String, toErrorStream: Bool) {
    if toErrorStream { standardError += text } else { standardOutput += text }
  }

  func display(_ bundle: SessionBundle, id: String?, isUpdate: Bool) {
    displays.append((bundle, id, isUpdate))
    onDisplay?()
  }

  func clear(waitsForOutput: Bool) { clears.append(waitsForOutput) }

  func ask(_ prompt: String, isHidden: Bool) throws(InputRefused) -> String? {
    if answers.isEmpty { throw InputRefused() }
    return answers.removeFirst()
  }
}

/// Does work on a thread with a stack like the kernel's, and waits for it.
func onEvaluationThread<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
  let box = ResultBox<Result>()
  let thread = Thread { box.finish(work()) }
  thread.stackSize = 64 << 20
  thread.start()
  return box.wait()
}

/// Holds one result until it is fetched; the condition's lock guards it.
private final class ResultBox<Result: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var result: Result?

  func finish(_ result: Result) {
    condition.lock()
    self.result = result
    condition.signal()
    condition.unlock()
  }

  func wait() -> Result {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result { return result }
      condition.wait()
    }
  }
}
