/// Elementwise instructions in a row, run over numbers that meet by broadcasting.
///
/// Registers are numbered: the inputs first, then a register for what each instruction computes. The
/// last instruction's is the result.
struct ElementwiseProgram: Hashable, Sendable {
  /// An instruction and the registers that it reads; of one with a single operand, `b` is `a`.
  struct Line: Hashable, Sendable {
    var instruction: ElementwiseInstruction
    var a: Int
    var b: Int
  }

  var inputCount: Int
  var lines: [Line]

  /// A program of at least one line, each of which reads inputs and what lines before it compute.
  init(inputCount: Int, lines: [Line]) {
    self.inputCount = inputCount
    self.lines = lines
  }
}
