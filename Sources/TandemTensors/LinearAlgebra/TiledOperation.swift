/// An operation whose result is a matrix, or several, and that can hand over each part of it as soon as
/// that is finished: a plan then has elementwise steps done there, while the numbers are near.
protocol TiledOperation: Operation {
  /// Computes the result's numbers.
  /// - Parameters:
  ///   - inputs: The inputs' numbers and shapes.
  ///   - output: Where all the result's numbers are written.
  ///   - context: The step that is run.
  ///   - epilogue: What is done to each finished tile.
  func run(
    _ inputs: [Operand], into output: Operand, in context: RunContext, epilogue: TileEpilogue?)
}

extension TiledOperation {
  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    run(inputs, into: output, in: context, epilogue: nil)
  }
}
