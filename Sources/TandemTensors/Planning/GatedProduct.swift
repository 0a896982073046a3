/// A product of a stack that goes through a gate, as the relu below a layer is one for the gradients of
/// several tasks: the gate is asked as each number is written.
///
/// Shapes: `[K, B, M]`, `[M, N]` and the gate `[B, N] → [K, B, N]`. The numbers are those of both steps.
struct GatedProduct: Runnable {
  let product: GatheredProduct
  let name = "gathered matmul+gate"

  func scratchCount(for inputs: [Shape]) -> Int { product.scratchCount(for: inputs) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    product.run(inputs, into: output, gate: inputs[2].pointer, in: context)
  }

  func arithmeticCount(for inputs: [Shape], output: Shape) -> Double? {
    product.arithmeticCount(for: inputs, output: output)
  }
}

extension PlanSchedule.Step {
  /// The product and this gate behind it as one step; `nil` if this is no gate, or not one that all
  /// matrices of the stack share.
  func gating(_ product: Self) -> Self? {
    guard operation is Gate, let gathered = product.operation as? GatheredProduct,
      inputs[0].location == product.output, shape.count == product.shape.count
    else { return nil }
    let (gate, rows) = (inputs[1].shape, Array(product.shape.sizes.suffix(2)))
    guard Array(shape.sizes.suffix(2)) == rows, Array(gate.sizes.suffix(2)) == rows,
      gate.count == rows[0] * rows[1]
    else { return nil }
    return Self(
      operation: GatedProduct(product: gathered), inputs: product.inputs + [inputs[1]],
      output: output, shape: product.shape)
  }
}
