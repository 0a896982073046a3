internal import CVectorKernels

/// The gradient of a layer norm with respect to its rows.
///
/// Shapes: upstream `[rows…, size]`, or several of them stacked `[K, rows…, size]`, the input
/// `[rows…, size]` and the weight `[size]` give the upstream's shape.
struct LayerNormalizationGradient: Operation {
  let epsilon: Float
  let name = "layer norm gradient"

  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireStack(inputs[0], of: inputs[1], for: name)
    return inputs[0]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let rows = NormalizedRows(inputs[1].shape)
    let work = Work(
      upstream: inputs[0].pointer, x: inputs[1].pointer, weight: inputs[2].pointer,
      result: output.pointer, epsilon: epsilon, rows: rows)
    let stackSize = output.count / max(inputs[1].count, 1)
    parallelFor(stackSize * rows.pieceCount, of: work) {
      $0.assumingMemoryBound(to: Work.self).pointee.run($1)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    try TandemTensors.pullback(upstream, throughComposition: inputs) { inputs in
      let x = inputs[1].broadcast(to: inputs[0].shape)
      let y = x.normalizedRows(epsilon: epsilon) * inputs[2]
      return try gradients(of: [y], upstream: [inputs[0]], withRespectTo: [x])[0]
    }
  }

  private struct Work {
    let upstream: UnsafePointer<Float>
    let x: UnsafePointer<Float>
    let weight: UnsafePointer<Float>
    let result: UnsafeMutablePointer<Float>
    let epsilon: Float
    let rows: NormalizedRows

    func run(_ index: Int) {
      let (start, count) = rows.range(of: index % rows.pieceCount)
      let offset = (index / rows.pieceCount * rows.count + start) * rows.size
      vk_layer_norm_gradient(
        upstream + offset, x + start * rows.size, weight, epsilon, result + offset, count,
        rows.size)
    }
  }
}

/// The gradients of a layer norm with respect to its weight and its bias, one below the other.
///
/// Shapes: upstream `[rows…, size]` and the input `[rows…, size] → [2, size]`; several upstream
/// gradients stacked `[K, rows…, size]` give `[K, 2, size]`.
struct LayerNormalizationSums: Operation {
  let epsilon: Float
  let name = "layer norm sums"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireStack(inputs[0], of: inputs[1], for: name)
    let stack = inputs[0].sizes.dropLast(inputs[1].rank)
    return Shape(stack + [2, inputs[1][-1]])
  }

  func scratchCount(for inputs: [Shape]) -> Int {
    let rows = NormalizedRows(inputs[1])
    return inputs[0].count / max(inputs[1].count, 1) * rows.pieceCount * 2 * rows.size
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let rows = NormalizedRows(inputs[1].shape)
    guard inputs[0].count > 0 else {
      output.pointer.update(repeating: 0, count: output.count)
      return
    }
    let work = Work(
      upstream: inputs[0].pointer, x: inputs[1].pointer, partial: context.scratch,
      epsilon: epsilon, rows: rows)
    let stackSize = inputs[0].count / inputs[1].count
    parallelFor(stackSize * rows.pieceCount, of: work) {
      $0.assumingMemoryBound(to: Work.self).pointee.run($1)
    }
    for index in 0..<stackSize {
      let partial = context.scratch + index * rows.pieceCount * 2 * rows.size
      vk_sum_columns(
        partial, rows.pieceCount, 2 * rows.size, output.pointer + index * 2 * rows.size)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    try TandemTensors.pullback(upstream, throughComposition: inputs) { inputs in
      let products = inputs[0] * inputs[1].normalizedRows(epsilon: epsilon)
      let rank = inputs[1].shape.rank
      let rows = Array(-rank..<(-1))
      return .stacked([products.sum(over: rows), inputs[0].sum(over: rows)], along: -2)
    }
  }

  private struct Work {
    let upstream: UnsafePointer<Float>
    let x: UnsafePointer<Float>
    let partial: UnsafeMutablePointer<Float>
    let epsilon: Float
    let rows: NormalizedRows

    func run(_ index: Int) {
      let (start, count) = rows.range(of: index % rows.pieceCount)
      let offset = (index / rows.pieceCount * rows.count + start) * rows.size
      let sums = partial + index * 2 * rows.size
      vk_layer_norm_parameters(
        upstream + offset, x + start * rows.size, epsilon, sums, sums + rows.size, count, rows.size)
    }
  }
}

/// Checks that gradients are in the shape of what they belong to, or several of them stacked.
private func requireStack(_ upstream: Shape, of shape: Shape, for operation: String) throws {
  let missing = upstream.rank - shape.rank
  guard missing == 0 || missing == 1, shape.rank > 0,
    upstream.sizes.suffix(shape.rank) == shape.sizes[...]
  else {
    throw ShapeError(
      operation: operation, expected: "a gradient in the shape \(shape)",
      actual: [upstream, shape])
  }
}
