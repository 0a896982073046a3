internal import CVectorKernels

/// The sum over neighbouring dimensions.
struct Sum: Operation {
  /// The dimensions, `lower..<upper`; they stay with size 1.
  let dimensions: Range<Int>
  let name = "sum"

  func outputShape(for inputs: [Shape]) throws -> Shape { inputs[0].reduced(over: dimensions) }

  func scratchCount(for inputs: [Shape]) -> Int {
    ReductionCut(inputs[0], over: dimensions).scratchCount
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    Reduction(
      rows: { x, _, rowCount, count, y in vk_sum_rows(x, rowCount, count, y) },
      columns: { x, _, rowCount, count, y in vk_sum_columns(x, rowCount, count, y) }
    ).run(inputs[0], over: dimensions, into: output, in: context)
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [upstream.broadcast(to: inputs[0].shape)]
  }
}

/// The largest number over neighbouring dimensions.
struct Maximum: Operation {
  let dimensions: Range<Int>
  let name = "maximum"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let (_, count, _) = inputs[0].extents(around: dimensions)
    guard count > 0 else {
      throw ShapeError(operation: name, expected: "at least one number", actual: inputs)
    }
    return inputs[0].reduced(over: dimensions)
  }

  func scratchCount(for inputs: [Shape]) -> Int {
    ReductionCut(inputs[0], over: dimensions).scratchCount
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    Reduction(
      rows: { x, _, rowCount, count, y in vk_largest_of_rows(x, rowCount, count, y) },
      columns: { x, _, rowCount, count, y in vk_largest_of_columns(x, rowCount, count, y) }
    ).run(inputs[0], over: dimensions, into: output, in: context)
  }

  // Equal maxima share the gradient, as PyTorch's `amax` does.
  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let isMaximum = inputs[0].equal(to: output)
    let share = upstream / isMaximum.sum(over: Array(dimensions), keepingDimensions: true)
    return [share * isMaximum]
  }
}

extension Shape {
  /// The shape with these dimensions made 1.
  func reduced(over dimensions: Range<Int>) -> Shape {
    var shape = self
    for dimension in dimensions { shape.sizes[dimension] = 1 }
    return shape
  }

  /// How many numbers there are outside, in, and inside of neighbouring dimensions.
  func extents(around dimensions: Range<Int>) -> (outer: Int, count: Int, inner: Int) {
    var (outer, count, inner) = (1, 1, 1)
    for (dimension, size) in sizes.enumerated() {
      if dimension < dimensions.lowerBound {
        outer *= size
      } else if dimension < dimensions.upperBound {
        count *= size
      } else {
        inner *= size
      }
    }
    return (outer, count, inner)
  }
}
