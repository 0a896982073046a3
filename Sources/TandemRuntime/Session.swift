import TandemCatalog
import TandemDiagnostics
import TandemLanguage

/// A notebook's session: its names, and what running a cell, completing and inspecting need of them.
///
/// It is made, used and dropped on one thread, which should have a stack of some megabytes.
package final class Session {
  let interpreter: Interpreter
  let renderer: Renderer
  let interrupt: SessionInterrupt
  /// Counts texts that were read, so that no two have the same key.
  private var textCount = 0

  package init(interrupt: SessionInterrupt) {
    self.interrupt = interrupt
    renderer = Renderer()
    let context = CellContext(
      output: DiscardedOutput(), interrupt: interrupt.flag, renderer: renderer, isSilent: true,
      allowsInput: false)
    interpreter = Interpreter(
      library: .standard(interrupt: interrupt.flag), context: context)
  }

  /// Runs a cell; what it shows goes to `output` while it runs.
  /// - Parameters:
  ///   - code: The cell's text.
  ///   - cell: What errors call the cell.
  ///   - isSilent: Whether its value is of no interest.
  ///   - allowsInput: Whether `ask` may ask.
  ///   - output: Where output goes.
  /// - Returns: The value that the cell shows last, or its errors.
  package func run(
    _ code: String, cell: Int, isSilent: Bool, allowsInput: Bool, output: any SessionOutput
  ) -> SessionResult {
    let context = CellContext(
      output: output, interrupt: interrupt.flag, renderer: renderer, isSilent: isSilent,
      allowsInput: allowsInput)
    interpreter.context = context
    do {
      let value = try evaluate(read(code, number: cell))
      if let value, !isSilent { interpreter.last = value }
      let bundle = value.flatMap { isSilent ? nil : $0 }.flatMap { shown($0, on: output) }
      return .finished(value: bundle, pages: context.pages)
    } catch {
      return .failed(sessionError(error))
    }
  }

  /// Evaluates one expression, as front ends ask for beside a cell; it shows nothing itself.
  package func evaluate(_ expression: String) -> Result<SessionBundle, SessionError> {
    interpreter.context = CellContext(
      output: DiscardedOutput(), interrupt: interrupt.flag, renderer: renderer, isSilent: true,
      allowsInput: false)
    do {
      let value = try evaluate(read(expression, number: -1)) ?? .none
      return .success(SessionBundle(bestOf: renderer.rendering(of: value)))
    } catch {
      return .failure(sessionError(error))
    }
  }

  /// Reads and checks a text whole, so that nothing of a wrong one runs.
  private func read(_ code: String, number: Int) throws -> ParsedCell {
    textCount += 1
    let source = SourceText(cell: textCount, text: code, number: number)
    interpreter.sources.add(source)
    let cell = Parser.parse(source)
    let checker = Checker(catalog: interpreter.library.catalog, names: interpreter.sessionNames)
    let errors = checker.check(cell)
    guard errors.isEmpty else { throw DiagnosticList(errors) }
    return cell
  }

  /// Runs the statements in order; gives the value of the last if that is an expression.
  private func evaluate(_ cell: ParsedCell) throws -> Value? {
    interpreter.runningText = cell.source.cell
    var last: Value?
    for statement in cell.statements {
      try interpreter.context.checkInterrupt()
      last = try interpreter.run(statement)
      // What was trained until an interrupt or an error is the last value where no name holds it.
      let isIncomplete =
        interpreter.context.interruption != nil || interpreter.context.failure != nil
      if isIncomplete, let last { interpreter.last = last }
      try interpreter.checkInterruption(after: statement)
    }
    guard let last, last != .none else { return nil }
    // A value that is kept quiet is still the last one.
    if cell.endsQuietly {
      interpreter.last = last
      return nil
    }
    return last
  }

  /// Shows a cell's value: the picture at once, the rest as its result.
  private func shown(_ value: Value, on output: any SessionOutput) -> SessionBundle? {
    let rendering = renderer.rendering(of: value)
    guard let picture = rendering.picture else { return SessionBundle(tableOf: rendering) }
    guard rendering.html != nil else { return SessionBundle(picture) }
    output.display(SessionBundle(picture), id: nil, isUpdate: false)
    return SessionBundle(tableOf: rendering)
  }
}

/// Output that nobody sees.
final class DiscardedOutput: SessionOutput {
  func write(_ text: String, toErrorStream: Bool) {}
  func display(_ bundle: SessionBundle, id: String?, isUpdate: Bool) {}
  func clear(waitsForOutput: Bool) {}
  func ask(_ prompt: String, isHidden: Bool) throws(InputRefused) -> String? {
    throw InputRefused()
  }
}
