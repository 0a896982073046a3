internal import CVectorKernels

/// An elementwise program with its registers given out, ready to be laid out over any numbers.
///
/// The result is gone through in blocks that the nearest cache holds: each instruction runs over a
/// block before the next block is begun, and an input that is repeated by broadcasting is spread out
/// over a block first, so that no loop is as short as a row may be. Large results are cut into pieces
/// by size for the threads. Running allocates nothing.
struct ElementwiseRunner: Sendable {
  /// More inputs, or more numbers between instructions, have no registers.
  static let largestInputCount = vk_largest_input_count
  static let largestTemporaryCount = vk_largest_temporary_count

  let code: [vk_instruction]
  let temporaryCount: Int

  /// Gives out registers; `nil` if there are not enough.
  init?(_ program: ElementwiseProgram) {
    guard program.inputCount <= Self.largestInputCount,
      let registers = ElementwiseRegisters(program)
    else { return nil }
    temporaryCount = registers.temporaryCount
    code = program.lines.indices.map { index in
      let line = program.lines[index]
      return vk_instruction(
        line.instruction, result: registers.register(ofLine: index),
        a: registers.register(of: line.a), b: registers.register(of: line.b))
    }
  }

  /// Runs a single instruction over one or two inputs.
  static func run(_ instruction: ElementwiseInstruction, _ inputs: [Operand], into output: Operand)
  {
    guard output.count > 0 else { return }
    let result = UInt8(inputs.count)
    let code = vk_instruction(instruction, result: result, a: 0, b: result - 1)
    withUnsafePointer(to: code) { code in
      var program = vk_program()
      program.code = code
      program.instruction_count = 1
      let pieceCount = program.layOut(inputs, into: output)
      withUnsafePointer(to: program) { run($0, pieceCount: pieceCount) }
    }
  }

  /// Runs a program that is laid out.
  static func run(_ program: UnsafePointer<vk_program>, pieceCount: Int) {
    guard pieceCount > 1 else {
      vk_run_piece(program, 0)
      return
    }
    WorkerPool.shared.run(
      .init(count: pieceCount, context: UnsafeRawPointer(program)) { context, piece in
        vk_run_piece(context.assumingMemoryBound(to: vk_program.self), piece)
      })
  }
}

extension vk_instruction {
  fileprivate init(_ instruction: ElementwiseInstruction, result: UInt8, a: UInt8, b: UInt8) {
    self.init(
      opcode: instruction.opcode.code, result: result, a: a, b: b, p: instruction.p,
      q: instruction.q)
  }
}

extension vk_program {
  /// Lays out the inputs as they are broadcast to the output's shape, and cuts the work.
  /// - Parameters:
  ///   - inputs: What is read.
  ///   - output: What is written.
  ///   - keepsRows: Whether the last dimension is left as it is, for tiles of the result.
  /// - Returns: How many pieces there are.
  mutating func layOut(
    _ inputs: [Operand], into output: Operand, keepsRows: Bool = false
  ) -> Int {
    self.output = output.pointer
    keeps_rows = keepsRows ? 1 : 0
    for input in inputs { vk_add_input(&self, input.pointer) }
    appendDimensions(inputs, as: output)
    return vk_prepare(&self)
  }

  private mutating func appendDimensions(_ inputs: [Operand], as output: Operand) {
    var strides = InlineArray<16, Int>(repeating: 1)
    if keeps_rows == 0, inputs.allSatisfy({ $0.shape == output.shape }) {
      append(output.count, strides)
      return
    }
    var nextStrides = strides
    let rank = output.shape.rank
    for dimension in 1...max(rank, 1) where dimension <= rank {
      let size = output.shape.sizes[rank - dimension]
      for (index, input) in inputs.enumerated() {
        let shape = input.shape
        let inputSize = dimension <= shape.rank ? shape.sizes[shape.rank - dimension] : 1
        strides[index] = inputSize == 1 ? 0 : nextStrides[index]
        nextStrides[index] *= inputSize
      }
      if size != 1 || (keeps_rows != 0 && dimension == 1) { append(size, strides) }
    }
    if self.rank == 0 { append(1, strides) }
  }

  private mutating func append(_ size: Int, _ strides: InlineArray<16, Int>) {
    let isAppended = strides.span.withUnsafeBufferPointer { strides in
      vk_append_dimension(&self, size, strides.baseAddress)
    }
    precondition(isAppended != 0, "more than \(vk_largest_rank) dimensions to broadcast")
  }
}
