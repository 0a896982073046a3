/// From each row the number at a position: `yᵣ = x[r, iᵣ]`.
///
/// Shapes: `[rows…, n]` and positions `[rows…, 1] → [rows…, 1]`. A position outside the row gives NaN.
struct Pick: Operation {
  let name = "pick"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    var picked = inputs[0]
    if picked.rank > 0 { picked.sizes[picked.rank - 1] = 1 }
    guard picked.rank > 0, picked == inputs[1] else {
      throw ShapeError(operation: name, expected: "one position for each row", actual: inputs)
    }
    return picked
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let count = inputs[0].shape[-1]
    for row in 0..<output.count {
      let position = position(inputs[1].pointer[row], below: count)
      output.pointer[row] = position.map { inputs[0].pointer[row * count + $0] } ?? .nan
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(Place(count: inputs[0].shape[-1]), upstream, inputs[1]), nil]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let positions = inputs[1].broadcast(to: upstreams.shape)
    return [.applying(Place(count: inputs[0].shape[-1]), upstreams, positions), nil]
  }
}

/// Each number put at a position of a row of zeros: the gradient of `Pick`.
///
/// Shapes: `[rows…, 1]` and positions `[rows…, 1] → [rows…, count]`.
struct Place: Operation {
  let count: Int
  let name = "place"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0] == inputs[1], inputs[0].rank > 0, inputs[0][-1] == 1 else {
      throw ShapeError(operation: name, expected: "one position for each number", actual: inputs)
    }
    return Shape(inputs[0].sizes.dropLast() + [count])
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    output.pointer.update(repeating: 0, count: output.count)
    for row in 0..<inputs[0].count {
      guard let position = position(inputs[1].pointer[row], below: count) else { continue }
      output.pointer[row * count + position] = inputs[0].pointer[row]
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(Pick(), upstream, inputs[1]), nil]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let shape = Shape([upstreams.shape[0]] + inputs[1].shape.sizes)
    return [.applying(Pick(), upstreams, inputs[1].broadcast(to: shape)), nil]
  }
}

/// A float as a position in a row; `nil` if it is none.
private func position(_ index: Float, below count: Int) -> Int? {
  index >= 0 && index < Float(count) ? Int(index) : nil
}

extension Tensor {
  /// From each row the number at a position: `[rows…, n]` and `[rows…, 1]` give `[rows…, 1]`.
  ///
  /// Positions are whole numbers held as floats; one outside the row gives NaN.
  public func picking(_ indices: Tensor) -> Tensor { .applying(Pick(), self, indices) }

  /// A row of zeros with a one at each position: `[rows…, 1]` gives `[rows…, count]`.
  ///
  /// A position outside the row gives zeros alone.
  public func oneHot(count: Int) -> Tensor {
    .applying(Place(count: count), .ones(shape), self)
  }
}
