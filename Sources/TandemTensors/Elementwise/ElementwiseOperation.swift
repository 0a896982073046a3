/// An operation that acts number by number: one instruction of the vector machine in `CVectorKernels`.
///
/// Its inputs, one or two, are broadcast to the result's shape. Run by itself it is a program of one
/// instruction; a plan joins chains of them, and hangs them onto products. Both ways run the same loop
/// over the same numbers, and give the same bits.
protocol ElementwiseOperation: Operation {
  var instruction: ElementwiseInstruction { get }
}

extension ElementwiseOperation {
  var canRunInPlace: Bool { true }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    ElementwiseRunner.run(instruction, inputs, into: output)
  }
}

/// What an elementwise operation does to each number; registers are given out when a program is made.
struct ElementwiseInstruction: Hashable, Sendable {
  var opcode: ElementwiseOpcode
  /// The constants that the instruction's definition in `vk_elementwise.h` calls p and q.
  var p: Float = 0
  var q: Float = 0
}
