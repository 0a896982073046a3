import TandemDiagnostics
import TandemTensors

/// What one running cell needs of the outside: where its output goes and whether it shall stop.
final class CellContext {
  let output: any SessionOutput
  let interrupt: InterruptFlag
  let renderer: Renderer
  let isSilent: Bool
  let allowsInput: Bool
  /// Pages that the front end shows after the cell.
  var pages: [SessionBundle] = []
  /// Set by a call that was interrupted but has a whole value to give all the same.
  var interruption: Interruption?
  /// Set by a call that went wrong but has a whole value to give all the same.
  var failure: (any Error)?

  init(
    output: any SessionOutput, interrupt: InterruptFlag, renderer: Renderer, isSilent: Bool,
    allowsInput: Bool
  ) {
    self.output = output
    self.interrupt = interrupt
    self.renderer = renderer
    self.isSilent = isSilent
    self.allowsInput = allowsInput
  }

  /// Ends the work of the cell if someone asked for it.
  func checkInterrupt() throws {
    if interrupt.isRaised { throw Interruption() }
  }
}

/// The cell was stopped by the person.
struct Interruption: Error {
  /// The function that was under way, and where its call names it.
  var function: String?
  var span: SourceSpan?
  /// What has been done so far: "stopped in epoch 3 of 20".
  var progress: String?
  /// The name that holds what was done, if any, and what may be done with it.
  var name: String?
  var help: (@Sendable (String) -> [String])?
}
