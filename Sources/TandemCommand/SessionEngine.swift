import JupyterKernel
import TandemRuntime

extension SessionInterrupt: InterruptSwitch {}

/// A session as a kernel's engine; only words change on the way.
final class SessionEngine: CellEngine {
  private let session: Session

  init(interrupt: SessionInterrupt) {
    session = Session(interrupt: interrupt)
  }

  func execute(_ cell: CellRequest, output: any CellOutput) -> CellResult {
    let result = session.run(
      cell.code, cell: cell.count, isSilent: cell.isSilent, allowsInput: cell.allowsInput,
      output: CellOutputAdapter(output))
    switch result {
    case .finished(let value, let pages):
      return .finished(value: value.map { MIMEBundle($0) }, pages: pages.map { MIMEBundle($0) })
    case .failed(let error): return .failed(CellError(error))
    }
  }

  func evaluate(_ expression: String) -> Result<MIMEBundle, CellError> {
    session.evaluate(expression).map { MIMEBundle($0) }.mapError { CellError($0) }
  }

  func complete(_ code: String, cursor: Int) -> CellCompletions {
    let list = session.complete(code, cursor: cursor)
    return CellCompletions(
      matches: list.matches.map {
        CellCompletions.Match(text: $0.text, type: $0.type, signature: $0.signature)
      }, start: list.start, end: list.end)
  }

  func inspect(_ code: String, cursor: Int, detail: Int) -> MIMEBundle? {
    session.inspect(code, cursor: cursor).map { MIMEBundle($0) }
  }

  func completeness(of code: String) -> (status: CellCompleteness, indent: Int?) {
    switch session.completeness(of: code) {
    case .complete: (.complete, nil)
    case .invalid: (.invalid, nil)
    case .incomplete(let indent): (.incomplete, indent)
    }
  }
}

/// A kernel's output as a session writes to it.
private final class CellOutputAdapter: SessionOutput {
  private let output: any CellOutput

  init(_ output: any CellOutput) {
    self.output = output
  }

  func write(_ text: String, toErrorStream: Bool) {
    output.write(text, toErrorStream: toErrorStream)
  }

  func display(_ bundle: SessionBundle, id: String?, isUpdate: Bool) {
    output.display(MIMEBundle(bundle), id: id, isUpdate: isUpdate)
  }

  func clear(waitsForOutput: Bool) { output.clear(waitsForOutput: waitsForOutput) }

  func ask(_ prompt: String, isHidden: Bool) throws(InputRefused) -> String? {
    do {
      return try output.ask(prompt, isHidden: isHidden)
    } catch {
      throw InputRefused()
    }
  }
}

extension MIMEBundle {
  fileprivate init(_ bundle: SessionBundle) {
    self.init(bundle.data, metadata: bundle.metadata)
  }
}

extension CellError {
  fileprivate init(_ error: SessionError) {
    self.init(name: error.name, value: error.value, traceback: error.traceback)
  }
}
