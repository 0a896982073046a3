import JupyterKernel
import JupyterProtocol
import Synchronization

/// An engine whose cells are commands, one a line: enough to see what the kernel does with them.
final class ScriptedEngine: CellEngine {
  private(set) var cells: [CellRequest] = []
  private(set) var cursors: [Int] = []

  func execute(_ cell: CellRequest, output: any CellOutput) -> CellResult {
    cells.append(cell)
    var value: MIMEBundle?
    var pages: [MIMEBundle] = []
    for line in cell.code.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      let rest = words.count > 1 ? words[1] : ""
      switch words[0] {
      case "print": output.write(rest, toErrorStream: false)
      case "warn": output.write(rest, toErrorStream: true)
      case "show": output.display(MIMEBundle(["text/plain": rest]), id: nil, isUpdate: false)
      case "named": output.display(MIMEBundle(["text/plain": rest]), id: "d", isUpdate: false)
      case "update": output.display(MIMEBundle(["text/plain": rest]), id: "d", isUpdate: true)
      case "clear": output.clear(waitsForOutput: rest == "wait")
      case "page": pages.append(MIMEBundle(["text/plain": rest]))
      case "json": value = MIMEBundle(["application/geo+json": rest, "text/plain": "json"])
      case "fail": return .failed(CellError(name: "boom", value: rest, traceback: ["1", "2"]))
      case "ask":
        do throws(InputUnavailable) {
          guard let answer = try output.ask(rest, isHidden: rest.hasSuffix("!")) else {
            return .failed(CellError(name: "interrupted", value: "", traceback: []))
          }
          value = MIMEBundle(["text/plain": answer])
        } catch {
          return .failed(CellError(name: "no-input", value: "", traceback: []))
        }
      default: value = MIMEBundle(["text/plain": String(line)])
      }
    }
    return .finished(value: value, pages: pages)
  }

  func evaluate(_ expression: String) -> Result<MIMEBundle, CellError> {
    guard expression != "bad" else {
      return .failure(CellError(name: "boom", value: "bad", traceback: []))
    }
    return .success(MIMEBundle(["text/plain": "=" + expression]))
  }

  func complete(_ code: String, cursor: Int) -> CellCompletions {
    cursors.append(cursor)
    return CellCompletions(
      matches: [.init(text: "dense", type: "function", signature: "(units)")], start: 0, end: cursor
    )
  }

  func inspect(_ code: String, cursor: Int, detail: Int) -> MIMEBundle? {
    code.hasPrefix("known") ? MIMEBundle(["text/plain": "page \(cursor) \(detail)"]) : nil
  }

  func completeness(of code: String) -> (status: CellCompleteness, indent: Int?) {
    code.hasSuffix("(") ? (.incomplete, 4) : (.complete, nil)
  }
}

/// An interrupt that a test raises.
final class TestSwitch: InterruptSwitch {
  private let flag = Atomic(false)
  var isRaised: Bool { flag.load(ordering: .acquiring) }
  func raise() { flag.store(true, ordering: .releasing) }
  func lower() { flag.store(false, ordering: .releasing) }
}

/// A request as it arrives.
func request(_ type: MessageType, id: String) throws -> IncomingMessage {
  let texts = [#"{"msg_id":"\#(id)","msg_type":"\#(type.name)"}"#, "{}", "{}", "{}"]
  return try IncomingMessage(
    frames: [IncomingMessage.delimiter, []] + texts.map { Array($0.utf8) },
    signer: try MessageSigner(scheme: "hmac-sha256", key: ""))
}
