internal import CVectorKernels

/// Each row brought to mean 0 and variance 1, scaled and shifted:
/// `y = (x − μ) / √(σ² + ε) · w + b`, σ² being the biased variance.
///
/// Shapes: `[rows…, size]`, `[size]` and `[size] → [rows…, size]`.
struct LayerNormalization: Operation {
  let epsilon: Float
  let name = "layer norm"

  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0].rank > 0, inputs[1] == [inputs[0][-1]], inputs[1] == inputs[2] else {
      throw ShapeError(operation: name, expected: "a weight for each column", actual: inputs)
    }
    return inputs[0]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let rows = NormalizedRows(inputs[0].shape)
    let work = Work(
      x: inputs[0].pointer, weight: inputs[1].pointer, bias: inputs[2].pointer,
      result: output.pointer, epsilon: epsilon, rows: rows)
    parallelFor(rows.pieceCount, of: work) {
      $0.assumingMemoryBound(to: Work.self).pointee.run($1)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (x, weight) = (inputs[0], inputs[1])
    let sums = Tensor.applying(LayerNormalizationSums(epsilon: epsilon), upstream, x)
    return [
      .applying(LayerNormalizationGradient(epsilon: epsilon), upstream, x, weight),
      sums.slice(along: 0, from: 0, to: 1).reshaped(to: weight.shape),
      sums.slice(along: 0, from: 1, to: 2).reshaped(to: weight.shape),
    ]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    let (x, weight) = (inputs[0], inputs[1])
    let sums = Tensor.applying(LayerNormalizationSums(epsilon: epsilon), upstreams, x)
    let shape: Shape = [upstreams.shape[0], weight.shape[0]]
    return [
      .applying(LayerNormalizationGradient(epsilon: epsilon), upstreams, x, weight),
      sums.slice(along: 1, from: 0, to: 1).reshaped(to: shape),
      sums.slice(along: 1, from: 1, to: 2).reshaped(to: shape),
    ]
  }

  private struct Work {
    let x: UnsafePointer<Float>
    let weight: UnsafePointer<Float>
    let bias: UnsafePointer<Float>
    let result: UnsafeMutablePointer<Float>
    let epsilon: Float
    let rows: NormalizedRows

    func run(_ piece: Int) {
      let (start, count) = rows.range(of: piece)
      vk_layer_norm(
        x + start * rows.size, weight, bias, epsilon, result + start * rows.size, count, rows.size)
    }
  }
}

/// Rows cut into pieces by their size alone.
struct NormalizedRows {
  let count: Int
  let size: Int
  let rowsOfPiece: Int
  let pieceCount: Int

  /// 64 KiB of each array that a piece reads stay in the second cache.
  init(_ shape: Shape) {
    size = max(shape[-1], 1)
    count = shape.count / size
    rowsOfPiece = max(1 << 14 / size, 1)
    pieceCount = (count + rowsOfPiece - 1) / rowsOfPiece
  }

  func range(of piece: Int) -> (start: Int, count: Int) {
    (piece * rowsOfPiece, min(rowsOfPiece, count - piece * rowsOfPiece))
  }
}

extension Tensor {
  /// Each row brought to mean 0 and variance 1, scaled and shifted.
  /// - Parameters:
  ///   - weight: What each column is multiplied by.
  ///   - bias: What is added to each column.
  ///   - epsilon: What is added to the variance.
  /// - Returns: A tensor of the same shape.
  public func layerNormalized(weight: Tensor, bias: Tensor, epsilon: Float) -> Tensor {
    .applying(LayerNormalization(epsilon: epsilon), self, weight, bias)
  }

  /// Each row brought to mean 0 and variance 1, in operations on numbers.
  func normalizedRows(epsilon: Float) -> Tensor {
    let centered = self - mean(over: [-1], keepingDimensions: true)
    let variance = centered.square().mean(over: [-1], keepingDimensions: true)
    return centered / (variance + epsilon).sqrt()
  }
}
