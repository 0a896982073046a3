/// The sum over neighbouring dimensions.
struct Sum: Operation {
  /// The dimensions, `lower..<upper`; they stay with size 1.
  let dimensions: Range<Int>
  let name = "sum"

  func outputShape(for inputs: [Shape]) throws -> Shape { inputs[0].reduced(over: dimensions) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let (outer, count, inner) = inputs[0].shape.extents(around: dimensions)
    let (x, y) = (inputs[0].pointer, output.pointer)
    for block in 0..<outer {
      let x = x + block * count * inner
      if inner == 1 {
        y[block] = sumOfNumbers(x, count: count)
      } else {
        sumOfRows(x, rowCount: count, columnCount: inner, into: y + block * inner)
      }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [upstream.broadcast(to: inputs[0].shape)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    [upstreams.broadcast(to: Shape([upstreams.shape[0]] + inputs[0].shape.sizes))]
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

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let (outer, count, inner) = inputs[0].shape.extents(around: dimensions)
    for block in 0..<outer {
      let (x, y) = (inputs[0].pointer + block * count * inner, output.pointer + block * inner)
      if inner == 1 {
        y[0] = largestNumber(x, count: count)
        continue
      }
      y.update(from: x, count: inner)
      for row in 1..<max(count, 1) where row < count {
        let x = x + row * inner
        for i in 0..<inner { y[i] = larger(x[i], y[i]) }
      }
    }
  }

  // Equal maxima share the gradient, as PyTorch's `amax` does.
  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let isMaximum = inputs[0].equal(to: output)
    let share = upstream / isMaximum.sum(over: Array(dimensions), keepingDimensions: true)
    return [share * isMaximum]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    try pullback(upstreams, inputs: inputs, output: output)
  }
}

/// The sum of numbers that lie together, in 32 partial sums: fast, and near to pairwise summation.
func sumOfNumbers(_ x: UnsafePointer<Float>, count: Int) -> Float {
  var (a, b, c, d) = (
    SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero
  )
  let raw = UnsafeRawPointer(x)
  let whole = count / 32 * 32
  for i in stride(from: 0, to: whole, by: 32) {
    a += raw.loadUnaligned(fromByteOffset: i * 4, as: SIMD8<Float>.self)
    b += raw.loadUnaligned(fromByteOffset: i * 4 + 32, as: SIMD8<Float>.self)
    c += raw.loadUnaligned(fromByteOffset: i * 4 + 64, as: SIMD8<Float>.self)
    d += raw.loadUnaligned(fromByteOffset: i * 4 + 96, as: SIMD8<Float>.self)
  }
  var total = ((a + b) + (c + d)).sum()
  for i in whole..<count { total += x[i] }
  return total
}

/// The larger of two numbers; once it is not a number it stays so, where a comparison would forget it.
@inline(__always)
private func larger(_ next: Float, _ largest: Float) -> Float {
  next > largest || next != next ? next : largest
}

/// The largest of numbers that lie together, of which there is at least one.
func largestNumber(_ x: UnsafePointer<Float>, count: Int) -> Float {
  let raw = UnsafeRawPointer(x)
  var largest = x[0]
  let whole = count / 8 * 8
  if whole > 0 {
    var lanes = raw.loadUnaligned(as: SIMD8<Float>.self)
    for i in stride(from: 8, to: whole, by: 8) {
      let next = raw.loadUnaligned(fromByteOffset: i * 4, as: SIMD8<Float>.self)
      lanes.replace(with: next, where: (next .> lanes) .| (next .!= next))
    }
    for lane in 0..<8 { largest = larger(lanes[lane], largest) }
  }
  for i in whole..<count { largest = larger(x[i], largest) }
  return largest
}

/// The sum of the rows of a matrix.
func sumOfRows(
  _ x: UnsafePointer<Float>, rowCount: Int, columnCount: Int, into y: UnsafeMutablePointer<Float>
) {
  y.update(repeating: 0, count: columnCount)
  for row in 0..<rowCount {
    let x = x + row * columnCount
    for i in 0..<columnCount { y[i] += x[i] }
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
