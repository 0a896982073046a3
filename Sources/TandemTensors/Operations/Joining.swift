/// Tensors put one after the other along a dimension.
struct Concatenate: Operation {
  let dimension: Int
  let name = "concatenate"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard var shape = inputs.first, dimension < shape.rank else {
      throw ShapeError(operation: name, expected: "tensors of a common rank", actual: inputs)
    }
    shape.sizes[dimension] = 0
    for input in inputs {
      var rest = input
      guard rest.rank == shape.rank else {
        throw ShapeError(operation: name, expected: "tensors of a common rank", actual: inputs)
      }
      let size = rest.sizes[dimension]
      rest.sizes[dimension] = shape.sizes[dimension]
      guard rest == shape else {
        throw ShapeError(
          operation: name, expected: "equal sizes outside dimension \(dimension)", actual: inputs)
      }
      shape.sizes[dimension] += size
    }
    return shape
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let (outer, _, inner) = output.shape.extents(around: dimension..<dimension + 1)
    var y = output.pointer
    for block in 0..<outer {
      for input in inputs {
        let count = input.shape.sizes[dimension] * inner
        // A plan may have had it computed here.
        if y != input.pointer { y.update(from: input.pointer + block * count, count: count) }
        y += count
      }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    stretches(of: upstream, along: dimension, inputs)
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    stretches(of: upstreams, along: dimension + 1, inputs)
  }

  /// What belongs to each input.
  private func stretches(
    of upstream: Tensor, along place: Int, _ inputs: [Tensor]
  ) -> [Tensor] {
    var start = 0
    return inputs.map { input in
      let end = start + input.shape.sizes[dimension]
      defer { start = end }
      return upstream.slice(along: place, from: start, to: end)
    }
  }
}

/// A stretch of a dimension.
struct Slice: Operation {
  let dimension: Int
  let range: Range<Int>
  let name = "slice"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    var shape = inputs[0]
    guard dimension < shape.rank, range.lowerBound >= 0, range.upperBound <= shape.sizes[dimension]
    else {
      let expected = "positions \(range) in dimension \(dimension)"
      throw ShapeError(operation: name, expected: expected, actual: inputs)
    }
    shape.sizes[dimension] = range.count
    return shape
  }

  func viewOffset(in inputs: [Shape]) -> Int? {
    let (outer, _, inner) = inputs[0].extents(around: dimension..<dimension + 1)
    return outer == 1 ? range.lowerBound * inner : nil
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let (outer, size, inner) = inputs[0].shape.extents(around: dimension..<dimension + 1)
    let count = range.count * inner
    for block in 0..<outer {
      let x = inputs[0].pointer + (block * size + range.lowerBound) * inner
      (output.pointer + block * count).update(from: x, count: count)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let size = inputs[0].shape.sizes[dimension]
    return [.applying(Pad(dimension: dimension, start: range.lowerBound, size: size), upstream)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let size = inputs[0].shape.sizes[dimension]
    let pad = Pad(dimension: dimension + 1, start: range.lowerBound, size: size)
    return [.applying(pad, upstreams)]
  }
}

/// Zeros around a tensor along a dimension: the gradient of a slice.
struct Pad: Operation {
  let dimension: Int
  let start: Int
  let size: Int
  let name = "pad"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    var shape = inputs[0]
    guard dimension < shape.rank, start + shape.sizes[dimension] <= size else {
      let expected = "at most \(size - start) in dimension \(dimension)"
      throw ShapeError(operation: name, expected: expected, actual: inputs)
    }
    shape.sizes[dimension] = size
    return shape
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let (outer, width, inner) = inputs[0].shape.extents(around: dimension..<dimension + 1)
    let count = width * inner
    output.pointer.update(repeating: 0, count: output.count)
    for block in 0..<outer {
      let y = output.pointer + (block * size + start) * inner
      y.update(from: inputs[0].pointer + block * count, count: count)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let end = start + inputs[0].shape.sizes[dimension]
    return [upstream.slice(along: dimension, from: start, to: end)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let end = start + inputs[0].shape.sizes[dimension]
    return [upstreams.slice(along: dimension + 1, from: start, to: end)]
  }
}

extension Tensor {
  /// Tensors one after the other along a dimension; their other sizes must be equal.
  /// - Parameters:
  ///   - tensors: At least one tensor.
  ///   - dimension: The dimension, negative ones counted from the last.
  /// - Returns: The joined tensor.
  public static func concatenated(_ tensors: [Tensor], along dimension: Int = 0) -> Tensor {
    precondition(!tensors.isEmpty, "nothing to concatenate")
    if tensors.count == 1 { return tensors[0] }
    let dimension = dimension < 0 ? dimension + tensors[0].shape.rank : dimension
    do {
      return try Tensor(Concatenate(dimension: dimension), tensors)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Tensors of one shape side by side in a new dimension.
  /// - Parameters:
  ///   - tensors: At least one tensor.
  ///   - dimension: Where the new dimension stands, negative ones counted from the last.
  /// - Returns: The stacked tensor.
  public static func stacked(_ tensors: [Tensor], along dimension: Int = 0) -> Tensor {
    precondition(!tensors.isEmpty, "nothing to stack")
    var shape = tensors[0].shape
    let dimension = dimension < 0 ? dimension + shape.rank + 1 : dimension
    shape.sizes.insert(1, at: dimension)
    return concatenated(tensors.map { $0.reshaped(to: shape) }, along: dimension)
  }

  /// A stretch of a dimension.
  /// - Parameters:
  ///   - dimension: The dimension, negative ones counted from the last.
  ///   - start: The first position.
  ///   - end: The position after the last.
  /// - Returns: The stretch; the dimension stays.
  public func slice(along dimension: Int, from start: Int, to end: Int) -> Tensor {
    let dimension = dimension < 0 ? dimension + shape.rank : dimension
    if start == 0, end == shape.sizes[dimension] { return self }
    return .applying(Slice(dimension: dimension, range: start..<end), self)
  }
}
