internal import CVectorKernels

/// An elementwise program laid out over numbers whose places are known: running it is one call.
///
/// `@unchecked Sendable`: what the pointers point to is written by `init` alone.
final class BoundProgram: @unchecked Sendable {
  private let program: UnsafeMutablePointer<vk_program>
  private let code: UnsafeMutablePointer<vk_instruction>
  private let pieceCount: Int
  /// How many rows of the result each matrix of a batch of products has.
  private let rowCount: Int
  private let isEmpty: Bool

  /// Lays out a program.
  /// - Parameters:
  ///   - runner: The program.
  ///   - inputs: What it reads.
  ///   - output: What it writes.
  ///   - tiledRowCount: Where tiles of a product are run, not all of it: the rows of each matrix.
  init(
    _ runner: ElementwiseRunner, _ inputs: [Operand], into output: Operand,
    tiledRowCount: Int? = nil
  ) {
    code = .allocate(capacity: runner.code.count)
    for (index, instruction) in runner.code.enumerated() {
      (code + index).initialize(to: instruction)
    }
    program = .allocate(capacity: 1)
    program.initialize(to: vk_program())
    program.pointee.code = UnsafePointer(code)
    program.pointee.instruction_count = runner.code.count
    program.pointee.temporary_count = runner.temporaryCount
    isEmpty = output.count == 0
    pieceCount = program.pointee.layOut(inputs, into: output, keepsRows: tiledRowCount != nil)
    rowCount = tiledRowCount ?? 0
  }

  deinit {
    program.deallocate()
    code.deallocate()
  }

  func run() {
    if !isEmpty { ElementwiseRunner.run(program, pieceCount: pieceCount) }
  }

  /// What runs the program on each finished tile of a product; valid while the program lives.
  var epilogue: TileEpilogue {
    TileEpilogue(context: Unmanaged.passUnretained(self).toOpaque()) {
      context, matrix, row, rowCount, column, columnCount in
      Unmanaged<BoundProgram>.fromOpaque(context)._withUnsafeGuaranteedRef { bound in
        vk_run_tile(
          bound.program, matrix * bound.rowCount + row, rowCount, column, columnCount)
      }
    }
  }
}
