/// A step of a compiled plan: what runs, over which memory.
///
/// A class, so that running one copies neither arrays nor shapes.
final class PlanStep {
  let operation: any Runnable
  private let inputs: [Operand]
  private let output: Operand
  private let scratch: UnsafeMutablePointer<Float>?

  /// Lays a step out over its memory.
  init(
    _ step: PlanSchedule.Step, inputs: [Operand], output: Operand,
    scratch: UnsafeMutablePointer<Float>?
  ) {
    let joined = step.operation as? any JoinedStep
    operation = joined?.laidOut(over: inputs, output) ?? step.operation
    self.inputs = inputs
    self.output = output
    self.scratch = scratch
  }

  func run(in context: RunContext) {
    operation.run(inputs, into: output, in: context.with(scratch: scratch))
  }

  func runTimed(in context: RunContext) {
    let arithmeticCount = operation.arithmeticCount(
      for: inputs.map(\.shape), output: output.shape)
    PlanProfile.time(operation.name, output.shape, arithmeticCount: arithmeticCount) {
      run(in: context)
    }
  }
}

/// Numbers of a compiled plan that are copied to where they are wanted.
struct PlanCopy {
  var source: BufferSlice
  var destination: BufferSlice

  func run() {
    destination.pointer.update(from: source.pointer, count: source.count)
  }

  func runTimed() {
    PlanProfile.time("copy", [source.count], arithmeticCount: nil) { run() }
  }
}
