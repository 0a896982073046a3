/// The registers of a program: the inputs', those of what lies between instructions, and the result's.
///
/// A register is given out again when nothing needs what is in it.
struct ElementwiseRegisters {
  private(set) var temporaryCount = 0
  private let inputCount: Int
  /// Of each line but the last, counted from the first temporary.
  private var temporaries: [Int] = []
  private let lastLine: Int

  /// Gives out registers; `nil` if there are not enough.
  init?(_ program: ElementwiseProgram) {
    inputCount = program.inputCount
    lastLine = program.lines.count - 1
    var lastUses = program.lines.indices.map { $0 }
    for (index, line) in program.lines.enumerated() {
      for operand in [line.a, line.b] where operand >= inputCount {
        lastUses[operand - inputCount] = index
      }
    }
    var free: [Int] = []
    for index in program.lines.indices.dropLast() {
      // What dies here may be written over: an instruction reads a number before it writes it.
      for earlier in 0..<index where lastUses[earlier] == index {
        free.append(temporaries[earlier])
      }
      if let register = free.popLast() {
        temporaries.append(register)
      } else {
        temporaries.append(temporaryCount)
        temporaryCount += 1
      }
      if lastUses[index] == index { free.append(temporaries[index]) }
    }
    guard temporaryCount <= ElementwiseRunner.largestTemporaryCount else { return nil }
  }

  /// The register that a line writes.
  func register(ofLine line: Int) -> UInt8 {
    UInt8(inputCount + (line == lastLine ? temporaryCount : temporaries[line]))
  }

  /// The register of an operand: an input, or what a line computes.
  func register(of operand: Int) -> UInt8 {
    operand < inputCount ? UInt8(operand) : register(ofLine: operand - inputCount)
  }
}
