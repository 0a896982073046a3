/// Several steps as one, which is laid out over its numbers when a plan knows their places.
protocol JoinedStep: Runnable {
  /// The step over these numbers; it is run with them alone.
  func laidOut(over inputs: [Operand], _ output: Operand) -> any Runnable
}

extension JoinedStep {
  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    laidOut(over: inputs, output).run(inputs, into: output, in: context)
  }
}

/// A group of elementwise steps.
struct FusedElementwise: JoinedStep {
  /// The names of its members: 'add+relu'.
  let name: String
  fileprivate let runner: ElementwiseRunner

  /// Prepares a program of as few lines as a group has.
  init(_ program: ElementwiseProgram, name: String) {
    guard let runner = ElementwiseRunner(program) else {
      preconditionFailure("a group has more numbers between its steps than there are registers")
    }
    self.runner = runner
    self.name = name
  }

  func laidOut(over inputs: [Operand], _ output: Operand) -> any Runnable {
    LaidOutElementwise(
      name: name, lineCount: runner.code.count, program: BoundProgram(runner, inputs, into: output))
  }
}

private struct LaidOutElementwise: Runnable {
  let name: String
  let lineCount: Int
  let program: BoundProgram

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) { program.run() }

  func arithmeticCount(for inputs: [Shape], output: Shape) -> Double? {
    Double(output.count * lineCount)
  }
}

/// A product, or another operation that goes by tiles, with elementwise steps done on each tile.
struct FusedProduct: JoinedStep {
  let name: String
  fileprivate let product: any TiledOperation
  /// The shape of the product before the other steps, which may see it in another.
  fileprivate let productShape: Shape
  fileprivate let productInputCount: Int
  fileprivate let steps: FusedElementwise

  /// Puts elementwise steps, whose first input is the product, behind it.
  init(_ product: any TiledOperation, of step: PlanSchedule.Step, _ steps: FusedElementwise) {
    self.product = product
    productShape = step.shape
    productInputCount = step.inputs.count
    self.steps = steps
    name = product.name + "+" + steps.name
  }

  func scratchCount(for inputs: [Shape]) -> Int {
    product.scratchCount(for: Array(inputs.prefix(productInputCount)))
  }

  func laidOut(over inputs: [Operand], _ output: Operand) -> any Runnable {
    let others = inputs.dropFirst(productInputCount)
    let program = BoundProgram(
      steps.runner, [output] + others, into: output, tiledRowCount: productShape[-2])
    return LaidOutProduct(
      name: name, product: product, productShape: productShape, program: program)
  }
}

private struct LaidOutProduct: Runnable {
  let name: String
  let product: any TiledOperation
  let productShape: Shape
  let program: BoundProgram

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let result = Operand(output.pointer, productShape)
    product.run(inputs, into: result, in: context, epilogue: program.epilogue)
  }

  func arithmeticCount(for inputs: [Shape], output: Shape) -> Double? {
    product.arithmeticCount(for: inputs, output: productShape)
  }
}
